"""Neural language models. Nothing here imports torch before a model is fitted."""
