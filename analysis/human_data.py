"""How much human data is enough: diversity, rare and new ideas by the share of human pages in every training set.

    webloop run scenarios/study-human-data.yaml --out results/study-human-data     # one minute
    python analysis/human_data.py results/study-human-data

From 2023 models write nine of ten new pages and labs train on new pages only, which makes models collapse unless they
mix in human pages: of the archive of 2022, or licensed ones of the time. Shown is also the least share with which
models keep half of the diversity that they had in December 2022, by straight lines between the shares that were tried.
"""

import sys

import pandas as pd
from figures import archived, at_end, crossed, end, kept, levels, main, sweep_over
from matplotlib.axes import Axes

from webloop.errors import InputError
from webloop.outcomes.results import Results
from webloop.plots.axes import End, end_labels, metric_axis
from webloop.plots.runs import all_runs
from webloop.plots.sheet import Key, Sheet, heading, panels
from webloop.plots.style import BLUE, GREEN, INK
from webloop.plots.words import UnitFormatter

HALF = 0.5
PINNED = ("pinned_pollution.2023-01", "lab.accumulation")
SOURCES = {"archive": ("archive up to {}", GREEN), "licensed": ("licensed, of the time", BLUE)}
PANELS = {
    "kept": ("Diversity kept (Hill-1)", "of what it was in December 2022"),
    "tail_recall": ("Tail recall", "the rarest 5 % of what people write"),
    "new_idea_recall": ("Recall of new ideas", "those of the last five years"),
}


def table(results: Results) -> pd.DataFrame:
    """Levels by source and share, and the least share that keeps half."""
    sweep_over(results, [*PINNED, "lab.mix"], "study-human-data")
    measured = {"kept": kept(results, "hill_1")}
    measured |= {name: at_end(results, name) for name in list(PANELS)[1:]}
    parts = []
    for source in SOURCES:
        cells = sorted((share, name) for name, where, share in _cells(results) if where in {source, ""})
        shares, names = [share for share, _ in cells], [name for _, name in cells]
        (at, low, high), there = crossed(shares, measured["kept"][names].to_numpy(), HALF)
        rows = pd.concat([levels(values, names, name) for name, values in measured.items()], axis=1)
        rows.insert(0, "share", shares)
        rows.insert(0, "source", source)
        rows = rows.assign(enough=at, enough_low=low, enough_high=high)
        parts.append(rows.assign(runs=len(measured["kept"]), runs_that_cross=there))
    return pd.concat(parts, ignore_index=True)


def pollution(results: Results) -> float:
    """The share of new pages by models from 2023 on.

    Raises:
        InputError: when there is more than one, or labs do not replace.
    """
    pinned, rules = (results.manifest["sweep"][path] for path in PINNED)
    if len(pinned) > 1 or rules != ["replace"]:
        what = f"has {len(pinned)} values of {PINNED[0]} and {PINNED[1]} of {', '.join(map(str, rules))}"
        raise InputError(f"{results.folder} {what}; this figure is of one value, and of replace")
    return float(pinned[0])


def _cells(results: Results) -> list[tuple[str, str, float]]:
    """Scenarios of the sweep with their source and share; without any source the share is 0."""
    out = []
    for name, cell in results.manifest["cells"].items():
        mix = cell["values"][-1]
        source, entry = next(iter(mix.items()), ("", {"share": 0.0}))
        out.append((name, source, float(entry["share"])))
    return out


def draw(results: Results) -> Sheet:
    """Three panels over the share of human pages."""
    data = table(results)
    share = pollution(results)
    enough = {source: rows.iloc[0] for source, rows in data.groupby("source")}
    said = {source: _said(enough[source]) for source in SOURCES}
    called = {source: name.format(archived(results)) for source, (name, _) in SOURCES.items()}
    sheet = Sheet(
        results,
        "How much human data is enough?",
        f"Models in {end(results)} by the share of human pages mixed into every training set, when models write "
        f"{100 * share:g} % of new pages and labs train on new pages only. "
        f"Means of {all_runs(results)} with 95 % intervals. Dashed: "
        "half; where it is reached lies on a straight line between shares that were tried.",
        width=9.6,
        body=3.0,
        keys=[Key(f"{called[source]}: {said[source]}", colour, "-", "o") for source, (_, colour) in SOURCES.items()],
        foot="Shares are of the training set; the rest of it is crawled, and of that "
        f"{100 * (1 - share):g} % are human too.",
    )
    for axis, (name, (title, below)) in zip(panels(sheet, 3, 3), PANELS.items(), strict=True):
        heading(axis, title, below, room=2.6)
        _panel(sheet, axis, data, name)
    sheet.data = data
    sheet.alt += " " + " ".join(f"{called[source]}: {text}." for source, text in said.items())
    sheet.alt += " " + " ".join(_in_words(data, name) for name in PANELS)
    return sheet


def _panel(sheet: Sheet, axis: Axes, data: pd.DataFrame, name: str) -> None:
    ends = []
    for source, (_, colour) in SOURCES.items():
        rows = data[data["source"] == source]
        axis.vlines(rows["share"], rows[f"{name}_low"], rows[f"{name}_high"], color=colour, linewidth=2.5, alpha=0.4)
        axis.plot(rows["share"], rows[name], color=colour, marker="o", markersize=4)
        last = float(rows[name].iloc[-1])
        ends.append(End(last, f"{100 * last:.0f} %", colour))
        if name == "kept" and rows["enough"].iloc[0] == rows["enough"].iloc[0]:
            first = rows.iloc[0]
            axis.axvspan(first["enough_low"], first["enough_high"], color=colour, alpha=0.25, linewidth=0)
            axis.axvline(first["enough"], color=colour, linewidth=0.9)
    if name == "kept":
        axis.axhline(HALF, color=INK, linewidth=0.9, linestyle=(0, (4, 2)))
    metric_axis(axis, "share", (0.0, 1.06 * float(data[f"{name}_high"].fillna(data[name]).max())))
    axis.xaxis.set_major_formatter(UnitFormatter("share"))
    axis.set_xlabel("human pages mixed in, share of training set")
    end_labels(sheet, axis, ends, 7.5)


def _said(row: "pd.Series[float]") -> str:
    at, low, high = (float(row[name]) for name in ("enough", "enough_low", "enough_high"))
    there, runs = int(row["runs_that_cross"]), int(row["runs"])
    if there < runs:
        return f"half is crossed in {f'{there} of {runs} runs' if there else 'no run'} between the shares tried"
    return f"{100 * at:.1f} % keep half" + (f" ({100 * low:.1f} to {100 * high:.1f})" if low == low else "")


def _in_words(data: pd.DataFrame, name: str) -> str:
    points = "; ".join(f"{r['source']} {100 * r['share']:.0f} %: {100 * r[name]:.0f} %" for _, r in data.iterrows())
    return f"{PANELS[name][0]}: {points}."


if __name__ == "__main__":
    sys.exit(main("human_data", "study-human-data", __doc__, draw))
