"""What language models write, where pages hold text."""

from collections.abc import Iterator

from webloop.outcomes.results import Results
from webloop.outcomes.samples import samples as shown_samples
from webloop.plots.samples_page import style
from webloop.plots.samples_section import samples_section
from webloop.report.blocks import Block, Own
from webloop.report.registry import section


@section("samples", "What the models write", order=35)
def samples(results: Results) -> Iterator[Block]:
    """The section of `webloop samples`, which escapes what it shows."""
    if results.has_samples:
        shown = shown_samples(results)
        yield Own(f"<style>{style()}</style>{samples_section(shown, {})}")
