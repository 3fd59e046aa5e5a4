"""Views that belong to no business: health, errors, the style guide."""
