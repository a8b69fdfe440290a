"""What every column of every table of a results folder means."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from webloop.metrics.collapse import COLLAPSE
from webloop.metrics.registry import metrics

KEYS = {
    "scenario": "name of the scenario",
    "draw": "which draw of the uncertain parameters, from 0; all scenarios share it (0 where nothing is drawn)",
    "replicate": "stream of chance, from 0; the same number means the same luck in every scenario and draw",
    "month": "calendar month, YYYY-MM (of release in generations.parquet)",
    "lab": "name of the lab",
    "generation": "which model of the lab, from 0",
    "metric": "name of the metric that the row is about",
    "label": "what the metric is called; unit: its unit; better: which way it is better",
}
TABLES: Mapping[str, Mapping[str, str]] = {
    "summary.csv": {
        "n": "replicates with a value in the last month",
        "mean": "mean over them",
        "sd": "standard deviation over them",
        "q05": "5 % quantile over them; median; q95: 95 % quantile",
    },
    "collapse.csv": {
        **COLLAPSE,
        "observed_until": "the horizon; an empty date means not collapsed by then (right-censored)",
    },
    "lost_ideas.csv": {
        "idea": "an idea, or a word, that people still write and no deployed model publishes any more",
        "human_share": "its share of what people write at the end, mean over replicates",
        "lost_in": "share of replicates in which it is lost",
        "lost_since": "median over those replicates of the month since which no model publishes it",
    },
    "comparison.csv": {
        "baseline_mean": "mean of the baseline over complete pairs; scenario_mean: of the scenario",
        "difference": "mean over complete pairs of scenario minus baseline",
        "low": "lower end of the 95 % t interval of the difference; high: upper end",
        "boot_low": "lower end of its 95 % bootstrap interval (BCa, 1,999 resamples), from three pairs on; boot_high",
        "helps": "share of pairs in which the scenario is better than the baseline",
        "pairs": "pairs compared: replicates, or draws (means of their replicates) where there are several",
        "dropped": "pairs of (draw, replicate) left out because a side failed or has no value",
        "p": "two-sided p-value of a paired t test",
        "p_adjusted": "the same adjusted for all scenarios of the metric (Holm)",
        "verdict": "what p_adjusted says: better, worse, same, can't tell",
        "since": "first month of the unbroken run up to the compared month in which the difference is told from zero",
        "more": "pairs to add so that a difference as large as seen is told apart with 80 % power",
    },
    "ranking.csv": {
        "place": "place by the mean, the best first",
        "rank_low": "1 + number of scenarios told to be better; rank_high: number of scenarios less those told worse",
        "next": "the scenario one place below",
        "difference": "of the scenario minus the next; p, p_adjusted: adjusted over all pairs of scenarios (Holm)",
        "apart": "whether the two are told apart; more: pairs to add if not; remark: the same in words",
    },
    "luck.csv": {
        "starts": "first month in which the scenario's rules are not the baseline's; after: months since then",
        "equal_before": "whether every monthly metric of every pair is exactly the baseline's before that",
        "sd_baseline": "standard deviation over pairs; likewise sd_scenario, sd_difference; correlation: of the sides",
        "ratio": "sd_difference / sqrt(sd_baseline^2 + sd_scenario^2): 0 the same luck, 1 none shared",
        "log_se": "standard error of the ratio's logarithm; above_one: ratio above 1 by more than four of them",
    },
    "survival.csv": {
        "event": "early_collapse or late_collapse",
        "share": "share of runs that had collapsed by the horizon; share_low, share_high: 95 % interval (Wilson)",
        "median": "month by which half of the runs had collapsed (Kaplan-Meier); empty: after observed_until",
        "restricted_mean": "mean years from reference month to collapse or horizon; restricted_se: standard error",
        "difference": "restricted mean minus the baseline's, paired; low, high: 95 % t interval",
        "chi_square": "log-rank test against the baseline; p: its p-value; p_holm: adjusted for all scenarios",
        "left_out": "runs without a date by definition: no model was deployed in the reference month",
    },
    "sensitivity.csv": {
        "first": "Sobol' index: share of the variance explained by the parameter alone; first_low, first_high: 95 %",
        "total": "with its interactions; total_low, total_high: 95 % bootstrap interval",
        "mu": "Morris: mean elementary effect between the 5 % and 95 % quantile; mu_star: of its absolute value",
        "sigma": "standard deviation of the elementary effects",
        "of": "value of the metric, or difference from the baseline",
        "chance": "share of the variance between draws that is chance; verdict: what the interval says",
    },
    "robust.csv": {
        "beats": "share of draws in which the scenario is better than the baseline; low, high: Wilson interval",
        "ties": "share of draws in which both are equal; loses: in which it is worse",
        "best": "share of draws in which it is strictly the best of all",
        "regret_mean": "how much worse than the best of the draw, in the metric's unit; regret_q90, regret_max",
    },
    "robust_pairs.csv": {"wins": "draws in which scenario is better than other; ties; losses; beats: share of draws"},
    "rules.csv": {
        "rule": "ranges of parameters in which the scenario loses to the baseline",
        "inside": "draws in it; density: share of them that lose; coverage: share of all losses that are in it",
        "unseen_density": "the same in draws that the rule was not made from; unseen_coverage; p: Fisher's exact test",
    },
    "threshold.csv": {
        "path": "the number that was varied; value: what stood there",
        "of": "the metric itself (value), or its difference from the baseline (difference)",
        "side": "on which side of level the metric shall be; met: yes, no, can't tell",
        "status": "found, always, never, or several crossings",
        "threshold": "the value at which the mean crosses the level; threshold_low, threshold_high: 95 % interval",
        "at_least": "whether larger values meet the goal; digits: decimals to show",
    },
    "draws.csv": {"(path)": "value of the parameter at that path in the draw"},
    "unit.csv": {"c0": "coordinate of the draw in the unit cube; c1 and so on: the others"},
    "failures.csv": {"error": "kind of the error; message: what it said (the traceback is beside the run's place)"},
}
_ALL, _WEBLOOP = "every table", "webloop"
_HOLDS = {
    "month": "monthly.parquet",
    "model": "monthly.parquet, generations.parquet",
    "generation": "generations.parquet",
}


def dictionary(chosen: Sequence[str]) -> pd.DataFrame:
    """What every column means: one row for each, by table.

    Args:
        chosen: names of the metrics that were recorded.
    """
    known = [metric for name, metric in metrics().items() if name in chosen]
    measured = [
        (m.name, _HOLDS[m.level], m.level, m.label, m.unit, m.better, " ".join(m.definition.split()), m.source)
        for m in known
    ]
    columns = ["column", "table", "level", "label", "unit", "better", "definition", "source"]
    return pd.DataFrame([*_explained(), *measured], columns=columns)


def _explained() -> Iterator[tuple[str, ...]]:
    """Columns that are no metrics."""
    for table, columns in ((_ALL, KEYS), *TABLES.items()):
        for name, meaning in columns.items():
            level = "key" if table == _ALL else "run" if name in COLLAPSE else "table"
            yield name, table, level, name, "-", "-", meaning, _WEBLOOP
