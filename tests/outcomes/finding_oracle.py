"""The numbers of findings once more, by plain pandas and SciPy from the tables of runs."""

from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from webloop.outcomes.findings.finding import Estimate

RUN = ["draw", "replicate"]
Three = tuple[float, float, float]


class Oracle:
    """The tables of a results folder.

    Args:
        folder: the folder.
        baseline: name of the baseline.
    """

    def __init__(self, folder: Path, baseline: str) -> None:
        self.folder, self.baseline = folder, baseline
        self.monthly = pd.read_parquet(folder / "monthly.parquet")
        self.last = self.monthly.groupby("scenario")["month"].max().min()

    def at(self, scenario: str, metric: str, month: str | None = None) -> pd.DataFrame:
        """A metric in one month, draws by replicates."""
        rows = self.monthly[(self.monthly["scenario"] == scenario) & (self.monthly["month"] == (month or self.last))]
        return rows.pivot(index="draw", columns="replicate", values=metric)

    def difference(self, found: Estimate, other: str) -> Three:
        return mean_and_interval(self.at(str(found.scenario), found.metric) - self.at(other, found.metric))

    def change(self, found: Estimate, since: str) -> Three:
        now, then = (self.at(str(found.scenario), found.metric, month) for month in (self.last, since))
        return mean_and_interval(now - then)

    def level(self, found: Estimate) -> Three:
        return mean_and_interval(self.at(str(found.scenario), found.metric))

    def tail_loss(self, found: Estimate, tail: str, head: str, since: str) -> Three:
        left = [self.at(str(found.scenario), each) / self.at(str(found.scenario), each, since) for each in (tail, head)]
        return mean_and_interval((1 - left[0]) - (1 - left[1]))

    def dates(self, scenario: str, event: str, since: str, signs: tuple[str, str, str]) -> pd.Series:
        """Months from the reference to collapse by run, infinite if it does not come; the default thresholds."""
        rows = self.monthly[(self.monthly["scenario"] == scenario) & (self.monthly["month"] >= since)]
        out = {}
        for run, mine in rows.sort_values("month").groupby(RUN):
            tail, head, hill = (mine[each].to_numpy() / mine[each].to_numpy()[0] for each in signs)
            gone = (tail < 0.5) & (head >= 0.9) if event == "early_collapse" else hill < 0.5
            out[run] = float(np.argmax(gone)) if gone.any() else np.inf
        return pd.Series(out)

    def collapsed(self, found: Estimate, since: str, signs: tuple[str, str, str]) -> Three:
        """Share of independent units and Clopper and Pearson's interval by the beta distribution."""
        gone = np.isfinite(self.dates(str(found.scenario), found.metric, since, signs))
        gone.index = pd.MultiIndex.from_tuples(gone.index)
        if gone.index.get_level_values(0).nunique() > 1:
            gone = gone.groupby(level=0).any()
        k, n = int(gone.sum()), len(gone)
        low = stats.beta.ppf(0.025, k, n - k + 1) if k else 0.0
        high = stats.beta.ppf(0.975, k + 1, n - k) if k < n else 1.0
        return k / n, float(low), float(high)

    def later(self, found: Estimate, since: str, signs: tuple[str, str, str]) -> Three:
        """Mean years to collapse or to the end, less the baseline's."""
        end = len(self.monthly[self.monthly["month"] >= since]["month"].unique()) - 1
        mine, base = (
            self.dates(each, found.metric, since, signs).clip(upper=end) / 12
            for each in (str(found.scenario), self.baseline)
        )
        gap = mine - base
        gap.index = pd.MultiIndex.from_tuples(gap.index)
        return mean_and_interval(gap.unstack())

    def wins(self, found: Estimate, sign: float) -> Three:
        """Share of draws in which a scenario is better (sign 1) or worse, with Wilson's interval by its formula."""
        means = [self.at(each, found.metric).mean(axis=1) for each in (str(found.scenario), self.baseline)]
        better = {"error_mass", "pollution_training", "js_divergence"}
        gain = (means[0] - means[1]) * (-1 if found.metric in better else 1) * sign
        n, p, z = len(gain), float((gain > 0).mean()), stats.norm.ppf(0.975)
        middle, half = p + z**2 / 2 / n, z * np.sqrt(p * (1 - p) / n + z**2 / 4 / n**2)
        return p, float((middle - half) / (1 + z**2 / n)), float((middle + half) / (1 + z**2 / n))

    def correlation(self, found: Estimate, parameter: str) -> Three:
        """Spearman's correlation of the difference, and Bonett and Wright's interval."""
        drawn = pd.read_csv(self.folder / "draws.csv").set_index("draw")[parameter]
        gap = self.at(str(found.scenario), found.metric) - self.at(self.baseline, found.metric)
        r = float(stats.spearmanr(drawn, gap.mean(axis=1)).statistic)
        half = stats.norm.ppf(0.975) * np.sqrt((1 + r**2 / 2) / (len(drawn) - 3))
        return r, float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half))


def mean_and_interval(table: pd.DataFrame) -> Three:
    """Mean and 95 % interval of runs, draws by replicates: Student's t, or two ways at once over draws."""
    values = table.to_numpy(dtype=float)
    draws, replicates = values.shape
    if draws == 1:
        mean = float(values.mean())
        if np.ptp(values) == 0:
            return mean, mean, mean
        low, high = stats.ttest_1samp(values[0], 0).confidence_interval(0.95)
        return mean, float(low), float(high)
    # the two-way table of decision 8: mean squares of draws, of luck and of both together
    mean, rows, columns = values.mean(), values.mean(axis=1), values.mean(axis=0)
    of_draws = replicates * rows.var(ddof=1)
    of_luck = draws * columns.var(ddof=1)
    rest = values - rows[:, None] - columns[None, :] + mean
    of_both = (rest**2).sum() / (draws - 1) / (replicates - 1)
    total = max(of_draws + of_luck - of_both, of_draws, of_luck)
    df = total**2 / (
        of_draws**2 / (draws - 1) + of_luck**2 / (replicates - 1) + of_both**2 / (draws - 1) / (replicates - 1)
    )
    df = max(df, min(draws, replicates) - 1)
    half = stats.t.ppf(0.975, df) * np.sqrt(total / draws / replicates)
    return float(mean), float(mean - half), float(mean + half)
