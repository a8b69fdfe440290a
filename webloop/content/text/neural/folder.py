"""A model of transformers in a folder of this machine."""

import os
from functools import lru_cache
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from webloop.content.text.neural.repeatable import NEURAL
from webloop.errors import InputError
from webloop.extras import extra

LEARNER = "the learner hugging_face"
_ALLOWED = "allowed: a folder that save_pretrained of a causal language model and of its tokenizer wrote"


def look(folder: str, *, trained: bool) -> None:
    """Find out whether a model and its tokenizer are there, by the names of their files only.

    Args:
        folder: where they should be.
        trained: whether the model's weights are needed.

    Raises:
        InputError: when something is missing.
    """
    path = Path(folder)
    if not path.is_dir():
        raise InputError(f"there is no folder {folder}; {_ALLOWED}", key="folder")
    for what, patterns in _FILES.items():
        if (trained or what != _WEIGHTS) and not any(file for each in patterns for file in path.glob(each)):
            raise InputError(f"{folder} holds no {what} ({', '.join(patterns)}); {_ALLOWED}", key="folder")


def digest_of(folder: str) -> str:
    """SHA-256 of the names and contents of all files that a model and its tokenizer may be read from."""
    digest = sha256()
    for file in sorted({file for each in _READ for file in Path(folder).glob(each) if file.is_file()}):
        seen = file.stat()
        digest.update(f"{file.name} {_file_digest(file, seen.st_mtime_ns, seen.st_size)}\n".encode())
    return digest.hexdigest()


@lru_cache(maxsize=1024)
def _file_digest(file: Path, changed: int, size: int) -> str:  # noqa: ARG001 (a changed file is read again)
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def tokenizer_in(folder: str) -> Any:
    """The tokenizer; InputError when there is none that can be read."""
    return _read(folder, "tokenizer", lambda library: library.AutoTokenizer.from_pretrained(folder, **_HERE))


def model_in(folder: str, *, trained: bool) -> Any:
    """The model, in single precision; InputError when there is none that can be read.

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
_WEIGHTS = "weights"
_FILES = {
    "causal language model": ("config.json",),
    "tokenizer": ("tokenizer*", "vocab*", "*.model"),  # without one transformers 5 makes an empty one
    _WEIGHTS: ("*.safetensors", "*.bin"),
}
_READ = ("*.json", "*.txt", *(each for patterns in _FILES.values() for each in patterns))


def _read(folder: str, what: str, read: Any) -> Any:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # before the import: nothing is ever fetched
    library = extra("transformers", NEURAL, LEARNER)
    library.utils.logging.disable_progress_bar()  # a run has its own, and trains many times
    try:
        return read(library)
    except (OSError, ValueError, KeyError) as error:
        first = str(error).strip().partition("\n")[0]
        raise InputError(f"{LEARNER}: {folder} holds no {what} that can be read ({first}); {_ALLOWED}") from error
