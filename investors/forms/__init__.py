"""Forms of the desk. What is true whichever door is used stands in the models and the actions, not here."""
