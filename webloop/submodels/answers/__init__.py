"""AI answers that readers get in place of pages."""
