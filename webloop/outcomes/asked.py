"""Metrics by the names that people ask for."""

from collections.abc import Iterable, Mapping

from webloop.errors import InputError
from webloop.metrics.registry import Metric, metrics
from webloop.scenario.problems import did_you_mean

_WHEN = {"generation": "at releases only", "month": "by month only", "model": "by month and model"}
_WITH = {"generation": "every month", "month": "at releases", "model": ""}


def check_before(names: Iterable[str], *, monthly: bool) -> None:
    """See to it that there are such metrics, before anything is run.

    Args:
        names: what was asked for.
        monthly: whether only those will do that have a value every month.

    Raises:
        InputError: when one is not.
    """
    every = metrics()
    will_do = {name: metric for name, metric in every.items() if not monthly or metric.level != "generation"}
    check_metrics(names, will_do, every, "there is no metric")


def check_metrics(
    names: Iterable[str],
    known: Mapping[str, Metric],
    recorded: Mapping[str, Metric],
    lacking: str = "these results have no metric",
) -> None:
    """See to it that metrics are among those that will do.

    Args:
        names: what was asked for.
        known: what will do, by name.
        recorded: all that the results have.
        lacking: what to say of one that is not there.

    Raises:
        InputError: when one is not.
    """
    for name in names:
        if name in known:
            continue
        if name in recorded:
            level = recorded[name].level
            where = " (generations.parquet and `webloop plot --metric` have it)" if level == "generation" else ""
            raise InputError(f"{name!r} is measured {_WHEN[level]}{where}; choose a metric with a value {_WITH[level]}")
        near = did_you_mean(name, known)
        raise InputError(f"{lacking} {name!r}{'; ' if near else ''}{near} (`webloop list metrics` shows them all)")
