"""A study that is killed, again and again, ends in the same bytes.

WEBLOOP_KILLS says how often (default 2 here; 50 take about ten minutes).
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from math import inf
from pathlib import Path

import numpy as np
import pytest

KILLS = int(os.environ.get("WEBLOOP_KILLS", "2"))
STUDY = "baseline: small.yaml\nscenarios: [a.yaml, b.yaml, c.yaml]\nreplicates: 8\nseed: 5\n"
END = "time.end=2035-12"  # long enough runs, so that most kills come between the first and the last
POLICY = "extends: small.yaml\ninterventions: [{{date: 2023-0{}, set: {{lab.accumulation: replace}}}}]\n"


def command(study: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "webloop", "run", str(study), "-o", str(out), "-j", "2", "-q", "--set", END]


def tables(folder: Path) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.iterdir())
        if file.suffix in {".parquet", ".csv"}
    }


@pytest.mark.slow
def test_kill_at_random_moments(scenario_file: Callable[..., Path], tmp_path: Path) -> None:
    scenario_file()
    for number, name in enumerate("abc", start=1):
        scenario_file(POLICY.format(number), f"{name}.yaml")
    study = scenario_file(STUDY, "study.yaml")
    begun = time.monotonic()
    subprocess.run(command(study, tmp_path / "whole"), check=True)
    length = time.monotonic() - begun
    expected = tables(tmp_path / "whole")
    assert len(expected) >= 6
    moments = np.random.default_rng(2026).uniform(0.3, 1.0, size=KILLS) * length
    in_the_middle = 0
    for number, moment in enumerate(moments):
        out = tmp_path / f"killed-{number}"
        process = subprocess.Popen(command(study, out), stderr=subprocess.DEVNULL)
        until = time.monotonic() + float(moment) if number else inf
        while process.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
            if number == 0 and list(out.rglob("runs/*/*.parquet")):  # surely in the middle, however slow the start
                break
        process.kill()
        process.wait()
        done = len(list(out.rglob("runs/*/*.parquet")))
        in_the_middle += 0 < done < 32
        subprocess.run(command(study, out), check=True)
        assert tables(out) == expected, f"kill {number} after {moment:.2f} s, with {done} runs done"
        assert not list(out.rglob("*.part"))
    assert in_the_middle
    print(f"{KILLS} kills, {in_the_middle} of them between the first run and the last")
