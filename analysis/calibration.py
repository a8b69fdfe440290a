"""Rebuild docs/hindcast.md, its figures, and the pictures of the calibrated baselines.

    python analysis/calibration.py            # the page, from docs/hindcast.json
    python analysis/calibration.py --run      # first run hindcast and forward study, and draw their figures anew

Fits are not made here: `webloop fit -o scenarios/posteriors` does that, and the same with --all-targets.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from webloop.calibration.document import page
from webloop.files import write_text

ROOT = Path(__file__).resolve().parent.parent
DOCS, RESULTS = ROOT / "docs", ROOT / "results"
KEPT = DOCS / "hindcast.json"
PICTURES = {
    "hindcast": (
        "hindcast",
        "hindcast-stack_overflow",
        "hindcast-graphite",
        "hindcast-wayback",
        "hindcast-originality",
    ),
    "study-baseline": ("fan-pollution_stock", "drivers-pollution_training"),
}
"""Pictures that the documentation shows, by results folder."""


def webloop(*words: str) -> None:
    """Run a command of webloop's."""
    subprocess.run([sys.executable, "-m", "webloop", *words], cwd=ROOT, check=True)


def run() -> None:
    """Run hindcast and forward study, and keep what the documentation needs."""
    webloop("hindcast", "--out", str(RESULTS / "hindcast"))
    baseline = RESULTS / "study-baseline"
    webloop("run", "scenarios/study-baseline.yaml", "--out", str(baseline))
    webloop("plot", str(baseline), "--picture", "fan", "--metric", "pollution_stock")
    webloop("sensitivity", str(baseline), "--metric", "pollution_training")
    shutil.copy(RESULTS / "hindcast" / "hindcast.json", KEPT)
    for folder, names in PICTURES.items():
        for name in names:
            shutil.copy(RESULTS / folder / "plots" / f"{name}.png", DOCS / "images")


def write() -> str:
    """The page."""
    return page(json.loads(KEPT.read_text(encoding="utf-8")))


if __name__ == "__main__":
    if "--run" in sys.argv[1:]:
        run()
    write_text(DOCS / "hindcast.md", write())
