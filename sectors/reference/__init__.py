"""Reference data: CSV files of public facts, read strictly and loaded as a whole or not at all."""
