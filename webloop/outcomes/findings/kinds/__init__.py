"""Kinds of findings, one a file: each is found because it registers itself."""
