"""How a fitted model is sampled when it publishes."""
