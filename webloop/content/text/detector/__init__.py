"""Classifiers that tell what people wrote from what models wrote, page by page."""
