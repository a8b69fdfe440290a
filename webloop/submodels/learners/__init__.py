"""How a model is fitted to the pages of a training set."""
