"""How people choose among a model's candidates before they publish one."""
