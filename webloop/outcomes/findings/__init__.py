"""What a study says, in sentences: each tied to a number, an interval and a figure."""
