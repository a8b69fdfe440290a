"""Do intervals cover, and do verdicts hold? Made-up studies and tiny webs of which the truth is known.

    python analysis/coverage.py [--studies 2000] [--webs 400]

Measured with the defaults but 800 webs (two to four minutes; seeds are fixed, so the numbers come back):

    2000 studies each: share of 95 % intervals that hold the true difference
    shape        pairs  t       bootstrap (BCa)
    normal           5  0.9520  0.8500
    normal          10  0.9470  0.8895
    normal          30  0.9545  0.9400
    lognormal        5  0.9155  0.8090
    lognormal       10  0.9230  0.8850
    lognormal       30  0.9320  0.9240
    very skewed      5  0.8325  0.7520
    very skewed     10  0.8270  0.8180
    very skewed     30  0.8765  0.8810
    no policy has an effect; any of 10 told apart in any of 120 months, 10 pairs, by correlation of months
    0.5                 0.0400
    0.95                0.0430
    10 policies, all but some with a large effect from month 60: false verdict, false date, either
    0 without     0.0000  0.0190  0.0190
    1 without     0.0545  0.0155  0.0675
    5 without     0.0480  0.0095  0.0570
    no policy has an effect; any told apart over draws that share luck (and by draw means), of 1 and of 4
    32 x 2  all alike      0.0000  0.5410  0.0000  0.8560
    32 x 2  luck and both  0.0045  0.7240  0.0000  0.9775
    32 x 2  no luck        0.0000  0.0600  0.0000  0.0450
    32 x 3  all alike      0.0215  0.5120  0.0020  0.7860
    32 x 3  luck and both  0.0435  0.7255  0.0250  0.9750
    32 x 3  no luck        0.0000  0.0560  0.0000  0.0390
    20 x 5  all alike      0.0545  0.3155  0.0625  0.5115
    20 x 5  luck and both  0.0520  0.6425  0.0520  0.9400
    20 x 5  no luck        0.0475  0.0495  0.0365  0.0385
    800 studies of tiny webs, 5 pairs: t 0.9575, bootstrap 0.8400; mean error -5.00e-05

What it says. t intervals of normal differences cover as often as they claim. Of skewed differences neither covers
enough in small studies, and the bootstrap is no cure: five pairs hold too little of a distribution to resample, so
verdicts go by the t test. Verdicts err in at most 5 % of studies, and so do dates; each is a family of its own, so
that either errs a little more often where some policies have an effect and others have none (at most 10 % in theory).
Over draws that share their luck verdicts err in up to 5.5 % of studies of one policy and 6.3 % of those of four (5.7 %
of 20,000 studies of one, and 7.6 % of ten, were the most that were found); a t test over draw means in up to 98 %. With
fewer than five replicates verdicts err less than that, and find less. Differences of tiny webs, whose expectation is
known in closed form, are covered as they should be.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from webloop.outcomes.bootstrap import bootstrap_intervals
from webloop.outcomes.compare import statements
from webloop.outcomes.crossed import crossed_tests
from webloop.outcomes.paired import ALPHA, holm, paired_tests
from webloop.run.runner import run_once
from webloop.scenario.resolve import Resolved, load_scenario

SEED = 20_260_101
SIZES = (5, 10, 30)
DESIGNS = ((32, 2), (32, 3), (20, 5))  # draws and replicates
CORRELATION = 0.9  # from month to month
WEB = """\
title: Tiny
time: {start: 2022-06, end: 2024-07, history_years: 0}
ideas: {number: 12, errors: 2}
communities: {all: {share: 1.0}}
web: {pages_per_month: 400}
writers:
  segments: {press: {weight: 1, adoption: never, participation: steady}}
