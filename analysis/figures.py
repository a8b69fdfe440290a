"""What the scripts of figures share: where results come from, numbers with intervals, and the files that are written.

Every script is `python analysis/NAME.py [RESULTS] [--out DIR] [--image DIR]`. Without RESULTS it runs its study into
results/STUDY first, unless there are results already: these are opened as they are.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image

from webloop.errors import InputError, WebloopError
from webloop.months import format_month
from webloop.outcomes.compare import compare
from webloop.outcomes.findings.wording import month_name
from webloop.outcomes.paired import paired_tests
from webloop.outcomes.results import Results
from webloop.plots.render import BESIDE, PICTURES, write_sheet_to
from webloop.plots.sheet import Sheet
from webloop.plots.style import styled
from webloop.scenario.resolve import load_scenario
from webloop.scenario.schema import Scenario

ROOT = Path(__file__).resolve().parent.parent
_COLOURS = 128  # of a small PNG
Interval = tuple[float, float, float]
"""A mean, and the ends of its 95 % interval; those are not a number where there is one run."""


def main(name: str, study: str, about: str, draw: Callable[[Results], Sheet]) -> int:
    """Draw a figure of results and write it as NAME.png, .svg, .pdf, .csv and .txt; the exit code.

    Args:
        name: of the files.
        study: the shipped study that makes its results, without `.yaml`.
        about: the script's docstring, for --help.
        draw: the figure of some results.
    """
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", nargs="?", type=Path, help=f"folder of `webloop run scenarios/{study}.yaml`")
    parser.add_argument("--out", type=Path, help="where to; RESULTS/figures unless told otherwise")
    parser.add_argument("--image", type=Path, help="write a small PNG into this folder as well, for documentation")
    given = parser.parse_args()
    folder = given.results or Path("results") / study
    if given.results is None and not (folder / "manifest.json").exists() and (failed := _run(study, folder)):
        return failed
    try:
        results = Results(folder)
        with styled():
            sheet = draw(results).finish()
        for file in _written(given.out or folder / "figures", name, sheet, (*PICTURES, *BESIDE)):
            print(file)
        if given.image:
            print(small(_written(given.image, f"analysis-{name}", sheet, ("png",))[0]))
    except WebloopError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _run(study: str, folder: Path) -> int:
    """Run a shipped study; the exit code. What goes wrong it says itself."""
    scenario = ROOT / "scenarios" / f"{study}.yaml"
    command = [sys.executable, "-m", "webloop", "run", str(scenario), "--quiet", "--out", str(folder)]
    return subprocess.run(command, check=False).returncode


def _written(out: Path, name: str, sheet: Sheet, forms: Sequence[str]) -> list[Path]:
    """Write a sheet into a folder, which is made if need be.

    Raises:
        InputError: when that can't be done.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        return write_sheet_to(out, name, sheet, forms)
    except OSError as error:
        raise InputError(f"can't write into {out}: {error.strerror or error}") from error


def small(file: Path) -> Path:
    """Reduce a PNG to a palette, in place: a third of the size, and the same to the eye."""
    with Image.open(file) as image:
        image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    return file


def mean_of(values: Sequence[float] | np.ndarray) -> Interval:
    """The mean of independent runs with Student's 95 % interval.

    >>> [round(each, 3) for each in mean_of([1.0, 2.0, 3.0])]
    [2.0, -0.484, 4.484]
    """
    tests = paired_tests(np.asarray(values, dtype=float)[None])
    (low,), (high,) = tests.interval()
    return float(tests.mean[0]), float(low), float(high)


def end(results: Results) -> str:
    """The last month, in words.

    Raises:
        InputError: when scenarios end in different months.
    """
    ends = sorted({str(results.manifest["scenarios"][name]["ends"]) for name in results.scenarios})
    if len(ends) > 1:
        raise InputError(
            f"{results.folder} has scenarios that end in {' and '.join(ends)}; this figure is of one month"
        )
    return month_name(ends[0])


def scenario_of(results: Results, name: str) -> Scenario:
    """What held at the start of a scenario.

    Raises:
        InputError: when its file is gone from the results.
    """
    return load_scenario(results.folder / "scenarios" / f"{name}.yaml").scenario


