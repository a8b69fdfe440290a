"""Published measurements that are taken on the simulated web."""
