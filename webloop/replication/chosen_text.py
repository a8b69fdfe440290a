"""The text that people publish in papers about text: the user may choose another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webloop.content.text.sources import NAMED
from webloop.content.text.vocabulary import Tokens
from webloop.errors import InputError
from webloop.submodels.content.text import Text

_COMMUNITY = "all"
_LEAST = 20_000  # words; measured: all claims hold on the first so many of Shakespeare's plays


@dataclass(frozen=True)
class ChosenText:
    """A text. It is read when it is asked for, not before.

    Attributes:
        corpus: a name or a path, as for `content.corpus`.
        column: of a table: the one that holds the text.
    """

    corpus: str = "python"
    column: str | None = None

    @property
    def name(self) -> str:
        """What a sentence calls it, before it has been read."""
        return "the manual of the running Python" if self.corpus == "python" else self.corpus

    @property
    def _content(self) -> Text:
        return Text(corpus=self.corpus, column=self.column)

    def check(self) -> None:
        """See to it that claims can be judged on it.

        Raises:
            InputError: when it can't be read, or is so short that chance decides.
        """
        found = self._content.read()
        have = found.words + len(found.held_out)
        if have < _LEAST:
            raise InputError(
                f"{self.corpus}: this text has {have:,} words, too few to tell claims about text from chance; take one "
                f"of {_LEAST:,} words or more"
            )

    def pages(self) -> Tokens:
        """Its passages without the held-out part, (passages, words).

        Raises:
            InputError: when it can't be read.
        """
        return self._content.parts([_COMMUNITY])[_COMMUNITY]

    def about(self) -> str:
        """What it is, for reports: its name or path, how much of it people publish, and a hash of what it holds.

        Raises:
            InputError: when it can't be read.
        """
        found = self._content.read()
        name = found.name if self.corpus in NAMED else self.corpus
        return f"{name} ({self.pages().size:,} words; SHA-256 {found.digest[:16]})"

    def settings(self, most: int | None = None) -> Mapping[str, Any]:
        """What makes a case publish it in its first month, and train every model on as much.

        Args:
            most: passages, taken at random from a longer text; None for all of them.

        Raises:
            InputError: when it can't be read.
        """
        have = len(self.pages())
        number = have if most is None else min(most, have)
        return {
            "content.corpus": self.corpus,
            **({} if self.column is None else {"content.column": self.column}),
            "web.pages_per_month": number,
            "lab.budget": {"tokens": number * self._content.words, "growth": 1, "web_share": 1},
        }
