"""Clauses that several kinds of findings share: intervals, runs, caveats."""

from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.wording import Scale
from webloop.outcomes.panel import few_replicates


def around(scale: Scale, low: float, high: float, runs: str) -> str:
    """The interval of a difference and what is behind it, for brackets.

    >>> around(Scale("share", 0.032, 0.029, 0.035), 0.029, 0.035, "5 pairs of runs")
    '95 % interval 2.9 to 3.5; 5 pairs of runs'
    """
    return f"the same in each of {runs}" if low == high else f"{interval(scale, low, high)}; {runs}"


def interval(scale: Scale, low: float, high: float) -> str:
    """The interval of a difference, where the runs behind it have been told."""
    if scale.bare(low) == scale.bare(high):
        return f"95 % interval within ±{scale.half_digit()}"
    return f"95 % interval {scale.interval(low, high)}"


def pairs_of_runs(evidence: Evidence, pairs: int) -> str:
    """How many runs are compared."""
    return _over_draws(evidence, f"{pairs} pair{'s' * (pairs != 1)} of runs")


def runs_of(evidence: Evidence, runs: int) -> str:
    """How many runs are looked at."""
    return _over_draws(evidence, f"{runs} run{'s' * (runs != 1)}")


def _over_draws(evidence: Evidence, said: str) -> str:
    draws = evidence.panel.draws
    return said if draws == 1 else f"{said} over draws of the assumptions"


def about_interval(evidence: Evidence) -> str:
    """Why an interval may be wider than it had to be, as a sentence; mostly there is nothing to say.

    What all intervals are about is said once, below all findings (`table.how_sure`).
    """
    return " ".join(f"{line[:1].upper()}{line[1:]}." for line in few_replicates(evidence.results))


def about_comparison(evidence: Evidence, dropped: int = 0) -> str:
    """What a reader has to know of a difference from the baseline."""
    said = [about_interval(evidence)]
    if evidence.results.manifest.get("cells"):
        said.append("Every scenario of the sweep is compared with the one baseline, not with one at its own values.")
    if dropped:
        said.append(f"Pairs of runs left out, because a run failed, has no value or lacks its draw: {dropped}.")
    return " ".join(filter(None, said))
