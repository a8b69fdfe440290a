"""What was known before fitting, run beside the fits: what a fit says counts for little where that says the same."""

from dataclasses import replace

from webloop.calibration.parameters import uncertain
from webloop.calibration.space import Space
from webloop.errors import InputError
from webloop.scenario.posterior import Posterior
from webloop.scenario.resolve import Resolved, resolve
from webloop.scenario.study import Study
from webloop.streams import Streams

PRIOR = "-prior"
"""Ends the name of a scenario that draws from what was known before."""


def with_priors(study: Study) -> Study:
    """A study that runs each of its fitted scenarios with draws from what was known before it was fitted, too.

    These are scenarios of their own, called NAME-prior, with as many draws as the fits. Fewer draws are the first of
    them.

    Raises:
        InputError: when nothing is known of a scenario's parameters.
    """
    if study.draws is None:
        return study
    fitted = [each for each in study.scenarios if each.name in study.posteriors]
    scenarios = [resolve(each.document, each.name + PRIOR) for each in fitted]
    priors = {
        scenario.name: _prior(each, study.draws.number, study.seed)
        for each, scenario in zip(fitted, scenarios, strict=True)
    }
    return replace(study, scenarios=(*study.scenarios, *scenarios), posteriors={**study.posteriors, **priors})


def _prior(resolved: Resolved, number: int, seed: int) -> Posterior:
    """Draws of everything that is uncertain in a scenario.

    Raises:
        InputError: when nothing is.
    """
    space = Space.of(resolved, uncertain(resolved))
    if not space.size:
        raise InputError(f"{resolved.name}: no parameter is uncertain, so that there was nothing to fit")
    points = Streams(seed, 0).get("hindcast", resolved.name, "prior").standard_normal((number, space.size))
    columns = space.columns(points)
    rows = tuple(dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))
    return Posterior(f"priors of {resolved.name}", rows)
