"""Which sites a crawler fetches from."""
