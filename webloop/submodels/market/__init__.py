"""How writers choose among the labs' models."""
