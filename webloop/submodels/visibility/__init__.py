"""What readers get to see."""
