"""Metrics by the names that people ask for."""

from collections.abc import Iterable, Mapping

from webloop.errors import InputError
from webloop.metrics.registry import Metric
from webloop.scenario.problems import did_you_mean

_WHEN = {"generation": "at releases only", "month": "by month only", "model": "by month and model"}
_WITH = {"generation": "every month", "month": "at releases", "model": ""}


def check_metrics(names: Iterable[str], known: Mapping[str, Metric], recorded: Mapping[str, Metric]) -> None:
    """See to it that metrics are among those that will do.

    Args:
        names: what was asked for.
        known: what will do, by name.
        recorded: all that the results have.

    Raises:
        InputError: when one is not.
    """
    for name in names:
        if name in known:
            continue
        if name in recorded:
            level = recorded[name].level
            raise InputError(f"{name!r} is measured {_WHEN[level]}; choose a metric with a value {_WITH[level]}")
        near = did_you_mean(name, known)
        raise InputError(
            f"these results have no metric {name!r}{'; ' if near else ''}{near} (`webloop list metrics` shows them all)"
        )
