"""Scenarios whose pages hold text, on a small text made by a grammar."""

from pathlib import Path

import numpy as np

TEXT = """\
extends: webloop/text-replace
content: {kind: text, corpus: made.txt, words: 20, specimen: 2000, scored: 1000}
time: {end: 2023-05}
web: {pages_per_month: 120, tokens_per_page: 20}
"""
COLD = """\
extends: text.yaml
title: "<script>alert(1)</script> & cold"
lab: {accumulation: accumulate, decoder: {temperature: 0.6}}
"""
STUDY = "title: Made\nbaseline: text.yaml\nscenarios: [cold.yaml]\nreplicates: 2\n"


def made_text(paragraphs: int = 150, seed: int = 1) -> str:
    """Paragraphs of five sentences with a long tail of names; some begin with a small letter or are headings."""
    rng = np.random.default_rng(seed)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    names = ["".join(rng.choice(letters, size=6)) for _ in range(400)]
    p = 1 / np.arange(1, len(names) + 1)
    lines = []
    for number in range(paragraphs):
        drawn = iter(rng.choice(names, size=20, p=p / p.sum()))
        said = [
            f"The {next(drawn)} of the {next(drawn)}, they say, has seen {next(drawn)} in {next(drawn)}."
            for _ in range(5)
        ]
        lines.append({0: "= Heading =", 1: "the " + " ".join(said)}.get(number % 5, " ".join(said)))
    return "\n".join(lines)


def write_text_study(folder: Path) -> Path:
    """The study in a folder; its scenarios name the corpus by its place."""
    (folder / "made.txt").write_text(made_text(), encoding="utf-8")
    place = (folder / "made.txt").as_posix()
    for name, text in {"text.yaml": TEXT.replace("made.txt", place), "cold.yaml": COLD, "study.yaml": STUDY}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "study.yaml"
