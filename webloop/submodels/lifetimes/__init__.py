"""How long pages stay on the web."""
