"""The published list of targets works as it is, and is judged by the roles that its targets have."""

from pathlib import Path

import pytest

from tests.calibration.published import PUBLISHED
from webloop.calibration.targets import Target, load_targets
from webloop.months import format_month
from webloop.scenario.resolve import load_scenario


def load(file: Path | None) -> dict[str, Target]:
    scenarios = [load_scenario(f"webloop/{name}") for name in ("article-web", "site-web")]
    instruments = {name: each.unit for one in scenarios for name, each in one.scenario.instruments.items()}
    time = scenarios[0].scenario.time
    return {each.id: each for each in load_targets(file, instruments, (time.start, time.end))}


@pytest.fixture
def published(tmp_path: Path) -> dict[str, Target]:
    file = tmp_path / "hindcast_targets.csv"
    file.write_text(PUBLISHED, encoding="utf-8")
    return load(file)


def test_free_words_stand_for_instruments(published: dict[str, Target]) -> None:
    shipped = load(None)
    assert len(published) == 22
    for name, each in published.items():
        same = shipped[name]
        assert (each.instrument, each.role, each.series) == (same.instrument, same.role, same.series), name
        assert (each.baselines, each.remark, each.unit) == (same.baselines, same.remark, same.unit), name
        assert each.observed == pytest.approx(same.observed, rel=0.05), name
    assert published["H01"].instrument == "graphite"
    assert published["H26"].role == "out"


def test_its_cells_are_read(published: dict[str, Target]) -> None:
    found = {
        name: (each.observed, format_month(each.first), format_month(each.last)) for name, each in published.items()
    }
    assert found["H04"] == (1.0, "2020-01", "2022-10")
    assert found["H24a"] == (38.0, "2023-10", "2023-10")
    assert found["H24b"] == (8.0, "2023-10", "2023-10")
    assert found["H26"] == (42.75, "2020-01", "2022-12")
    assert found["H34b"] == (36.0, "2025-04", "2025-04")
    assert published["H34b"].spread.interval(36.0) == pytest.approx((24.0, 54.0))
