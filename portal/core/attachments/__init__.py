"""Files that belong to a business row: judged by content, kept outside every served directory, served by a view that asks who is looking."""
