"""Sources of human data that a lab mixes with what it crawled."""
