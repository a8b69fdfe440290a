"""The bibliography: one entry for each work that is cited anywhere in webloop, in references.csv."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from webloop.scenario.csv_table import Table

WEBLOOP = "webloop"
"""Key of webloop itself."""
_COLUMNS = ("key", "type", "authors", "year", "title", "in", "volume", "pages", "doi", "arxiv", "url", "called")
_FILE = Path(__file__).parent / "references.csv"


@dataclass(frozen=True)
class Reference:
    """One work.

    Attributes:
        key: names it, such as `shumailov-2024`.
        kind: BibTeX's type of entry.
        authors: `Surname, Given names`, an institution's name, or `others` at the end.
        year: when it appeared; empty for what goes on.
        title: what it is called.
        where: journal, book, publisher or institution; empty for preprints and pages.
        volume: volume, or number of a report.
        pages: pages, or the number of an article.
        doi: digital object identifier; empty for none.
        arxiv: number of the preprint; empty for none.
        url: where it is, for what has no identifier.
        called: what else it is called where it is cited, beside its identifiers and `Surname et al. year`.
    """

    key: str
    kind: str
    authors: tuple[str, ...]
    year: str
    title: str
    where: str
    volume: str
    pages: str
    doi: str
    arxiv: str
    url: str
    called: tuple[str, ...]

    @property
    def surname(self) -> str:
        """Of the first author, or the institution's name."""
        return self.authors[0].split(",")[0]


@cache
def references() -> dict[str, Reference]:
    """The bibliography by key, in the order of its file: webloop first, then by key."""
    return {fields[0]: _reference(fields) for _, fields in Table(_FILE, _COLUMNS, _FILE.name)}


def _reference(fields: list[str]) -> Reference:
    key, kind, authors, year, title, where, volume, pages, doi, arxiv, url, called = fields
    people, names = (tuple(filter(None, (each.strip() for each in text.split(";")))) for text in (authors, called))
    return Reference(key, kind, people, year, title, where, volume, pages, doi, arxiv, url, names)