lab: {cadence: 12, cutoff_lag: 1, accumulation: replace, budget: unlimited}
labs: {alpha: {first_release: 2022-07}}
"""
PINS = (0.30, 0.36)
Floats = NDArray[np.float64]


def autoregressive(rng: np.random.Generator, shape: tuple[int, ...], correlation: float = CORRELATION) -> Floats:
    """Normal series of mean 0 and variance 1 over the last axis, with this correlation between neighbours."""
    out = rng.standard_normal(shape)
    for month in range(1, shape[-1]):
        out[..., month] = correlation * out[..., month - 1] + np.sqrt(1 - correlation**2) * out[..., month]
    return out


SHAPES: dict[str, Callable[[Floats], Floats]] = {
    "normal": lambda z: z,
    "lognormal": lambda z: (np.exp(z / 2) - np.exp(1 / 8)) / np.sqrt((np.exp(1 / 4) - 1) * np.exp(1 / 4)),
    "very skewed": lambda z: (np.exp(z) - np.exp(1 / 2)) / np.sqrt((np.e - 1) * np.e),
}
"""Transformations of a standard normal value to others of mean 0 and variance 1; skewness 0, 1.75 and 6.2."""


def interval_coverage(studies: int, pairs: int, shape: str, seed: int = SEED, months: int = 24) -> tuple[float, float]:
    """Share of t and of bootstrap intervals of the last month that hold the true difference."""
    rng = np.random.default_rng([seed, pairs, *shape.encode()])
    truth = 0.5
    difference = truth + SHAPES[shape](autoregressive(rng, (studies, pairs, months)))[..., -1]
    low, high = paired_tests(difference).interval()
    boot = bootstrap_intervals(list(difference))
    return (
        float(((low <= truth) & (truth <= high)).mean()),
        float(((boot[:, 0] <= truth) & (truth <= boot[:, 1])).mean()),
    )


def told_and_since(difference: Floats) -> tuple[NDArray[np.bool_], list[int]]:
    """Verdicts and dates of one study without draws: (policies, pairs, months) to (policies,) each."""
    said = statements(np.swapaxes(difference, 1, 2)[:, :, None, :])
    return said.told, said.since


def made_studies(
    studies: int, policies: int, months: int, pairs: int, correlation: float, seed: int
) -> Iterator[Floats]:
    """Differences of policies without effect from a baseline that they share, (policies, pairs, months)."""
    rng = np.random.default_rng([seed, policies, months, pairs])
    for _ in range(studies):
        sides = autoregressive(rng, (policies + 1, pairs, months), correlation)
        yield sides[1:] - sides[0]


def false_alarms(studies: int, seed: int = SEED, correlation: float = 0.95) -> float:
    """Share of studies of ten policies without effect over 120 months that tell any of them apart in any month."""
    wrong = 0
    for difference in made_studies(studies, 10, 120, 10, correlation, seed):
        told, since = told_and_since(difference)
        wrong += bool(told.any() or max(since) >= 0)
    return wrong / studies


def false_dates(studies: int, untouched: int, seed: int = SEED) -> tuple[float, float, float]:
    """Ten policies of which all but some have a large effect from month 60 of 120 on.

    Returns:
        Shares of studies with a false verdict, with a date before month 60, and with either.
    """
    verdicts = dates = either = 0
    for difference in made_studies(studies, 10, 120, 10, 0.5, seed + 1):
        difference[untouched:, :, 60:] += 20.0
        told, since = told_and_since(difference)
        false_verdict = bool(told[:untouched].any())
        false_date = any(0 <= month < 60 for month in since[untouched:])
        verdicts, dates, either = verdicts + false_verdict, dates + false_date, either + (false_verdict or false_date)
    return verdicts / studies, dates / studies, either / studies


MIXTURES = {
    "all alike": (1.0, 1.0, 1.0),
    "luck and both": (0.0, 1.0, 1.0),
    "no luck": (1.0, 0.0, 0.5),
}
"""Standard deviations of what a draw does, what a replicate's luck does in all draws, and what both do together."""


def over_draws(
    studies: int, draws: int, replicates: int, mixture: str, policies: int = 1, seed: int = SEED
) -> tuple[float, float]:
    """Share of studies over draws, with luck shared by all draws, that tell apart any policy without effect.

    Returns:
        By the verdicts of `compare`; and by a t test over the means of draws, which takes them as independent.
    """
    rng = np.random.default_rng([seed, draws, replicates, policies, *mixture.encode()])
    wrong, wrong_means = 0, 0
    for _ in range(studies):
        parts = zip(MIXTURES[mixture], ((draws, 1), (1, replicates), (draws, replicates)), strict=True)
        sides = sum(sd * rng.standard_normal((policies + 1, *size)) for sd, size in parts)
        difference = np.asarray(sides)[1:] - np.asarray(sides)[0]
        wrong += bool((holm(crossed_tests(difference).p) <= ALPHA).any())
        wrong_means += bool((holm(paired_tests(difference.mean(axis=-1)).p) <= ALPHA).any())
    return wrong / studies, wrong_means / studies


