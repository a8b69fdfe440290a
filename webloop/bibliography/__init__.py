"""What webloop rests on: one bibliography, where it is cited, and which of it a scenario uses."""
