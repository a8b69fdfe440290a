"""All draws of a study: of what it says is uncertain, and of the posteriors that it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from webloop.scenario.draws import Drawn, draw
from webloop.scenario.groups import own_values
from webloop.scenario.posterior import Posterior
from webloop.scenario.resolve import Resolved
from webloop.scenario.study import Study

METHOD = "posterior"
"""What the method of draws is called where all of them come from posteriors."""
Values = Mapping[str, Any]


@dataclass(frozen=True)
class StudyDraws:
    """The draws of a study.

    Attributes:
        drawn: all of them. Columns of a posterior that is not the baseline's end with the name of the first scenario
            that draws from it.
        given: what each draw puts into each scenario, by its name.
    """

    drawn: Drawn
    given: Mapping[str, tuple[Values, ...]]


def draw_study(study: Study) -> StudyDraws | None:
    """The draws of a study; None where nothing is drawn."""
    if study.draws is None:
        return None
    number = study.draws.number
    if study.uncertain:
        shared = draw(study.uncertain, study.scenarios[0], study.draws.method, number, study.seed)
    else:
        shared = Drawn(METHOD, (), np.zeros((number, 0)), (), ({},) * number)
    drawn, common = shared, study.posteriors.get(study.baseline)
    for posterior in dict.fromkeys(study.posteriors.values()):
        first = next(name for name, each in study.posteriors.items() if each is posterior)
        drawn = _joined(drawn, posterior, "" if posterior is common else first)
    return StudyDraws(drawn, {each.name: _given(study, shared.values, each) for each in study.scenarios})


def column(path: str, scenario: str) -> str:
    """What a posterior's parameter is called among the draws of a study; `scenario` is empty for the baseline's.

    >>> column("writers.growth", ""), column("writers.growth", "site-web")
    ('writers.growth', 'writers.growth (site-web)')
    """
    return f"{path} ({scenario})" if scenario else path


def _joined(drawn: Drawn, posterior: Posterior, scenario: str) -> Drawn:
    """Draws with the columns of a posterior beside them; in the unit cube they lie at their ranks."""
    rows = posterior.rows[: len(drawn.values)]
    names = tuple(column(path, scenario) for path in posterior.paths)
    table = np.array([list(row.values()) for row in rows], dtype=np.float64)
    ranks = (table.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") + 0.5) / len(table)
    groups = len(drawn.groups)
    values = tuple(
        {**old, **dict(zip(names, row.values(), strict=True))} for old, row in zip(drawn.values, rows, strict=True)
    )
    return Drawn(
        drawn.method,
        (*drawn.groups, *names),
        np.hstack([drawn.unit, ranks]),
        (*drawn.group_of, *range(groups, groups + len(names))),
        values,
    )


def _given(study: Study, shared: tuple[Values, ...], resolved: Resolved) -> tuple[Values, ...]:
    """What each draw puts into a scenario: without what it has decided itself, and instruments that it does not have.

    A scenario that the study gives a posterior of its own takes all of it.
    """
    baseline, posterior = study.scenarios[0], study.posteriors.get(resolved.name)
    left = own_values(resolved, baseline, study.uncertain)
    rows: tuple[Values, ...] = shared
    if posterior is not None:
        left |= posterior.absent(resolved)
        if not study.own_posteriors:
            left |= posterior.decided(resolved, baseline)
        rows = tuple({**row, **fitted} for row, fitted in zip(shared, posterior.rows, strict=False))
    return tuple({path: value for path, value in row.items() if path not in left} for row in rows)
