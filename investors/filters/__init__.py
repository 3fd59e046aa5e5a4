"""What lists of the relationship can be narrowed by, on pages and in the API alike. One file per noun."""
