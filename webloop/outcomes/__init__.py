"""Results, comparisons and tables."""
