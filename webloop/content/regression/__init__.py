"""Pairs of x and y."""