def tiny_webs(folder: Path) -> tuple[Resolved, Resolved]:
    """Two webs that differ in the share of synthetic pages from 2023 on; labs train on a year's new pages."""
    (folder / "tiny.yaml").write_text(WEB, encoding="utf-8")
    first, second = (load_scenario(folder / "tiny.yaml", {"pinned_pollution": {"2023-01": pin}}) for pin in PINS)
    return first, second


def known_pollution(web: Resolved) -> float:
    """Expected pollution of the last training set: the share of synthetic pages among those that were published.

    What is published is not left to chance. Every page is fetched with the same probability, so of the fetched
    ones, however many, the synthetic ones are hypergeometric, and their mean share is that of all pages.
    """
    run = run_once(web, seed=0, replicate=0, metrics=["new_human", "new_synthetic"]).monthly
    year = slice(-13, -1)  # released in the last month, trained on the twelve before it
    human, synthetic = (float(run[name][year].sum()) for name in ("new_human", "new_synthetic"))
    return synthetic / (human + synthetic)


def web_coverage(studies: int, pairs: int = 5, first_seed: int = 1) -> tuple[float, float, float]:
    """Share of t and bootstrap intervals of paired tiny webs that hold the known difference, and their mean error."""
    with TemporaryDirectory() as folder:
        webs = tiny_webs(Path(folder))
    truth = known_pollution(webs[1]) - known_pollution(webs[0])
    difference = np.array(
        [
            [_pollution(webs[1], seed, replicate) - _pollution(webs[0], seed, replicate) for replicate in range(pairs)]
            for seed in range(first_seed, first_seed + studies)
        ]
    )
    low, high = paired_tests(difference).interval()
    boot = bootstrap_intervals(list(difference))
    return (
        float(((low <= truth) & (truth <= high)).mean()),
        float(((boot[:, 0] <= truth) & (truth <= boot[:, 1])).mean()),
        float(difference.mean() - truth),
    )


def _pollution(web: Resolved, seed: int, replicate: int) -> float:
    return float(run_once(web, seed, replicate, ["pollution_training"]).monthly["pollution_training"][-1])


def main() -> None:
    """Print the tables of this script's docstring."""
    parser = argparse.ArgumentParser(description="Coverage of intervals and error rates of verdicts.")
    parser.add_argument("--studies", type=int, default=2000)
    parser.add_argument("--webs", type=int, default=400)
    options = parser.parse_args()
    print(f"{options.studies} studies each: share of 95 % intervals that hold the true difference")
    print(f"{'shape':<12} pairs  t       bootstrap (BCa)")
    for shape in SHAPES:
        for pairs in SIZES:
            t, boot = interval_coverage(options.studies, pairs, shape)
            print(f"{shape:<12} {pairs:5}  {t:.4f}  {boot:.4f}")
    print("no policy has an effect; any of 10 told apart in any of 120 months, 10 pairs, by correlation of months")
    for correlation in (0.5, 0.95):
        print(f"{correlation:<12}        {false_alarms(options.studies, correlation=correlation):.4f}")
    print("10 policies, all but some with a large effect from month 60: false verdict, false date, either")
    for untouched in (0, 1, 5):
        verdict, date, either = false_dates(options.studies, untouched)
        print(f"{untouched} without     {verdict:.4f}  {date:.4f}  {either:.4f}")
    print("no policy has an effect; any told apart over draws that share luck (and by draw means), of 1 and of 4")
    for draws, replicates in DESIGNS:
        for mixture in MIXTURES:
            rates = [rate for n in (1, 4) for rate in over_draws(options.studies, draws, replicates, mixture, n)]
            print(f"{draws:2} x {replicates:<2} {mixture:<14}", "  ".join(f"{rate:.4f}" for rate in rates))
    t, boot, error = web_coverage(options.webs)
    print(f"{options.webs} studies of tiny webs, 5 pairs: t {t:.4f}, bootstrap {boot:.4f}; mean error {error:+.2e}")


if __name__ == "__main__":
    main()
