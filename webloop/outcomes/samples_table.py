"""Samples for the terminal: texts side by side, each above its measures, then what has vanished, and findings."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from webloop.outcomes.hidden import findings
from webloop.outcomes.samples import MEASURES, Samples
from webloop.outcomes.shares import percent
from webloop.outcomes.tables import console, runs_in_words
from webloop.outcomes.unlike import caveats
from webloop.outcomes.vanished import Decile, vanished

_TEXT_WIDTH = 30
"""Columns narrower than this are hard to read: the middle generations are left out then."""
_NAMES_WIDTH = 20
_SCENARIO = "scenario"
_NAMED = 5
_DECILES = (1, 2, 3, 5, 10)
_PARAGRAPH = " ¶ "


def readable(text: str) -> str:
    r"""A text in one paragraph, without signs that no terminal or page should be sent.

    >>> readable("A cat.\nThe \x1b[31mdog")
    'A cat. ¶ The �[31mdog'
    """
    return "".join(sign if sign.isprintable() else "�" for sign in text.strip().replace("\n", _PARAGRAPH))


def print_samples(shown: Samples, prompt: int, *, every: bool) -> None:
    """One prompt, as people and as each scenario's models continue it.

    Args:
        shown: the samples.
        prompt: which prompt.
        every: whether all generations are shown even where they leave each other little room.
    """
    out = console()
    for name, (beginning, went_on) in shown.passages(prompt).items():
        whose = f" ({name})" if name else ""
        out.print(Text.assemble((f"Prompt {prompt}{whose}: ", "bold"), readable(beginning)))
        out.print(Padding(Text.assemble(("people went on: ", "bold"), readable(went_on)), (0, 0, 1, 2)))
    names_room = min(max(map(len, [_SCENARIO, *shown.scenarios])), _NAMES_WIDTH)
    room = (out.width - names_room) // (_TEXT_WIDTH + 2)
    generations = shown.generations
    if not every and len(generations) > max(room, 2):
        generations = [generations[0], generations[-1]]
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(_SCENARIO, overflow="fold", max_width=names_room)
    for generation in generations:
        table.add_column(f"generation {generation}", ratio=1, overflow="fold")
    for name in shown.scenarios:
        _add_scenario(table, shown, name, prompt, generations)
    out.print(table)
    out.print(Text(note(shown), style="dim"))
    for line in caveats(shown):
        out.print(Text(line, style="yellow"))


def _add_scenario(table: Table, shown: Samples, name: str, prompt: int, generations: Sequence[int]) -> None:
    """A row of texts and one of measures."""
    written, first = shown.written(name, prompt), shown.means(name, shown.generations[0])
    said = [_measures(shown.means(name, generation), first) for generation in generations]
    table.add_row(Text(name), *(Text(f"… {readable(written[generation])}") for generation in generations))
    table.add_row("", *(Text(_hard("\n".join([*lines, ""])), style="cyan") for lines in said))


def _measures(means: Mapping[str, float], first: Mapping[str, float]) -> list[str]:
    """Measures of a generation, perplexity with how often it is the first one's."""
    perplexity, alive, types, distinct, repeated = (means[name] for name in MEASURES)
    times = perplexity / first["perplexity"]
    rise = "" if means == first or times != times else f" (×{times:.1f})"
    said = f"perplexity {perplexity:,.0f}{rise}" if perplexity == perplexity else "no perplexity"
    words = [f"words alive {percent(alive, 1)}", f"different words {types:,.0f}"]
    return [said, *words, f"distinct-2 {distinct:.2f}", f"repetition {percent(repeated, 1)}"]


def _hard(text: str) -> str:
    """Percent signs stay with their numbers."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def note(shown: Samples) -> str:
    """What texts and measures are of, and what the measures mean."""
    results = shown.results
    several = results.replicates * results.draws > 1
    one = f"Texts are of replicate {shown.replicate}" if several else "There is one replicate"
    others = ", ".join(each for each in shown.labs if each != shown.lab)
    lab = f" and lab {shown.lab} (others: {others})" if others else ""
    means = f"; measures are means over {shown.number} of {runs_in_words(results.draws, results.replicates)}"
    return (
        f"{one}{lab}{means if several else ''}. Perplexity is of the model as it was fitted, on held-out human text; "
        "the rest is of a specimen of what it publishes: words alive is the share of people's words in it, distinct-2 "
        "that of different word pairs, repetition that of repeated runs of four words."
    )


def print_vanished(shown: Samples) -> None:
    """Words that no model writes at the end, by decile; a line for some deciles of each scenario."""
    out = console()
    out.print(Text("\nWords that no model writes at the end (decile 1: those that people used most)", style="italic"))
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(_SCENARIO, overflow="fold", max_width=_NAMES_WIDTH)
    table.add_column("decile", no_wrap=True)
    for generation in dict.fromkeys((shown.generations[0], shown.generations[-1])):
        table.add_column(f"gone in {generation}", justify="right", no_wrap=True)
    table.add_column("such as", overflow="fold", ratio=1)
    for name, deciles in vanished(shown).items():
        for decile in deciles:
            if decile.number in _DECILES:
                table.add_row(Text(name if decile.number == 1 else ""), *_decile(shown, decile))
    out.print(table)
    said = f"all words: {shown.results.folder / 'lost_ideas.csv'}; gone in N: share of the decile"
    said += " that a specimen of generation N lacks (no specimen has every rare word, not even the first)"
    out.print(Text(said, style="dim"))


def _decile(shown: Samples, decile: Decile) -> list[Text]:
    words = ", ".join(readable(word) for word, _ in decile.words[:_NAMED])
    gone = [percent(decile.gone_first, 1), percent(decile.gone_last, 1)][: min(len(shown.generations), 2)]
    return [Text(_hard(cell)) for cell in (str(decile.number), *gone, words or "-")]


def print_findings(shown: Samples) -> None:
    """Findings, if there are any."""
    out = console()
    found = findings(shown)
    if found:
        out.print(Text("\nFindings", style="italic"))
    for line in found:
        out.print(Text(_hard(f"• {line}")))


def as_json(shown: Samples, prompts: Sequence[int]) -> dict[str, Any]:
    """The same as data, for some prompts; measures that there are not are null."""
    return {
        "lab": shown.lab,
        "replicate": shown.replicate,
        "runs": shown.number,
        "left_out": dict(shown.left_out),
        "caveats": caveats(shown),
        "prompts": {number: _passages(shown, number) for number in prompts},
        "samples": [
            {"scenario": name, "generation": generation, "prompt": number, "model_wrote": text}
            | {key: None if mean != mean else mean for key, mean in shown.means(name, generation).items()}
            for number in prompts
            for name in shown.scenarios
            for generation, text in shown.written(name, number).items()
            if generation in shown.generations
        ],
        "vanished": {name: [decile.as_json() for decile in deciles] for name, deciles in vanished(shown).items()},
        "findings": findings(shown),
    }


def _passages(shown: Samples, prompt: int) -> list[dict[str, str]]:
    return [
        {"scenario": name, "beginning": beginning, "people_wrote": went_on}
        for name, (beginning, went_on) in shown.passages(prompt).items()
    ]
