"""The chapters of a month's story, one file each; each registers itself (`webloop.outcomes.explain.registry`)."""
