"""`webloop fit`, as users call it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.calibration import curves
from tests.calibration.made import HEAD, line
from tests.command import call
from webloop.calibration import fit as fitting
from webloop.calibration import kept, problems
from webloop.cli import group, main
from webloop.errors import InputError

ROLES = f"{HEAD},role,baseline"


def targets_file(folder: Path, *rows: str) -> Path:
    file = folder / "mine.csv"
    file.write_text("\n".join([ROLES, *rows]) + "\n", encoding="utf-8")
    return file


def reddit(month: str, observed: str, role: str, **cells: str) -> str:
    return line(
        id=f"reddit-{month}",
        date=month,
        observed=observed,
        tolerance="1",
        instrument_to_simulate="reddit",
        **cells,
        role=role,
        baseline="",
    )


class TestProblems:
    def test_the_shipped_targets(self) -> None:
        article, site = problems.asked(["webloop/article-web", "webloop/site-web"], None, held_out=False)
        assert (article.problem.name, site.problem.name) == ("article-web", "site-web")
        for each, baseline in ((article, "article-web"), (site, "site-web")):
            assert {target.role for target in each.problem.targets} == {"fit"}
            assert all(baseline in target.baselines for target in each.problem.targets)
            assert each.left_out == ()
        assert {target.id for target in article.problem.targets} != {target.id for target in site.problem.targets}

    def test_all_of_them(self) -> None:
        (asked,) = problems.asked(["webloop/article-web"], None, held_out=True)
        assert asked.problem.name == "article-web-all"
        assert {target.role for target in asked.problem.targets} == {"fit", "held_out"}
        assert asked.left_out == ("H33",)  # it hangs on ideas

    def test_a_scenario_of_ones_own(self, tmp_path: Path) -> None:
        file = tmp_path / "own.yaml"
        file.write_text("extends: webloop/site-web\nwriters: {segments: {news: {adoption: {saturation: 0.1}}}}\n")
        (own,) = problems.asked([str(file)], None, held_out=False)
        (site,) = problems.asked(["webloop/site-web"], None, held_out=False)
        assert own.problem.name == "own"
        assert own.problem.targets == site.problem.targets
        decided = set(site.problem.space.paths) - set(own.problem.space.paths)
        assert decided == {"writers.segments.news.adoption.saturation"}
        assert own.problem.digest != site.problem.digest

    def test_only_what_targets_ask_for_is_read(self) -> None:
        (asked,) = problems.asked(["webloop/article-web"], None, held_out=False)
        readings = asked.problem.model({})
        assert set(readings.values) == {target.instrument for target in asked.problem.targets}
        last = max(target.last for target in asked.problem.targets)
        assert {readings.first + len(values) - 1 for values in readings.values.values()} == {last}

    @pytest.mark.parametrize(
        ("files", "message"),
        [
            (["webloop/baseline"], "baseline neither is nor extends article-web or site-web: there are no targets"),
            (["webloop/site-web", "webloop/site-web"], "2 scenarios are called site-web"),
            (["webloop/sitweb"], "did you mean"),
        ],
    )
    def test_what_can_not_be_fitted(self, files: list[str], message: str) -> None:
        with pytest.raises(InputError, match=message):
            problems.asked(files, None, held_out=False)


def test_no_target_to_fit_to(tmp_path: Path) -> None:
    file = targets_file(tmp_path, reddit("2024-10", "2.4", "held_out"))
    done = call("fit", "webloop/site-web", "--targets", str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        "no target with the role fit is about site-web; --all-targets takes those with the role held_out" in done.stderr
    )
    assert len(done.stderr.splitlines()) == 1


def test_an_unknown_instrument_is_said_before_anything_is_run(tmp_path: Path) -> None:
    file = targets_file(tmp_path, reddit("2024-10", "2.4", "fit").replace(",reddit,", ",redit,"))
    done = call("fit", "--targets", str(file))
    assert done.returncode == 2
    assert "mine.csv:2:" in done.stderr
    assert "reddit" in done.stderr


@pytest.fixture
def curve(monkeypatch: pytest.MonkeyPatch) -> None:
    """A problem that costs nothing, whatever is asked for."""
    asked = problems.Asked(curves.problem(), ("T9",))
    monkeypatch.setattr(problems, "asked", lambda files, targets, *, held_out: [asked])


@pytest.mark.usefixtures("curve")
class TestCommand:
    arguments = ("fit", "--draws", "20", "--steps", "20", "--walkers", "8", "-j", "1", "-o")

    def test_files_and_a_table_and_what_is_kept(self, tmp_path: Path) -> None:
        done = CliRunner().invoke(group, [*self.arguments, str(tmp_path)], catch_exceptions=False)
        assert done.exit_code == 0
        assert done.stdout.splitlines()[0] == "curve: 6 fit targets; they speak of 3 of 4 parameters"
        assert "warning: the chain is too short" in done.stdout
        said = done.stderr.splitlines()
        assert said[0] == "curve: left out, for they hang on ideas: T9"
        names = [*(f"curve.{kind}" for kind in ("csv", "json", "png", "svg", "txt")), "curve-learned.csv"]
        assert said[-6:] == [str(tmp_path / name) for name in names]
        assert len((tmp_path / "curve.csv").read_text().splitlines()) == 21
        before = (tmp_path / "curve.csv").read_bytes()
        again = CliRunner().invoke(group, [*self.arguments, str(tmp_path)], catch_exceptions=False)
        assert "640 runs done, 640 reused" in again.stderr
        assert again.stdout == done.stdout
        assert (tmp_path / "curve.csv").read_bytes() == before

    def test_json(self, tmp_path: Path) -> None:
        done = CliRunner().invoke(group, [*self.arguments, str(tmp_path), "--json", "-q"], catch_exceptions=False)
        (said,) = json.loads(done.stdout)
        assert done.stderr == ""
        written = json.loads((tmp_path / "curve.json").read_text())
        assert {key: value for key, value in said.items() if key not in {"left_out", "files"}} == written
        assert said["left_out"] == ["T9"]
        assert all(Path(name).stat().st_size for name in said["files"])

    def test_an_interrupt_keeps_the_chain(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def save(*content: Any) -> None:
            kept.save(*content)
            if len(content) > 2:
                raise KeyboardInterrupt

        monkeypatch.setattr("sys.argv", ["webloop", *self.arguments, str(tmp_path)])
        with monkeypatch.context() as patch:
            patch.setattr(fitting, "save", save)
            with pytest.raises(SystemExit) as ended:
                main()
        assert ended.value.code == 130
        assert "interrupted in curve; the chain so far is kept" in capsys.readouterr().err
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0
        assert "40 reused" in capsys.readouterr().err