def archived(results: Results) -> str:
    """The last month of the archive, in words."""
    return month_name(format_month(scenario_of(results, results.baseline).archive.date))


def at_end(results: Results, metric: str) -> pd.DataFrame:
    """A metric in the last month: a row for each replicate, a column for each scenario."""
    monthly = results.monthly([metric])
    last = monthly[monthly["month"] == monthly["month"].max()]
    return last.pivot_table(index=["draw", "replicate"], columns="scenario", values=metric, dropna=False)


def kept(results: Results, metric: str, since: str = "2022-12") -> pd.DataFrame:
    """A metric in the last month over what the same run had in another, laid out as `at_end`.

    Raises:
        InputError: when there is no such month, or nothing after it.
    """
    monthly = results.monthly([metric])
    start, last = monthly["month"].min(), monthly["month"].max()
    if not start <= since < last:
        raise InputError(
            f"{results.folder} runs from {start} to {last}; this figure compares {since} with what follows"
        )
    first = monthly[monthly["month"] == since]
    keys = ["draw", "replicate"]
    return at_end(results, metric) / first.pivot_table(index=keys, columns="scenario", values=metric)


def sweep_over(results: Results, paths: Sequence[str], study: str) -> None:
    """See to it that results are a sweep over these paths.

    Raises:
        InputError: when they are not.
    """
    if list(results.manifest["sweep"]) != list(paths):
        what = f"no sweep over {' and '.join(paths)}"
        raise InputError(f"{results.folder} is {what}; webloop run scenarios/{study}.yaml makes one")


def levels(values: pd.DataFrame, scenarios: Sequence[str], name: str) -> pd.DataFrame:
    """Means with their intervals, a row for each scenario: columns NAME, NAME_low and NAME_high."""
    rows = [mean_of(values[scenario].to_numpy()) for scenario in scenarios]
    return pd.DataFrame(rows, index=list(scenarios), columns=[name, f"{name}_low", f"{name}_high"])


def differences(results: Results, metrics: Sequence[str], scenarios: Sequence[str]) -> pd.DataFrame:
    """Paired differences to the baseline, a row for each scenario: METRIC_difference, _difference_low and _high."""
    table = compare(results, metrics)
    parts = []
    for metric in metrics:
        mine = table[table["metric"] == metric].set_index("scenario")[["difference", "low", "high"]]
        names = [f"{metric}_difference", f"{metric}_difference_low", f"{metric}_difference_high"]
        parts.append(mine.reindex(list(scenarios)).set_axis(names, axis=1))
    return pd.concat(parts, axis=1)


def crossed(places: Sequence[float], values: np.ndarray, level: float) -> tuple[Interval, int]:
    """Where rising curves first reach a level, with its interval, and how many do; no number unless all do.

    A mean over those that do would be one over a choice of runs.

    Args:
        places: (points,), rising.
        values: (runs, points).
        level: to reach.

    >>> crossed([0.0, 1.0], np.array([[0.0, 1.0], [0.0, 0.4]]), 0.5)
    ((nan, nan, nan), 1)
    """
    found = crossing(places, values, level)
    there = int(np.isfinite(found).sum())
    return (mean_of(found) if there == len(found) else (np.nan, np.nan, np.nan)), there


def crossing(places: Sequence[float], values: np.ndarray, level: float) -> np.ndarray:
    """Where rising curves first reach a level, by straight lines between neighbours; not a number where none does.

    Args:
        places: (points,), rising.
        values: (runs, points).
        level: to reach.

    >>> crossing([0.0, 1.0, 2.0], np.array([[0.0, 1.0, 3.0], [0.0, 0.5, 1.0]]), 2.0)
    array([1.5, nan])
    """
    x, y = np.asarray(places, dtype=float), np.asarray(values, dtype=float)
    out = np.full(len(y), np.nan)
    for run, curve in enumerate(y):
        (above,) = np.nonzero(curve >= level)
        if len(above) and above[0] > 0:
            at = above[0]
            share = (level - curve[at - 1]) / (curve[at] - curve[at - 1])
            out[run] = x[at - 1] + share * (x[at] - x[at - 1])
    return out
