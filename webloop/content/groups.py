"""Groups: who wrote a page. Pages of one group and month are exchangeable, so they can be counted."""

from typing import Literal, NamedTuple

Provenance = Literal["human", "assisted", "synthetic"]


class Group(NamedTuple):
    """All that the rules of the web, of crawlers and of filters can know about a page beside its idea.

    Pages that are mostly human are told apart by their writers' community (detectors' false positives differ
    by community); pages that are mostly AI by the generation of the model (true positives differ by
    generation) and by whether they carry a mark that can be read: a label or a watermark. Pages of any kind
    may be signed as written by people, truly or not.
    """

    provenance: Provenance
    ai_fraction: float
    """Share of the page's text that a model wrote, 0 to 1."""
    community: str | None = None
    generation: int | None = None
    labelled: bool = False
    signed: bool = False
    lab: str | None = None
    """Whose model wrote it: known of pages that are mostly AI in months when some crawler asks."""

    @property
    def mostly_ai(self) -> bool:
        """More than half of the text was written by a model."""
        return self.ai_fraction > 0.5

    @property
    def kind(self) -> "Group":
        """The group without what filtered pages are not told apart by: generation, lab, mark and signature."""
        return self._replace(generation=None, labelled=False, signed=False, lab=None)

    @property
    def owner(self) -> str:
        """Whose content this is: a community's taste or a generation of models. Names random streams."""
        if self.community is not None:
            return self.community
        return f"generation {self.generation}" + (f" of {self.lab}" if self.lab is not None else "")

    @property
    def words(self) -> tuple[str, ...]:
        """The owner, and whether pages are signed: names streams that belong to human pages of one kind."""
        return (self.owner, "signed") if self.signed else (self.owner,)


def human(community: str) -> Group:
    """Pages written by people of a community without AI."""
    return Group("human", 0.0, community=community)


def assisted(
    fraction: float, *, community: str | None = None, generation: int | None = None, lab: str | None = None
) -> Group:
    """Pages written by a person with a model: by community if mostly human, else by generation.

    >>> assisted(0.2, community="majority").mostly_ai
    False
    """
    return Group("assisted", fraction, community=community, generation=generation, lab=lab)


def synthetic(generation: int, lab: str | None = None) -> Group:
    """Pages written by models of a generation, or by that of one lab."""
    return Group("synthetic", 1.0, generation=generation, lab=lab)
