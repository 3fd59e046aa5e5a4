"""What somebody has typed into a form and not yet saved. See docs/decisions for who may write it and who may read it."""
