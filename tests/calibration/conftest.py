"""What tests of the calibration share."""

from pathlib import Path

import pytest

from tests.calibration.made import HEAD, Written, line

SHIPPED = f"""\
{HEAD},series,role,n,baseline,remark,as_published
{line(id="S1", date="2023-11")},detector,fit,,article-web,,mean of 3 detectors
{line(id="S2", date="2024", observed="9.4", instrument_to_simulate="")},,out,,,pages are fetched once,crawler
{line(id="S3a", date="2023-10")},detector,input,203,site-web,set the lifetime,page survival
{line(id="S3b", date="2023-10")},detector,held_out,,,,page survival
"""


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    """Write a target file in the current folder, and name it by its name alone; the shipped one is made up, too."""
    monkeypatch.chdir(tmp_path)
    shipped = tmp_path / "shipped.csv"
    shipped.write_text(SHIPPED, encoding="utf-8")
    monkeypatch.setattr("webloop.calibration.targets.shipped_targets", lambda: shipped)

    def write(*lines: str, head: str = HEAD, name: str = "mine.csv") -> Path:
        Path(name).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        return Path(name)

    return write
