"""Narrowing lists of accounts, invitations and audit entries."""
