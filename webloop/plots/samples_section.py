"""A section of a page: what models write, side by side, with perplexity, words and diversity, and what vanishes."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from webloop.outcomes.hidden import findings
from webloop.outcomes.samples import MEASURES, Samples
from webloop.outcomes.samples_table import note, readable
from webloop.outcomes.shares import percent
from webloop.outcomes.unlike import caveats
from webloop.outcomes.vanished import Decile, vanished
from webloop.plots.grid import titles
from webloop.plots.words import HARD

_LABELS = {
    "perplexity": "perplexity",
    "words_alive": "words alive",
    "word_types": "different words",
    "distinct_2": "distinct-2",
    "repetition": "repetition",
}
_COUNTS = {"perplexity", "word_types"}
_WHY = (
    "Perplexity, words and diversity are shown together, because each alone can hide collapse. Every model continues "
    "the same beginnings of passages that nobody publishes; people’s own continuation stands above."
)


def samples_section(shown: Samples, fans: Mapping[str, tuple[str, str, str]]) -> str:
    """The section as HTML, to be put into a page that has `samples.css` in its style.

    Args:
        shown: the samples; the first and the last of their generations stand side by side.
        fans: addresses of a wide and a narrow picture of each metric, and what it shows in words; none where they
            stand elsewhere on the page.
    """
    first, last = shown.generations[0], shown.generations[-1]
    parts = [
        '<section class="samples">',
        f"<h2>What the models write</h2>\n<p>{_WHY}</p>",
        *_findings(shown),
        f"<h3>Perplexity, words and diversity{_from(first, last)}</h3>",
        *_numbers(shown),
        *_medians(shown),
        f'<p class="soft small">{_text(note(shown))}</p>',
        *(f'<p class="small">{_text(line)}</p>' for line in caveats(shown)),
        "<h3>The same prompt, continued by each scenario’s models</h3>",
        *(line for prompt in shown.prompts for line in _prompt(shown, prompt)),
        "<h3>Words that no model writes at the end</h3>",
        *_vanished(shown),
        *_pictures(shown, fans),
        "</section>",
    ]
    return "\n".join(parts)


def _text(text: str) -> str:
    """Text as HTML; numbers keep their percent signs."""
    return escape(readable(text).replace(" %", f"{HARD}%"))


def _from(first: int, last: int) -> str:
    return f", generation {first} and {last}" if last > first else f", generation {first}"


def _name(shown: Samples, scenario: str) -> str:
    """A scenario's title, with its name where that is another."""
    title = titles(shown.results)[scenario]
    return _text(title) + (f" <small>{_text(scenario)}</small>" if title != scenario else "")


def _findings(shown: Samples) -> Iterator[str]:
    found = findings(shown)
    if found:
        items = "\n".join(f"<li>{_text(line)}</li>" for line in found)
        yield f'<h3>Findings</h3>\n<ul class="findings">\n{items}\n</ul>'


def _value(measure: str, value: float) -> str:
    if value != value:
        return "none"
    return f"{value:,.0f}" if measure in _COUNTS else f"{value:.2f}" if measure == "distinct_2" else percent(value, 1)


def _ends(shown: Samples) -> list[int]:
    """The first and the last generation, which may be one."""
    return list(dict.fromkeys((shown.generations[0], shown.generations[-1])))


def _numbers(shown: Samples) -> Iterator[str]:
    """A table: all measures of the first and the last generation by scenario."""
    heads = "".join(f'<th scope="col">{_LABELS[measure]}</th>' for measure in MEASURES)
    yield f'<table class="numbers">\n<thead><tr>{heads}</tr></thead>'
    for scenario in shown.scenarios:
        rows = [shown.means(scenario, each) for each in _ends(shown)]
        cells = [_text(" → ".join(_value(measure, row[measure]) for row in rows)) for measure in MEASURES]
        head = f'<tr><th colspan="{len(MEASURES)}" scope="rowgroup">{_name(shown, scenario)}</th></tr>'
        yield f"<tbody>{head}\n<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></tbody>"
    yield "</table>"


