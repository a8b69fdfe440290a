"""How long runs were watched for collapse, and whether it came."""

from collections.abc import Sequence

import pandas as pd

from webloop.errors import InputError
from webloop.metrics.collapse import SIGNS
from webloop.months import format_month, parse_month
from webloop.outcomes.panel import fair_rows
from webloop.outcomes.results import Results
from webloop.scenario.yaml import read_yaml

EVENTS = {"early_collapse": "Early collapse", "late_collapse": "Late collapse"}


def follow_up(results: Results) -> pd.DataFrame:
    """How long every run was watched for either kind of collapse, and whether it came.

    Returns:
        One row per run and kind: `scenario`, `draw`, `replicate`, `event`, `start` (the reference month, as a number),
        `months` from there to collapse or to the end of the run, `collapsed`, `end` (months watched), and `defined`:
        False where no model was deployed in the reference month, so that there is nothing to lose. Of the draws of a
        design for sensitivity analysis only those that are a fair sample.

    Raises:
        InputError: when the results have no dates of collapse, or no draws that are a sample.
    """
    if not _recorded(results):
        words = "; ".join(
            f"{', '.join(signs)} {what}" for signs, what in zip(SIGNS, ("of ideas", "of words"), strict=True)
        )
        raise InputError(
            f"{results.folder} has no dates of collapse: they need metrics that were not recorded ({words})"
        )
    try:
        dates = pd.read_csv(results.folder / "collapse.csv", dtype=dict.fromkeys(EVENTS, object))
    except FileNotFoundError:
        raise InputError(
            f"{results.folder} has lost its collapse.csv; the command that made it makes it again"
        ) from None
    starts = {name: reference_month(results, name) for name in results.scenarios}
    keys = ["scenario", "draw", "replicate"]
    dates = fair_rows(results, dates)
    dates["start"] = dates["scenario"].map(starts)
    dates["end"] = dates["observed_until"].map(parse_month) - dates["start"]
    intact = _intact(results, starts)
    dates["defined"] = pd.MultiIndex.from_frame(dates[keys]).isin(intact)
    parts = []
    for event in EVENTS:
        part = dates[[*keys, "start", "end", "defined"]].assign(event=event)
        part["collapsed"] = dates[event].notna()
        month = dates[event].map(parse_month, na_action="ignore").astype(float)
        part["months"] = (month - dates["start"]).where(part["collapsed"], dates["end"]).astype(float)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def common_horizon(watched: pd.DataFrame) -> int:
    """Months from the reference for which every run was watched."""
    known = watched[watched["defined"]]
    return int(known["end"].min()) if len(known) else 0


def reference_month(results: Results, scenario: str) -> int:
    """The month whose values count as intact.

    Raises:
        InputError: when the scenario's file can't be read.
    """
    file = results.folder / results.manifest["scenarios"][scenario]["file"]
    try:
        return parse_month(read_yaml(file).data["collapse"]["reference"])
    except OSError as error:
        raise InputError(f"{file} can't be read: {error.strerror or error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{file} does not say which month counts as intact (collapse.reference)") from error


def _intact(results: Results, starts: dict[str, int]) -> pd.MultiIndex:
    """Runs with a deployed model in the reference month."""
    parts = [results.monthly(list(signs[::2])).dropna() for signs in _recorded(results)]
    table = pd.concat([part[["scenario", "draw", "replicate", "month"]] for part in parts])
    at = table[table["month"] == table["scenario"].map({name: format_month(month) for name, month in starts.items()})]
    return pd.MultiIndex.from_frame(at[["scenario", "draw", "replicate"]])


def _recorded(results: Results) -> list[tuple[str, str, str]]:
    """Signs of collapse that were recorded."""
    return [signs for signs in SIGNS if all(name in results.recorded for name in signs)]


def collapsing(results: Results) -> Sequence[str]:
    """The kinds of collapse that came in any run; none where the results have no dates."""
    watched = follow_up(results)
    came = watched[watched["collapsed"] & watched["defined"]]["event"]
    return [event for event in EVENTS if event in set(came)]
