"""Calibration: what is known of the real web, and how the model stands to it."""
