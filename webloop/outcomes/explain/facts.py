"""What is known of one month of a run: numbers, without words."""

from collections.abc import Mapping
from dataclasses import dataclass

from webloop.content.groups import Group, Provenance
from webloop.scenario.schema import Scenario
from webloop.world.ledger import Row
from webloop.world.training_set import SourceUse

PROVENANCES: tuple[Provenance, ...] = ("human", "assisted", "synthetic")


@dataclass(frozen=True)
class Publisher:
    """Who publishes, as expected numbers of pages in the month: what is drawn is rounded by community.

    Attributes:
        segment: name of the segment; None for content farms.
        community: name of the community; None for content farms.
        own: pages that people write without AI.
        with_ai: pages that people write with AI, or have written.
        farmed: pages of content farms.
    """

    segment: str | None
    community: str | None
    own: float
    with_ai: float
    farmed: float


@dataclass(frozen=True)
class Writer:
    """A model that writers could ask in the month.

    Attributes:
        lab: whose.
        generation: which of the lab's.
        share: its share of what is asked, 0 to 1; not a number while nobody asks.
    """

    lab: str
    generation: int
    share: float


@dataclass(frozen=True)
class Training:
    """A training set, and what became of the crawled pages that it could have held.

    Attributes:
        lab: whose.
        policy: kind of the data policy.
        cutoff: last month whose pages were eligible.
        detector: kind of the filter's detector; None without one.
        eligible: crawled pages that the data policy allowed, by group.
        filtered: those that the filter threw away, by `Group.kind`.
        kept: those in the set, by who wrote them.
        unused: those that passed the filter and did not fit.
        generations: pages mostly written by models in the set, by generation of the models, as expected of chance; None
            where the filter looks at what pages say, so that nobody knows.
        sources: what was taken from each source of human data.
        pages: pages in the set, repeated ones weighted.
        pollution: share of AI text in it.
        shrunk: share by which scarce sources shrank it.
    """

    lab: str
    policy: str
    cutoff: int
    detector: str | None
    eligible: Mapping[Group, int]
    filtered: Mapping[Group, int]
    kept: Mapping[Row, int]
    unused: int
    generations: Mapping[int, float] | None
    sources: Mapping[str, SourceUse]
    pages: float
    pollution: float
    shrunk: float


@dataclass(frozen=True)
class Entry:
    """One idea or word.

    Attributes:
        name: what it is called.
        share: its share of what people write (this month; of words, when the first model was trained).
    """

    name: str
    share: float


@dataclass(frozen=True)
class Turn:
    """What a release changed in what a lab's models publish, held against what people write this month.

    An idea is published while the model's share of it is a tenth of people's; a word while the model's specimen has it.

    Attributes:
        noun: what is counted, `idea` or `word`.
        known: how many people write, or had written when the first model was trained.
        alive_before: those that the model before published.
        alive_after: those that the new one publishes.
        gone: those that the model before published and the new one does not, the most frequent first.
        lost: names of those of them that no deployed model publishes any more.
        back: those that the new one publishes and the one before did not.
        found: names of those of them that no deployed model had published the month before.
    """

    noun: str
    known: int
    alive_before: int
    alive_after: int
    gone: tuple[Entry, ...]
    lost: frozenset[str]
    back: tuple[Entry, ...]
    found: frozenset[str]


@dataclass(frozen=True)
class Release:
    """A model that was released.

    Attributes:
        lab: whose.
        generation: which of the lab's.
        after: metrics of the model, by name, on what people write this month.
        before: the same of the model that it replaces; None for a lab's first.
        turn: what it publishes that the one before did not, and the other way round; None for a lab's first, and where
            pages hold neither ideas nor words.
    """

    lab: str
    generation: int
    after: Mapping[str, float]
    before: Mapping[str, float] | None
    turn: Turn | None


@dataclass(frozen=True)
class Since:
    """What was published since a lab's newest model was released.

    Attributes:
        month: of the release.
        published: pages of the months after it, by provenance.
    """

    month: int
    published: Mapping[Provenance, int]


@dataclass(frozen=True)
class Seen:
    """What was seen at the end of a month.

    Attributes:
        month: the month, as a whole number.
        rules: what held in it.
        pages: pages published, by group.
        publishers: who published.
        writers: the models that wrote.
        live: pages on the web at the end, by provenance.
        fetched: of this month's pages those that each crawler fetched, by crawler and provenance.
        stored: pages that each crawler has ever fetched.
        trainings: training sets of labs that were due.
        releases: models that were released.
        due: month of each lab's next training.
        since: what was published since each lab's newest model came; of labs that have one.
    """

    month: int
    rules: Scenario
    pages: Mapping[Group, int]
    publishers: tuple[Publisher, ...]
    writers: tuple[Writer, ...]
    live: Mapping[Provenance, int]
    fetched: Mapping[str, Mapping[Provenance, int]]
    stored: Mapping[str, int]
    trainings: tuple[Training, ...]
    releases: tuple[Release, ...]
    due: Mapping[str, int]
    since: Mapping[str, Since]

    @property
    def published(self) -> dict[Provenance, int]:
        """Pages published, by provenance."""
        return by_provenance(self.pages)

    def training(self, lab: str) -> Training | None:
        """The training set of a lab; None if it was not due."""
        return next((each for each in self.trainings if each.lab == lab), None)

    def release(self, lab: str) -> Release | None:
        """The model that a lab released; None if it did not."""
        return next((each for each in self.releases if each.lab == lab), None)


def by_provenance(pages: Mapping[Group, int]) -> dict[Provenance, int]:
    """Pages by group, summed over all else.

    >>> from webloop.content.groups import human, synthetic
    >>> by_provenance({human("a"): 2, human("b"): 3, synthetic(0): 1})
    {'human': 5, 'assisted': 0, 'synthetic': 1}
    """
    return {name: sum(n for group, n in pages.items() if group.provenance == name) for name in PROVENANCES}
