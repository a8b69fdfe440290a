"""What every column of the tables means."""

from collections.abc import Sequence

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
}
TABLE_COLUMNS = {
    "metric": "summary.csv, comparison.csv: name of the metric that the row is about",
    "n": "summary.csv: replicates with a value",
    "mean": "summary.csv: mean over replicates at the horizon",
    "sd": "summary.csv: standard deviation over replicates",
    "q05": "summary.csv: 5 % quantile over replicates; likewise median and q95",
    "baseline_mean": "comparison.csv: mean of the baseline; scenario_mean: of the scenario",
    "difference": "comparison.csv: mean over replicates of scenario minus baseline",
    "low": "comparison.csv: lower end of the 95 % t interval of the difference; high: upper end",
    "helps": "comparison.csv: share of replicates in which the scenario is better than the baseline",
    "better": "comparison.csv: which way the metric is better; verdict: what the interval says",
    "pairs": "comparison.csv: replicates compared",
    "observed_until": "collapse.csv: the horizon; an empty date means not collapsed by then (right-censored)",
    "idea": "lost_ideas.csv: an idea, or a word, that people still write and no deployed model publishes any more",
    "human_share": "lost_ideas.csv: its share of what people write at the end, mean over replicates",
    "lost_in": "lost_ideas.csv: share of replicates in which it is lost",
    "lost_since": "lost_ideas.csv: median over those replicates of the month since which no model publishes it",
}


def dictionary(chosen: Sequence[str]) -> pd.DataFrame:
    """What every column means."""
    rows: list[dict[str, str]] = [
        {
            "column": key,
            "level": level,
            "label": key,
            "unit": "-",
            "better": "-",
            "definition": what,
            "source": "webloop",
        }
        for level, columns in (("key", KEYS), ("table", TABLE_COLUMNS), ("run", COLLAPSE))
        for key, what in columns.items()
    ]
    for name, metric in metrics().items():
        if name in chosen:
            rows.append(
                {
                    "column": name,
                    "level": metric.level,
                    "label": metric.label,
                    "unit": metric.unit,
                    "better": metric.better,
                    "definition": metric.definition,
                    "source": metric.source,
                }
            )
    return pd.DataFrame(rows)
