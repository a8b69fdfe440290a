"""How the baselines are held against the real web: evidence, parameters, fits and the hindcast."""
