"""Live exploration: a local page on which an analyst moves levers and sees what changes against the scenario's line."""
