"""Classifiers of AI text."""
