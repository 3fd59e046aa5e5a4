"""What changes accounts. Keyword-only, atomic; letters are written in the same transaction."""
