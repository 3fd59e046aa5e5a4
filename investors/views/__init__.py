"""Pages of the desk and of an investor's own company. A view parses, calls one action, answers."""
