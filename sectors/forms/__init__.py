"""What visitors fill in on pages of the offer."""
