"""Pages of partners: which keys there are, and every verb on them. A view parses, calls one action, answers."""
