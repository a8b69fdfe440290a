"""The replication suite: the literature's numbers out of the same engine."""
