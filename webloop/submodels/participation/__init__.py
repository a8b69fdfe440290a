"""How much people publish over time."""
