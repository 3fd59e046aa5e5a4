"""What the API says of the relationship. One file per noun. Nothing here holds internal notes, outcomes or e-mail addresses."""
