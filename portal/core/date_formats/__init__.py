"""How Django writes dates where no page says more: as the pages do."""