def _medians(shown: Samples) -> Iterator[str]:
    """What lines are where numbers are something else."""
    if shown.number > 1:
        yield '<p class="soft small">Numbers in tables are means over runs; lines in pictures are medians of runs.</p>'


def _pictures(shown: Samples, fans: Mapping[str, tuple[str, str, str]]) -> Iterator[str]:
    if fans:
        yield "<h3>Generation by generation</h3>"
        yield from _medians(shown)
        yield from (_figure(*fan) for fan in fans.values())


def _figure(wide: str, narrow: str, alt: str) -> str:
    source = f'<source media="(max-width: 40rem)" srcset="{escape(narrow)}">'
    return f'<figure><picture>{source}<img src="{escape(wide)}" alt="{escape(alt)}"></picture></figure>'


def _prompt(shown: Samples, prompt: int) -> Iterator[str]:
    """One prompt; all but the first can be unfolded."""
    found = shown.passages(prompt)
    beginning = next(iter(found.values()))[0]
    yield f"<details{' open' if prompt == shown.prompts[0] else ''}>"
    yield f"<summary><b>Prompt {prompt}:</b> {_text(beginning)} …</summary>"
    for scenario, (begun, went_on) in found.items():
        whose = f"{_text(scenario)}: " if scenario else ""
        yield f"<blockquote><small>{whose}people wrote</small><br><b>{_text(begun)}</b> {_text(went_on)}</blockquote>"
    for scenario in shown.scenarios:
        yield f"<h4>{_name(shown, scenario)}</h4>"
        written = shown.written(scenario, prompt)
        cells = {generation: _cell(shown, scenario, generation, text) for generation, text in written.items()}
        others = [generation for generation in cells if generation not in _ends(shown)]
        yield f'<div class="pair">\n{_joined(cells, _ends(shown))}\n</div>'
        if others:
            yield f"<details><summary>{_others(others)}</summary>"
            yield f'<div class="pair">\n{_joined(cells, others)}\n</div></details>'
    yield "</details>"


def _joined(cells: Mapping[int, str], generations: Sequence[int]) -> str:
    return "\n".join(cells[generation] for generation in generations)


def _others(generations: Sequence[int]) -> str:
    if len(generations) == 1:
        return f"Generation {generations[0]}"
    return f"{len(generations)} more, generations {generations[0]} to {generations[-1]}"


def _cell(shown: Samples, scenario: str, generation: int, text: str) -> str:
    """What a model wrote above its measures."""
    means = shown.means(scenario, generation)
    pairs = ((_LABELS[measure], _text(_value(measure, means[measure]))) for measure in MEASURES)
    said = "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in pairs)
    return f"<div><h5>Generation {generation}</h5><p>… {_text(text)}</p><dl>{said}</dl></div>"


def _vanished(shown: Samples) -> Iterator[str]:
    """A table by decile for each scenario; all but the first can be unfolded."""
    said = (
        "By how often people used them before there were models: decile 1 has the most frequent tenth of all words. "
        f"Gone in {shown.generations[-1]}: the share of a decile that a specimen of what generation "
        f"{shown.generations[-1]} writes does not have. No specimen has every rare word, not even that of the "
        "first model. All words, with dates: lost_ideas.csv."
    )
    yield f'<p class="soft small">{said}</p>'
    ends = _ends(shown)
    for scenario, deciles in vanished(shown).items():
        yield f"<details{' open' if scenario == shown.scenarios[0] else ''}>"
        yield f"<summary><b>{_name(shown, scenario)}</b></summary>"
        yield '<table class="deciles">\n<thead><tr><th scope="col">decile</th>'
        yield "".join(f'<th scope="col">gone in {each}</th>' for each in ends)
        yield '<th scope="col">such as</th></tr></thead>\n<tbody>'
        yield from (_decile(decile, len(ends)) for decile in deciles)
        yield "</tbody></table></details>"


def _decile(decile: Decile, ends: int) -> str:
    gone = (decile.gone_first, decile.gone_last)[:ends]
    cells = [*(percent(share, 1) for share in gone), ", ".join(word for word, _ in decile.words) or "-"]
    return f'<tr><th scope="row">{decile.number}</th>' + "".join(f"<td>{_text(cell)}</td>" for cell in cells) + "</tr>"
