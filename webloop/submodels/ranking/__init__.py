"""How people's attention falls on sites."""
