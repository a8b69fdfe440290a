"""How samples look in a terminal."""

from pathlib import Path

import pytest

from tests.outcomes.test_samples import folder_of
from webloop.outcomes.samples import samples
from webloop.outcomes.samples_table import print_samples, print_vanished


@pytest.mark.parametrize("name", ["x", "longer-than-the-heading"])
def test_the_heading_is_never_broken(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = samples(folder_of(tmp_path, {name: {}}))
    print_samples(shown, 0, every=False)
    print_vanished(shown)
    assert len([line for line in capsys.readouterr().out.splitlines() if line.startswith("scenario ")]) == 2
