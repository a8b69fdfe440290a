"""What is measured, one family a file."""
