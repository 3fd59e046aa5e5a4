"""Invented rows for demonstrations: every one carries `is_example`, and none is made outside a demonstration or a test."""
