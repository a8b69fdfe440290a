"""Real text: pages are documents, people publish a corpus passage by passage, models are language models."""

from fnmatch import fnmatchcase
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from webloop.content.setting import Setting
from webloop.content.text.corpus import Corpus, read_corpus
from webloop.content.text.domain import TextDomain
from webloop.content.text.vocabulary import Tokens
from webloop.content.text.writers import Writers, passages
from webloop.errors import InputError
from webloop.registry import param, register
from webloop.submodels.roles import ContentKind

Share = Annotated[float, Field(gt=0, lt=1)]
Patterns = Annotated[
    tuple[str, ...],
    param(..., "Names of sections; * and ? stand for any part and any sign", source="user", min_length=1),
]


@register("content")
class Text(ContentKind):
    """Every page holds the same number of words; people's are passages of the corpus that were never published before.

    The vocabulary is closed: it has all words of the corpus, those of the held-out part included, so that every model
    is scored on the same ones; a word that a model has not seen has the little that its learner spares for all such
    words. The held-out part is never published, so that no model is trained on it.

    >>> Text(words=50).stored(pages=1200, months=10, ideas=0)
    600000.0

    References:
        Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y (perplexity over generations); Gerstgrasser et al. 2024,
        arXiv:2404.01413.
    """

    in_blocks: ClassVar[bool] = False
    cuts_off: ClassVar[bool] = True

    kind: Literal["text"] = "text"
    corpus: str = param(
        "python",
        "What people write: `python`, the manual of the running Python; `wikipedia`, if it is installed; or a path of "
        "a .txt file, a folder of them, or a table: a .jsonl, .csv or .parquet file",
        unit="path",
        source="design",
        fixed=True,
    )
    column: str | None = param(
        None,
        "The column of a table that holds the text; empty cells are left out",
        unit="name",
        source="user",
        fixed=True,
    )
    topic: str | None = param(
        None, "The column that names the section of a text; null: there is one", unit="name", source="user", fixed=True
    )
    held_out: Share | str = param(
        0.1,
        "The last part of each section, that nobody publishes and models are scored on, as a share; or the path of a "
        "text of its own",
        unit="share",
        source="convention",
        fixed=True,
    )
    vocabulary: int | None = param(
        None,
        "Only the most frequent words of people's part, all others are <unk>; null: all",
        unit="words",
        ge=10,
        le=10_000_000,
        source="neutral: all",
        fixed=True,
    )
    words: int = param(
        50,
        "Words on a page, punctuation and ends of paragraphs included; must be web.tokens_per_page",
        unit="words",
        ge=5,
        le=10_000,
        source="detection is hard for 20 to 50 words and easy for 200 (measured on WikiText-2)",
        fixed=True,
    )
    order: Literal["shuffled", "text"] = param(
        "shuffled",
        "Whether people publish passages in an order of chance, or in that of the text",
        unit="choice",
        source="neutral: shuffled",
        fixed=True,
    )
    owners: dict[str, Patterns] = param(
        dict,
        "Sections that only people of a community write, by community; who has none here writes the others",
        source="neutral: all write all",
        fixed=True,
    )
    specimen: int | None = param(
        None,
        "Words that are kept of what each model writes, for metrics; null: as many as people had published when the "
        "first model was trained",
        unit="words",
        ge=1000,
        le=10**8,
        fixed=True,
        source="design",
    )
    scored: int = param(
        50_000,
        "Words of the held-out part that models are scored on, at most",
        unit="words",
        ge=100,
        le=1e9,
        source="design",
        fixed=True,
    )

    @property
    def can_err(self) -> bool:
        """Nobody can tell."""
        return False

    def read(self) -> Corpus:
        """The corpus.

        Raises:
            InputError: when it can't be read, or is of no use.
        """
        found = read_corpus(
            self.corpus, column=self.column, topic=self.topic, held_out=self.held_out, vocabulary=self.vocabulary
        )
        if found.words < self.words:
            raise InputError(
                f"{found.name} has {found.words:,} words that people may publish, fewer than one page holds "
                f"(content.words: {self.words})"
            )
        return found

    def parts(self, communities: list[str]) -> dict[str, Tokens]:
        """The passages that each community may publish, (passages, words); the same array where they share one.

        Communities without sections of their own share all sections that nobody owns.

        Raises:
            InputError: when a pattern fits no section, or nothing is left for those without one.
        """
        corpus = self.read()
        owned = {name: _matching(corpus, patterns) for name, patterns in self.owners.items()}
        taken = {section for sections in owned.values() for section in sections}
        free = [section for section in corpus.sections if section not in taken]
        shared = passages([corpus.sections[section] for section in free], self.words)
        found = {}
        for name in communities:
            own = passages([corpus.sections[s] for s in owned[name]], self.words) if name in owned else shared
            if not len(own):
                raise InputError(f"people of {name!r} have less than one page of {self.words} words", key="owners")
            found[name] = own
        return found

    def build(self, setting: Setting) -> TextDomain:
        """The domain of one run."""
        parts = self.parts(list(setting.shares))
        return TextDomain(
            corpus=self.read(),
            words=self.words,
            writers=_writers(parts, setting, shuffled=self.order == "shuffled"),
            shares=setting.shares,
            streams=setting.streams,
            specimen=None if self.specimen is None else -(-self.specimen // self.words),
            scored=self.scored,
        )

    def stored(self, pages: float, months: int, ideas: int, tables: int = 1) -> float:  # noqa: ARG002 (there are none)
        """Every page is kept."""
        return float(pages * self.words * months)


def _matching(corpus: Corpus, patterns: tuple[str, ...]) -> list[str]:
    found = [section for section in corpus.sections if any(fnmatchcase(section, each) for each in patterns)]
    for each in patterns:
        if not any(fnmatchcase(section, each) for section in found):
            some = ", ".join(list(corpus.sections)[:8]) + ("..." if len(corpus.sections) > 8 else "")
            raise InputError(f"no section of {corpus.name} is called {each!r}; there are {some}", key="owners")
    return found


def _writers(parts: dict[str, Tokens], setting: Setting, *, shuffled: bool) -> dict[str, Writers]:
    """Communities with passages of their own, and one queue for those that share."""
    queues: dict[int, Writers] = {}
    for name, own in parts.items():
        if id(own) not in queues:
            order = np.arange(len(own))
            if shuffled:
                setting.streams.get("passages", name).shuffle(order)
            sharing = [other for other, theirs in parts.items() if theirs is own]
            queues[id(own)] = Writers(" and ".join(sharing), own, order)
    return {name: queues[id(own)] for name, own in parts.items()}
