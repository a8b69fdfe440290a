"""The registry of the report's sections.

Adding a section takes one file in `webloop.report.sections`: a function of results that yields blocks, under
`@section(...)`. One that yields nothing is left out.
"""

from collections.abc import Callable, Iterator

from webloop.outcomes.modules import import_modules
from webloop.outcomes.results import Results
from webloop.plots.runs import no_sample
from webloop.report.blocks import Block, Section

Maker = Callable[[Results], Iterator[Block]]
_makers: dict[str, tuple[int, str, Maker, bool]] = {}


def section(key: str, title: str, *, order: int, of_designs: bool = False) -> Callable[[Maker], Maker]:
    """Register a function that makes a section.

    Args:
        key: its anchor in the page.
        title: its heading.
        order: where it stands.
        of_designs: whether it can speak of draws that are no sample of what is uncertain.
    """

    def add(function: Maker) -> Maker:
        if key in _makers:
            raise ValueError(f"section {key!r} is registered twice")
        _makers[key] = (order, title, function, of_designs)
        return function

    return add


def sections(results: Results) -> list[Section]:
    """All sections of a report that have something to say, in their order."""
    import_modules("webloop.report.sections")
    sample = not no_sample(results)
    made = [
        Section(key, title, list(maker(results)))
        for key, (_, title, maker, of_designs) in sorted(_makers.items(), key=lambda item: item[1][0])
        if sample or of_designs
    ]
    return [each for each in made if each.blocks]
