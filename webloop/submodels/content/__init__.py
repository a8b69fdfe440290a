"""What pages hold."""
