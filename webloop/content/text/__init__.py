"""Documents of real words."""
