"""How people take over ways of writing from what they read."""
