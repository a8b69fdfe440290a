"""Vectors of numbers."""
