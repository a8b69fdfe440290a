"""Posteriors that can't be drawn from."""

from tests.scenario.broken import Broken

BASE = "baseline: base.yaml\nscenarios: [other.yaml]\n"
FILES = {"base.yaml": "lab: {cadence: 6}\n", "other.yaml": "extends: base.yaml\nlab: {cadence: 9}\n"}
GROWTH = "writers.growth,lab.cadence\n0.01,6\n0.02,12\n"


def broken(name: str, draws: str, messages: list[str], **files: str) -> Broken:
    """A study whose draws are wrong."""
    there = {f"{file}.csv": text for file, text in files.items()}
    return Broken(name, {"a.yaml": f"{BASE}{draws}\n", **FILES, **there}, messages)


CASES = [
    broken(
        "posterior-missing",
        "draws: {number: 2, posterior: gone.csv}",
        ["a.yaml:3:31 draws.posterior: gone.csv: there is no such file"],
    ),
    broken(
        "posterior-is-no-file",
        "draws: {number: 2, posterior: [fit.csv]}",
        [
            (
                "a.yaml:3:20 draws.posterior: this names no file; must be a path, or a path for each scenario by its "
                "name"
            ),
        ],
    ),
    broken(
        "posterior-too-few",
        "draws: {number: 3, posterior: fit}",
        ["a.yaml:3:31 draws.posterior: fit has 2 draws; draws.number must be at most that, not 3"],
        fit=GROWTH,
    ),
    broken(
        "posterior-of-nothing",
        "draws: {number: 2, posterior: {base: fit, others: fit}}",
        [
            "a.yaml:3:31 draws.posterior: there is no posterior for other; name one for each scenario",
            (
                "a.yaml:3:43 draws.posterior.others: there is no scenario 'others' in this study; allowed: base, "
                "other; did you mean 'other'?"
            ),
        ],
        fit=GROWTH,
    ),
    broken(
        "posterior-unknown-path",
        "draws: {number: 1, posterior: fit.csv}",
        ["a.yaml:3:31 draws.posterior: fit.csv draws writers.groth; base has no such number"],
        fit="writers.groth,instruments.graphite.fpr\n0.01,0.1\n",
    ),
    broken(
        "posterior-no-number",
        "draws: {number: 1, posterior: fit.csv}",
        ["a.yaml:3:31 draws.posterior: fit.csv:3:1: writers.growth: 'much' is no number"],
        fit="writers.growth\n0.1\nmuch\n",
    ),
    broken(
        "posterior-impossible",
        "draws: {number: 2, posterior: fit.csv}",
        [
            (
                "a.yaml:3:31 draws.posterior: fit.csv:3 of base writers.growth: 3 is too large; must be a number "
                "from -0.5 to 1 (per year, default 0.03): Growth of human publishing, relative to the "
                "launch month; every draw must be possible"
            ),
        ],
        fit="writers.growth\n0.1\n3\n",
    ),
    broken(
        "posterior-and-uncertain",
        "uncertain: {lab.cadence: {kind: uniform, low: 6, high: 12}}\ndraws: {number: 2, posterior: fit.csv}",
        [
            (
                "a.yaml:4:31 draws.posterior: fit.csv draws lab.cadence, and the study sets it too (lab.cadence); "
                "leave one of them out"
            ),
        ],
        fit=GROWTH,
    ),
]
