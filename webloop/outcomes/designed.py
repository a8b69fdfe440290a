"""From a study to one whose draws make a design for sensitivity analysis."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from webloop.errors import InputError
from webloop.extras import extra
from webloop.outcomes.drawn import NEED
from webloop.outcomes.indices import METHODS
from webloop.scenario.designs import ALONE, SALIB, bad_number
from webloop.scenario.problems import did_you_mean
from webloop.scenario.study import Study
from webloop.scenario.uncertain import Draws

SAMPLES = {"sobol": 64, "morris": 10}
"""Base samples or trajectories where nobody says."""
MOST = 12
"""Uncertain entries that Sobol' indices are made for unless told otherwise: each costs as many runs as samples."""


def designed(
    study: Study,
    method: str = "sobol",
    samples: int | None = None,
    only: Sequence[str] = (),
    most: int = MOST,
    scenarios: Sequence[str] = (),
) -> Study:
    """The study with the draws that a method needs, and only the scenarios and parameters that were asked for.

    Args:
        study: with uncertain parameters.
        method: `sobol` or `morris`.
        samples: base samples (a power of two) or trajectories.
        only: uncertain entries to draw, the others stay at their values in the scenarios; all for none.
        most: entries that Sobol' indices are made for at most.
        scenarios: names of scenarios, beside the baseline; all for none.

    Raises:
        InputError: when this can't be done, or SALib is missing.
    """
    if study.posteriors:
        raise InputError(
            "draws of a posterior belong together and can't be laid out in a design: `webloop run` this study, and "
            "name the results folder here"
        )
    if not study.uncertain:
        raise InputError(f"nothing is uncertain in this study: {NEED}")
    extra(f"SALib.analyze.{method}", *SALIB)  # find out now rather than after the runs
    number = samples or SAMPLES[method]
    wrong = "must be at least 2" if number < 2 else bad_number(METHODS[method], number)
    if wrong:
        raise InputError(f"--samples {number}: {wrong}")
    _check_known("--only", only, study.uncertain)
    uncertain = {path: what for path, what in study.uncertain.items() if not only or path in only}
    if len(uncertain) < 2:
        (path,) = uncertain
        alone = f"--only {path} leaves one uncertain parameter" if only else f"only {path} is uncertain in this study"
        raise InputError(f"{alone}, and sensitivity tells several apart: {ALONE}")
    if method == "sobol" and len(uncertain) > most:
        raise InputError(
            f"{len(uncertain)} uncertain parameters would take {number * (len(uncertain) + 2):,} draws of every "
            "scenario: screen them with `--method morris` first, then keep the ones that matter with `--only PATH` "
            f"(may be repeated), or allow more with `--most {len(uncertain)}`"
        )
    names = [each.name for each in study.scenarios]
    _check_known("--scenario", scenarios, names)
    kept = {study.baseline, *(scenarios or names)}
    draws: dict[str, Any] = {"number": number, "method": METHODS[method]}
    options = sorted([f"--only {path}" for path in {*only}] + [f"--scenario {name}" for name in {*scenarios}])
    return replace(
        study,
        asked=(*study.asked, *options),
        scenarios=tuple(each for each in study.scenarios if each.name in kept),
        cells={name: cell for name, cell in study.cells.items() if name in kept},
        uncertain=uncertain,
        # not for study files, whose draws are to be a sample of what is possible; so not among their choices either
        draws=Draws.model_construct(**draws),
    )


def _check_known(option: str, asked: Sequence[str], known: Collection[str]) -> None:
    for name in asked:
        if name not in known:
            near = did_you_mean(name, known)
            raise InputError(f"{option} {name}: the study has no such thing; {near or 'it has: ' + ', '.join(known)}")
