"""Models that know which word follows a few others, and fall back on fewer."""
