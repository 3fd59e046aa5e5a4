"""The relationship over the API."""
