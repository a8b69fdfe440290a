"""The README.md of a results folder: what each file is, and how to read the numbers in R, DuckDB and pandas."""

from collections.abc import Sequence

_FILES = {
    "monthly.parquet": "one row per scenario, draw, replicate and month; one column per metric",
    "generations.parquet": "one row per trained model, with the month of its release",
    "summary.csv": "every metric in the last month, by scenario: mean, spread and quantiles",
    "collapse.csv": "month of early and late collapse of each run; empty: not collapsed by `observed_until` "
    "(censored, not missing)",
    "lost_ideas.csv": "ideas, or words, that people write and no model publishes any more",
    "dictionary.csv": "what every column of every table means: label, unit, which way is better, definition, source",
    "scenarios/": "each scenario as it was run, every default filled in; `webloop run` takes these files",
    "manifest.json": "what was run, with which versions and seed, when and by which command",
    "runs/": "one file per run, from which finished runs are reused",
}
_LATER = {
    "comparison.csv": "`webloop compare`: differences from the baseline (also ranking.csv, luck.csv)",
    "survival.csv": "`webloop survival`: dates of collapse compared (Kaplan-Meier, restricted means, log-rank)",
    "robust.csv": "`webloop robust`: shares of draws that policies win, and regret (also robust_pairs.csv, rules.csv)",
    "sensitivity.csv": "`webloop sensitivity`: which uncertain parameter matters",
    "hindcast.csv": "`webloop hindcast`: what was observed, and what would have been (all of it in hindcast.json)",
    "threshold.csv": "`webloop threshold`: the values that were tried, and where the metric crosses the level",
    "sites.parquet": "where sites have links: the most visible ones each January and in the last month, with the links "
    "between them in links.parquet; of draw 0 and replicate 0 only",
    "readings.parquet": "where a scenario has instruments: what each says each month, in its own unit: expected, as "
    "well as a sample shows it",
    "samples.parquet": "where pages hold text: the same beginnings continued by people and by every model; "
    "`webloop samples` shows them side by side in samples.html, with what is lost",
    "draws.csv": "uncertain parameters by draw, where the study has some; unit.csv: where draws lie in the unit cube",
    "failures.csv": "runs that raised an error, where some did",
    "report.html": "`webloop report`: one page to send, with findings, pictures, assumptions and how to run it again",
    "plots/": "`webloop plot`: pictures, each as NAME.png and NAME.svg (`--format pdf`: NAME.pdf) with the numbers it "
    "draws in NAME.csv and what it says in words in NAME.txt; sites-NAME.html lets the graph of sites change year by "
    "year",
    "export/": "`webloop export`: tidy CSV or Parquet, an Excel workbook, IAMC format",
}
_MOST_NAMES = 30
_PAIRS = "Runs with the same draw and replicate share their luck, so compare scenarios within these."


def results_readme(
    title: str,
    baseline: str,
    scenarios: Sequence[str],
    *,
    draws: int = 1,
    replicates: int = 1,
    failed: int = 0,
    metric: str = "hill_1",
) -> str:
    """The text of README.md, in Markdown.

    Args:
        title: of the study; may be empty.
        baseline: name of the scenario that the others are compared with.
        scenarios: names of all scenarios.
        draws: draws of uncertain parameters; 1 where nothing is drawn.
        replicates: runs of each scenario and draw.
        failed: runs that have no results.
        metric: a monthly metric that was recorded, for the examples.

    >>> results_readme("Labels", "baseline", ["baseline", "labels"]).splitlines()[0]
    '# Labels'
    """
    parts = [
        f"# {_line(title) or 'Results of webloop'}",
        _what(baseline, scenarios, draws, replicates, failed),
        "\n".join(["| file | what it is |", "|---|---|", *(f"| `{name}` | {what} |" for name, what in _FILES.items())]),
        "Some come when asked for:",
        "\n".join(f"- `{name}`: {what}" for name, what in _LATER.items()),
        "## Read it",
        f"The mean of `{metric}` by scenario and month. {_PAIRS}",
        f"R:\n\n```r\n{_r(metric)}\n```",
        f"DuckDB:\n\n```sql\n{duckdb_query(metric)}\n```",
        f"Python:\n\n```python\n{_python(metric)}\n```",
    ]
    return "\n\n".join(parts) + "\n"


def duckdb_query(metric: str = "hill_1") -> str:
    """The mean of a metric by scenario and month.

    >>> print(duckdb_query("hill_1").splitlines()[0])
    SELECT scenario, month, avg("hill_1") AS mean, count(*) AS runs
    """
    return (
        f'SELECT scenario, month, avg("{metric}") AS mean, count(*) AS runs\n'
        "FROM 'monthly.parquet'\n"
        f'WHERE "{metric}" IS NOT NULL\n'
        "GROUP BY scenario, month\n"
        "ORDER BY scenario, month;"
    )


def _r(metric: str) -> str:
    return (
        "library(arrow)\nlibrary(dplyr)\n"
        'read_parquet("monthly.parquet") |>\n'
        "  group_by(scenario, month) |>\n"
        f'  summarise(mean = mean({metric}, na.rm = TRUE), runs = sum(!is.na({metric})), .groups = "drop")'
    )


def _python(metric: str) -> str:
    return (
        "import pandas as pd\n"
        f'pd.read_parquet("monthly.parquet").groupby(["scenario", "month"])["{metric}"].agg(["mean", "count"])'
    )


def _what(baseline: str, scenarios: Sequence[str], draws: int, replicates: int, failed: int) -> str:
    """What was run, in a few sentences."""
    names = ", ".join(f"`{name}`" for name in scenarios[:_MOST_NAMES])
    more = f" and {len(scenarios) - _MOST_NAMES} more" if len(scenarios) > _MOST_NAMES else ""
    against = f", compared with `{baseline}`" if len(scenarios) > 1 else ""
    drawn = f"{draws} draws of the uncertain parameters, " if draws > 1 else ""
    said = (
        f"{_count(len(scenarios), 'scenario')}{against}: {names}{more}. "
        f"Each: {drawn}{_count(replicates, 'replicate')}{' of each draw' if drawn else ''}."
    )
    if failed:
        said += f"\n\n**{_count(failed, 'run')} failed** and {'is' if failed == 1 else 'are'} missing from every table."
    return said


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _line(text: str) -> str:
    """One line of Markdown text."""
    return " ".join(text.split())
