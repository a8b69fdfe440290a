"""Rebuild docs/replication.md and its figures.

    python analysis/replication.py            # the page, from the registry and docs/replication.json
    python analysis/replication.py --run      # first run the full suite, and draw its figures anew

What is kept of a run in results/replication is not run again.
"""

import json
import sys
from pathlib import Path

from webloop.files import write_text
from webloop.replication.document import page
from webloop.replication.picture import words_digest, write_picture
from webloop.replication.registry import choose, papers
from webloop.replication.verdict import replicate
from webloop.run.executors import available_cores

DOCS = Path(__file__).resolve().parent.parent / "docs"
VERDICTS = DOCS / "replication.json"


def run() -> None:
    """Run the full suite: verdicts, and a figure of each paper whose cases could all be run."""
    found = replicate(choose(), Path("results") / "replication", available_cores())
    drawn = {}
    for paper in papers().values():
        curves = found.curves[paper.key]
        if all(case.name in curves for case in paper.cases()):
            write_picture(paper, curves, DOCS / "images", ["png"])
            drawn[paper.key] = words_digest(paper, curves)
        else:
            print(f"{paper.key}: no figure, some of its cases could not be run")
    claims = [judged.plain() for judged in found.judged if judged.finding]
    write_text(VERDICTS, json.dumps({"pictures": drawn, "claims": claims}, indent=1) + "\n")


def write() -> str:
    """The page."""
    return page(papers(), json.loads(VERDICTS.read_text(encoding="utf-8"))["claims"])


if __name__ == "__main__":
    if "--run" in sys.argv[1:]:
        run()
    write_text(DOCS / "replication.md", write())
