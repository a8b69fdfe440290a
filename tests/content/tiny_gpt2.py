"""A causal model of transformers with new weights and a tokenizer trained on some text, in a folder."""

from pathlib import Path
from typing import Any


def save_tiny(folder: Path, model: Any, text: str, looks_back: int = 24, end: str = "<|endoftext|>") -> str:
    """GPT-2, tiny, and a tokenizer; needs torch and transformers."""
    import tokenizers
    import torch
    import transformers

    tokenizer = tokenizers.Tokenizer(model)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = tokenizers.pre_tokenizers.ByteLevel.alphabet()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=262, initial_alphabet=alphabet, special_tokens=[end], show_progress=False
    )
    tokenizer.train_from_iterator([text], trainer)
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token=end).save_pretrained(folder)
    config = transformers.GPT2Config(
        vocab_size=280, n_positions=looks_back, n_embd=64, n_layer=2, n_head=2, bos_token_id=0, eos_token_id=0
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        transformers.GPT2LMHeadModel(config).save_pretrained(folder)
    return str(folder)
