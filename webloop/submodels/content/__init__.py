"""What pages hold, and so what models learn."""
