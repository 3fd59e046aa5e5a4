"""The API's plumbing: what every resource has in common, and nothing of any one of them."""
