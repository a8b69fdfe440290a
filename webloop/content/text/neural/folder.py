"""A model of transformers in a folder of this machine."""

import os
from pathlib import Path
from typing import Any

from webloop.content.text.neural.repeatable import NEURAL
from webloop.errors import InputError
from webloop.extras import extra

LEARNER = "the learner hugging_face"
_ALLOWED = "allowed: a folder that save_pretrained of a causal language model and of its tokenizer wrote"


def tokenizer_in(folder: str) -> Any:
    """The tokenizer; InputError when there is none."""

    def read(library: Any) -> Any:
        if not any(file for pattern in _TOKENIZER for file in Path(folder).glob(pattern)):
            raise OSError("no file of one")  # transformers 5 makes an empty one
        return library.AutoTokenizer.from_pretrained(folder, **_HERE)

    return _read(folder, "tokenizer", read)


def model_in(folder: str, *, trained: bool) -> Any:
    """The model, in single precision; InputError when there is none.

    Args:
        folder: where it is.
        trained: whether with its weights; if not, they are new, from torch's own chance.
    """

    def read(library: Any) -> Any:
        if trained:
            return library.AutoModelForCausalLM.from_pretrained(folder, **_HERE)
        return library.AutoModelForCausalLM.from_config(library.AutoConfig.from_pretrained(folder, **_HERE))

    return _read(folder, "causal language model", read).float()


_HERE = {"local_files_only": True}
_TOKENIZER = ("tokenizer*", "vocab*", "*.model")


def _read(folder: str, what: str, read: Any) -> Any:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # before the import: nothing is ever fetched
    library = extra("transformers", NEURAL, LEARNER)
    if not Path(folder).is_dir():
        raise InputError(f"{LEARNER}: there is no folder {folder}; {_ALLOWED}")
    library.utils.logging.disable_progress_bar()  # a run has its own, and trains many times
    try:
        return read(library)
    except (OSError, ValueError, KeyError) as error:
        first = str(error).strip().partition("\n")[0]
        raise InputError(f"{LEARNER}: {folder} holds no {what} that can be read ({first}); {_ALLOWED}") from error
