"""The offer over the API."""
