"""What the page is given: levers, panels and sites as plain data. It shows all text as text, whatever a file says."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from webloop.live.desk import Answer, Desk, Request
from webloop.live.explored import Explored, Stand, stands
from webloop.live.kinds import Pin
from webloop.live.labs import furthest, some_differ
from webloop.live.panel import Panel, panel_svg
from webloop.live.sites import months_of, sites_note, sites_png, sites_words
from webloop.live.words import at_the_end, verdict
from webloop.months import format_month
from webloop.plots.composition import LAYERS
from webloop.plots.site_graph import SiteGraph
from webloop.plots.words import capital, sentence
from webloop.scenario.problems import ScenarioError

View = dict[str, Any]
_FULL = "no more is left beside the other share"
_TOO_MUCH = (
    "Archive and licensed pages together can't be more than all pages, at any time and for any lab: "
    "take one of them back."
)
_OWN = "labs with a value of their own keep it"
_WAYS = {"higher": " Higher is better.", "lower": " Lower is better.", "-": ""}


def head(desk: Desk) -> View:
    """What stands above everything: title, and what the lines are."""
    explored, luck = desk.explored, desk.luck
    scenario = explored.resolved.scenario
    time = f"{format_month(scenario.time.start)} to {format_month(scenario.time.end)}"
    several = f"{luck.replicates} replicates" if luck.replicates > 1 else "one replicate"
    changes = [f"{format_month(each.date)}: {each.title or 'the rules change'}" for each in scenario.interventions]
    return {
        "title": explored.title,
        "about": f"{explored.extends}, {time}, seed {luck.seed}, {several}. Grey is the scenario as its file has it, "
        "blue what your changes make of it, from the same seed: the same luck wherever both make the same decision.",
        "changes": changes,
        "settings": [f"{path} = {value}" for path, value in explored.settings.items()],
    }


def dates(explored: Explored, request: Request) -> View:
    """Where the date stands from which levers change things: the start, each January, and the first free month."""
    time = explored.resolved.scenario.time
    years = [month for month in range(time.start, time.end + 1) if month % 12 == 0]
    months = sorted({time.start, *years, explored.first_free})
    named = {time.start: f"the start ({format_month(time.start)})"}
    texts = [named.get(month, format_month(month)) for month in months]
    return {"months": months, "texts": texts, "at": months.index(request.since)}


def levers(explored: Explored, request: Request) -> list[View]:
    """The levers under their headings, each with its positions in words."""
    groups: dict[str, list[View]] = {}
    all_of_them = list(stands(explored, request.moved, request.since))
    for stand in all_of_them:
        most = furthest(explored, stand, all_of_them)
        groups.setdefault(stand.lever.group, []).append(_lever(explored, stand, most))
    return [{"name": name, "levers": each} for name, each in groups.items()]


def _lever(explored: Explored, stand: Stand, most: int) -> View:
    lever = stand.lever
    values = lever.positions(stand.rules, stand.month)
    notes = [lever.note] if lever.note else []
    if some_differ(explored, stand):
        notes.append(_OWN)
    if stand.month <= explored.start < explored.first_free and lever.fixed(stand.rules):
        notes.append("holds from the start")
    if most < len(values) - 1 and stand.value == values[most] != values[0]:
        notes.append(_FULL)
    return {
        "key": lever.path,
        "label": lever.label,
        "kind": _kind(stand),
        "values": values,
        "texts": [stand.said(value) for value in values],
        "at": values.index(stand.value) if stand.value in values else values.index(stand.was),
        "was": values.index(stand.was),
        "most": most,
        "note": "; ".join(notes),
    }


def _kind(stand: Stand) -> str:
    """How it is moved."""
    if isinstance(stand.lever, Pin):
        return "pin"
    return "switch" if isinstance(stand.was, bool) else "choice" if isinstance(stand.was, str) else "range"


def panels(answer: Answer) -> list[View]:
    """The panels, drawn, with what they say at the horizon."""
    return [_panel(panel) for panel in answer.panels]


def _panel(panel: Panel) -> View:
    metric, (low, high) = panel.metric, panel.limits
    end = panel.baseline[:, -1]
    changed = None if panel.changed is None else panel.changed[:, -1]
    words = at_the_end(metric, int(panel.months[-1]), end, changed, high - low)
    return {
        "key": metric.name,
        "title": capital(metric.label),
        "unit": "" if metric.unit in {"share", "-"} else metric.unit,
        "words": words,
        "verdict": verdict(metric, end, changed),
        "about": sentence(metric.told) + _WAYS[metric.better],
        "src": _data(panel_svg(panel), "svg+xml"),
        "alt": f"{capital(metric.label)} over time. {words}",
    }


def sites(answer: Answer, month: str | None) -> View | None:
    """The graphs of the sites in a month, or in the last one for None; None where there are none yet.

    Args:
        answer: what is shown.
        month: `YYYY-MM`, of a snapshot.
    """
    if answer.baseline is None:
        return None
    months = months_of(answer.baseline)
    at = months.index(month) if month in months else len(months) - 1
    graphs: Sequence[tuple[str, SiteGraph | None]] = (
        ("Baseline", answer.baseline),
        ("With your changes", answer.changed),
    )
    pictures = [
        {
            "title": f"{title}, {months[at]}",
            "src": _data(sites_png(graph, months[at]), "png"),
            "words": sites_words(graph, months[at]),
        }
        for title, graph in graphs
        if graph is not None and months[at] in months_of(graph)
    ]
    keys = [{"colour": colour, "text": f"written by {who}"} for who, colour in LAYERS.values()]
    return {"months": months, "at": at, "pictures": pictures, "keys": keys, "note": sites_note(answer.baseline)}


def pinned(answer: Answer, explored: Explored, request: Request) -> dict[str, int]:
    """Where levers that pin something begin, by path: the position nearest to what the baseline has."""
    out = {}
    for stand in stands(explored, request.moved, request.since):
        if (now := answer.present.get(stand.lever.path)) is not None:
            values = stand.lever.positions(stand.rules, stand.month)
            out[stand.lever.path] = min(range(1, len(values)), key=lambda index: abs(values[index] - now))
    return out


def in_short(error: ScenarioError) -> str:
    """What is wrong with a scenario, each problem once, without the places in files, which levers do not have."""
    places: dict[str, list[str]] = {}
    for each in error.problems:
        if ".mix" in f"{each.path} {each.wrong}" and "shares sum to" in each.wrong:
            return _TOO_MUCH
        wrong = "; ".join(part for part in (each.wrong, each.allowed, each.hint) if part)
        places.setdefault(wrong, []).append(each.path.partition(".set.")[2] or each.path)
    said = (f"{', '.join(dict.fromkeys(paths))}: {wrong}." for wrong, paths in places.items())
    return f"The scenario can't be like that. {' '.join(said)}"


def _data(content: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{b64encode(content).decode()}"
