"""One file a paper: its set-up, its claims and how they are checked."""
