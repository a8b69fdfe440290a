"""Content farms: publishers of synthetic pages who are in it for the money."""
