"""How AI use spreads among writers."""
