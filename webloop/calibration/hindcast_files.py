"""The hindcast as files: hindcast.csv and hindcast.json."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from webloop.calibration.coverage import SCORED, Coverage, coverage, in_words, races, verdicts
from webloop.calibration.hindcast import Hindcast
from webloop.calibration.hindcast_tables import missed
from webloop.calibration.naive import NAIVES
from webloop.calibration.score import Score
from webloop.calibration.target import Target
from webloop.files import write_text
from webloop.months import format_month


def write_hindcast(found: Hindcast, folder: Path) -> list[Path]:
    """Write hindcast.csv, one row a target and baseline, and hindcast.json."""
    rows = [*(_plain(each) for each in found.scores), *(_plain_target(each) for each in found.out)]
    head = list(dict.fromkeys(key for row in rows for key in row))
    table = io.StringIO()
    writer = csv.DictWriter(table, head, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    files = [folder / "hindcast.csv", folder / "hindcast.json"]
    write_text(files[0], table.getvalue())
    write_text(files[1], as_json(found))
    return files


def as_json(found: Hindcast, **more: Any) -> str:
    """Everything that was found, and more to say with it."""
    said = {
        **more,
        "made": found.made,
        "targets": [_plain(each) for each in found.scores],
        "coverage": [_plain_coverage(each) for each in coverage(found.scores)],
        "coverage_by_series": [_plain_coverage(each) for each in coverage(found.scores, by_series=True)],
        "crps": [
            {
                "baseline": each.baseline,
                "series": each.series,
                "points": each.number,
                "unit": each.unit,
                "webloop": _rounded(each.model),
                **{_key(name): _rounded(value) for name, value in each.naive.items()},
                "ahead": each.ahead,
            }
            for each in races(found.scores)
        ],
        "misses": [
            {"id": each.target.id, "baseline": each.baseline, "lies": missed(each), "why": each.target.miss}
            for each in found.misses
        ],
        "out": [{"id": each.id, "observable": each.observable, "why": each.remark} for each in found.out],
        "verdicts": [
            {"baseline": each.baseline, "covers": each.covers, "leads": each.leads, "said": in_words(each)}
            for each in verdicts(found.scores)
        ],
    }
    return json.dumps(said, indent=1) + "\n"


def _plain_target(target: Target) -> dict[str, Any]:
    return {
        "id": target.id,
        "observable": target.observable,
        "series": target.series,
        "role": target.role,
        "instrument": target.instrument,
        "first": format_month(target.first),
        "last": format_month(target.last),
        "unit": target.unit,
        "observed": _rounded(target.observed),
        "error_model": target.spread.name,
        "source": target.source,
        "remark": target.remark,
        "miss": target.miss,
    }


def _plain(score: Score) -> dict[str, Any]:
    said = score.forecast
    return {
        **_plain_target(score.target),
        "baseline": score.baseline,
        "low_90": _rounded(said.low),
        "low_50": _rounded(said.quarter),
        "median": _rounded(said.median),
        "high_50": _rounded(said.three_quarters),
        "high_90": _rounded(said.high),
        "width_90": _rounded(said.width),
        "inside_90": score.inside,
        "inside_50": score.within_half,
        "pit": _rounded(score.pit),
        "scored": score.target.role in SCORED,
        "crps": _rounded(score.crps),
        "prior_low_90": _rounded(score.prior.forecast.low),
        "prior_high_90": _rounded(score.prior.forecast.high),
        "prior_inside_90": score.prior.inside,
        "prior_crps": _rounded(score.prior.crps),
        "learned": score.learned,
        **{f"crps_{_key(name)}": _rounded(score.naive[name]) if score.naive else None for name in NAIVES},
    }


def _key(name: str) -> str:
    """A naive forecast's name among columns."""
    return name.replace(", ", "_").replace(" ", "_")


def _plain_coverage(each: Coverage) -> dict[str, Any]:
    low, high = each.interval
    return {
        "baseline": each.baseline,
        "role": each.role,
        "series": each.series,
        "inside": each.inside,
        "of": each.number,
        "share": _rounded(each.share),
        "low_95": _rounded(low),
        "high_95": _rounded(high),
        "learned": each.learned,
        "prior_inside": each.prior_inside,
        "crps_to_prior": _number(each.crps),
        "width_to_prior": _number(each.width),
    }


def _number(value: float) -> float | None:
    """None for what JSON has no number for."""
    return None if value != value else _rounded(value)


def _rounded(value: float) -> float:
    """Six significant digits: more says nothing."""
    return float(f"{value:.6g}")
