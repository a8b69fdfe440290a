"""The tables of docs/ecology.md from a folder with the results of scenarios/study-ecology.yaml.

    webloop compare scenarios/study-ecology.yaml --out results/policies
    python analysis/ecology_tables.py results/policies

Prints the ecology's yearly means of replicate 0, and every policy's paired differences at the horizon, in bold those
whose verdict is not "can't tell".
"""

import sys
from pathlib import Path

import pandas as pd

YEARS = (2022, 2023, 2024, 2025, 2026, 2028, 2032, 2040)
COURSE = {
    "new_human": ("new pages by people alone, 1e9", 1e9, ".2f"),
    "new_assisted": ("with a model, 1e9", 1e9, ".2f"),
    "new_synthetic": ("by models, 1e9", 1e9, ".2f"),
    "farm_pages": ("of these by farms, 1e9", 1e9, ".2f"),
    "farm_exposure": ("farms' share of reading", 1, ".4f"),
    "pollution_flow": ("pollution of new pages", 1, ".2f"),
    "pollution_stock": ("of live pages", 1, ".2f"),
    "pollution_fetched": ("of what is fetched", 1, ".2f"),
    "pollution_crawl": ("of all that was fetched", 1, ".2f"),
    "pollution_exposure": ("of reading", 1, ".2f"),
    "human_exit": ("writing given up", 1, ".3f"),
    "human_readership": ("reading that reaches people", 1, ".2f"),
    "minority_visibility": ("visibility of minorities", 1, ".2f"),
    "site_gini": ("concentration of reading (Gini)", 1, ".2f"),
    "site_top_share": ("reading of the top 1 % of sites", 1, ".2f"),
    "market_hhi": ("market concentration", 1, ".2f"),
    "tail_recall": ("tail recall", 1, ".2f"),
}
EFFECTS = {
    "human_exit": ("writing given up", ".3f"),
    "human_readership": ("reading that reaches people", ".3f"),
    "pollution_exposure": ("reading that is AI", ".3f"),
    "farm_exposure": ("farms' share of reading", ".4f"),
    "pollution_fetched": ("pollution of what is fetched", ".3f"),
    "pollution_training": ("pollution of training", ".3f"),
    "error_mass": ("errors", ".4f"),
    "tail_recall": ("tail recall", ".3f"),
    "new_idea_recall": ("recall of new ideas", ".3f"),
}


def course(folder: Path) -> str:
    """Yearly means of the ecology itself."""
    monthly = pd.read_parquet(folder / "monthly.parquet")
    monthly = monthly[(monthly["scenario"] == "ecology") & (monthly["replicate"] == 0)]
    means = monthly.groupby(monthly["month"].str[:4].astype(int))[list(COURSE)].mean()
    lines = [f"| | {' | '.join(map(str, YEARS))} |", "|---" * (len(YEARS) + 1) + "|"]
    for name, (label, unit, form) in COURSE.items():
        lines.append(f"| {label} | {' | '.join(format(means.loc[year, name] / unit, form) for year in YEARS)} |")
    return "\n".join(lines)


def effects(folder: Path) -> str:
    """Differences of the policies from the ecology."""
    found = pd.read_csv(folder / "comparison.csv")
    found = found[found["metric"].isin(EFFECTS)]
    lines = [f"| | {' | '.join(label for label, _ in EFFECTS.values())} |", "|---" * (len(EFFECTS) + 1) + "|"]
    first = found.drop_duplicates("metric").set_index("metric")["baseline_mean"]
    lines.append(f"| ecology itself | {' | '.join(format(first[name], form) for name, (_, form) in EFFECTS.items())} |")
    for scenario, rows in found.groupby("scenario", sort=False):
        cells = []
        for name, (_, form) in EFFECTS.items():
            row = rows[rows["metric"] == name].iloc[0]
            shown = format(row["difference"], f"+{form}")
            cells.append(f"**{shown}**" if row["verdict"] in {"better", "worse"} else shown)
        lines.append(f"| {scenario} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(course(Path(sys.argv[1])), effects(Path(sys.argv[1])), sep="\n\n")
