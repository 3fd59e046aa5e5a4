"""Pages about accounts. A view parses, calls one action, answers."""
