"""A month of a run as a story: what happened, in sentences whose numbers are known, and small tables."""
