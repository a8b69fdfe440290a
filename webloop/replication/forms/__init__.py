"""Closed forms of the literature, and those that were derived for this suite: what the engine is held against."""
