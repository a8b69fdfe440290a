"""A small paper on a small scenario, to run in milliseconds."""

from pathlib import Path

import numpy as np

from webloop.replication.case import Case
from webloop.replication.checks import Finding, near
from webloop.replication.curves import Curves
from webloop.replication.forms.drift import replace_heterozygosity
from webloop.replication.panel import Panel, formula, ours
from webloop.replication.paper import Claim, Found, Label, Paper
from webloop.scenario.shipped import shipped_folder

SMALL = {"ideas.number": 10, "ideas.exponent": 0, "web.pages_per_month": 8}


def small_case(name: str = "small", replicates: int = 70, quick: int = 20, **settings: object) -> Case:
    file = shipped_folder() / "replication" / "generations.yaml"
    return Case(name, str(file), 4, replicates, quick, ("heterozygosity",), {**SMALL, **settings})


def small_paper(case: Case | None = None, *, start: float = 0.9, label: Label = "published") -> Paper:
    """A paper that says how heterozygosity falls; rightly for a start of 0.9."""
    chosen = case or small_case()

    def judge(found: Found) -> Finding:
        expected = start * replace_heterozygosity(8, 4)
        h = found[chosen.name]["heterozygosity"]
        return Finding(tuple(near(f"t = {t}", h[:, t - 1], expected[t - 1], relative=0.001) for t in (1, 4)))

    def panels(found: Found) -> list[Panel]:
        return [
            Panel("H", "generation", "H", [ours("H", found[chosen.name]["heterozygosity"]), formula("H", [0.8] * 4)])
        ]

    claim = Claim("small-claim", "It falls.", label, "nowhere", "0.9 (7/8)^t", (chosen,), "5 SE", 2, judge)
    return Paper("small", "", "Nobody", 2000, "Small", ("arXiv:0",), "Eight pages.", ("None.",), (claim,), panels)


def folder_files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


def curves(paper: Paper) -> dict[str, Curves]:
    """Numbers between 0.1 and 0.9 for all that a paper's picture shows, three replicates."""
    rng = np.random.default_rng(1)
    return {
        case.name: Curves({name: rng.uniform(0.1, 0.9, (3, case.generations)) for name in case.metrics})
        for case in paper.cases()
    }
