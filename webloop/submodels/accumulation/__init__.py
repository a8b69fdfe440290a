"""How a lab's training pool grows: which pages are eligible at a training."""
