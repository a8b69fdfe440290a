"""Made text: sentences of a small grammar with words of every frequency, as much of it as a test needs."""

import os
from pathlib import Path

import numpy as np
import pytest

from webloop.content.setting import Setting
from webloop.content.text.domain import TextDomain
from webloop.scenario.schema import Scenario
from webloop.streams import Streams
from webloop.submodels.content.text import Text


def wikitext(*names: str) -> list[str]:
    """Paths of parts of WikiText-2, which is not shipped; the test that asks is skipped, and says so, without it."""
    place = os.environ.get("WEBLOOP_TEXT_DATA", "")
    files = [Path(place) / "wikitext-2" / f"{name}.txt" for name in names]
    missing = [file for file in files if not file.is_file()]
    if not place or missing:
        pytest.skip(f"WEBLOOP_TEXT_DATA names no folder with wikitext-2/{', '.join(f'{name}.txt' for name in names)}")
    return [str(file) for file in files]


def made_text(words: int, types: int = 800, seed: int = 1, name: str = "w") -> str:
    """Lines of 6 to 20 words, Zipf-distributed; every word has favourite followers."""
    rng = np.random.default_rng(seed)
    p = 1.0 / np.arange(1, types + 1)
    drawn = rng.choice(types, size=words, p=p / p.sum())
    follows = rng.random(words) < 0.5
    drawn[1:][follows[1:]] = (drawn[:-1][follows[1:]] * 7 + 3) % types
    lines, at = [], 0
    while at < words:
        length = int(rng.integers(6, 20))
        lines.append(" ".join(f"{name}{number}" for number in drawn[at : at + length]) + " .")
        at += length
    return "\n".join(lines) + "\n"


def made_corpus(folder: Path, words: int = 20_000, **settings: object) -> Path:
    """A file of made text."""
    file = folder / "made.txt"
    file.write_text(made_text(words, **settings), encoding="utf-8")  # type: ignore[arg-type]
    return file


def domain(corpus: Path, shares: dict[str, float] | None = None, seed: int = 1, **settings: object) -> TextDomain:
    """The domain of one run on a corpus."""
    kind = Text(corpus=str(corpus), **settings)  # type: ignore[arg-type]
    streams = Streams(seed, 0)
    return kind.build(Setting(Scenario().ideas, shares or {"people": 1.0}, 0, 12, streams))
