"""What every form of the house shares: the form of one verb, and refusals put beside the field they are about."""
