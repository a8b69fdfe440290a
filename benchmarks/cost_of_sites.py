"""What sites cost: CPU time and memory of a 23-year run by the number of sites, as a table and a picture.

    python -m benchmarks.cost_of_sites [--most SITES] [--csv FILE] [--picture FILE]

Each size runs in a process of its own: the shipped baseline with that many sites, ten links a site, attention by
PageRank, and no new sites, so that the number stays what it is.
"""

import argparse
import csv
import multiprocessing
import resource
import sys
from pathlib import Path
from time import process_time

from webloop.run.runner import run_once
from webloop.scenario.resolve import load_scenario

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
FIELDS = ("sites", "links", "cpu_seconds", "megabytes")


def measure(sites: int) -> dict[str, float]:
    """Cost of one run; 0 sites stands for none."""
    settings = {"sites": {"number": sites, "growth": 0.0}, "readers.ranking": "pagerank"} if sites else {}
    scenario = load_scenario("webloop/baseline", settings)
    start = process_time()
    run_once(scenario, 1, 0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = peak / (1024**2 if sys.platform == "darwin" else 1024)
    return {"sites": sites, "links": 10 * sites, "cpu_seconds": process_time() - start, "megabytes": megabytes}


def draw(rows: list[dict[str, float]], file: Path) -> None:
    """CPU time by number of links, with a line of slope one beside it."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    none, *others = rows
    links = [row["links"] for row in others]
    extra = [row["cpu_seconds"] - none["cpu_seconds"] for row in others]
    anchor = len(links) // 2
    figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
    axes.loglog(links, extra, "o-", color="#0072B2", label="measured")
    axes.loglog(
        links,
        [extra[anchor] * each / links[anchor] for each in links],
        "--",
        color="0.6",
        label="in proportion to links",
    )
    axes.set_xlabel("links between sites")
    axes.set_ylabel("CPU seconds, 23 years")
    axes.set_title("CPU time that sites add to a run", loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    figure.savefig(file, dpi=150)


def main() -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=100_000, help="largest number of sites")
    parser.add_argument("--csv", type=Path)
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    rows = []
    print("  ".join(f"{name:>12}" for name in FIELDS))
    for sites in (0, *(size for size in SIZES if size <= options.most)):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            rows.append(pool.apply(measure, (sites,)))
        print("  ".join(f"{rows[-1][name]:12,.2f}".removesuffix(".00") for name in FIELDS), flush=True)
    if options.csv:
        with options.csv.open("w", newline="") as out:
            writer = csv.DictWriter(out, FIELDS)
            writer.writeheader()
            writer.writerows(rows)
    if options.picture:
        draw(rows, options.picture)


if __name__ == "__main__":
    main()
