"""What is known of a study's uncertain parameters, as distributions to draw from."""

EDGE = 1e-6
"""Coordinates are kept this far from 0 and 1, so that a tail without end gives no endless number."""
