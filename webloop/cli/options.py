"""Options that several commands share, and how they turn into a study, results and a table."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from webloop.cli.loading import loaded
from webloop.errors import RunsFailedError

if TYPE_CHECKING:
    from webloop.outcomes.results import Results
    from webloop.scenario.study import Study

_FAILED = "webloop.failed"
_RESULTS = Path("results")
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class RunOptions:
    """How scenarios are to be run, as the command line says it.

    Attributes:
        settings: `path=value` for every scenario.
        replicates: runs of each scenario; the study's for None.
        seed: shared by all scenarios; the study's for None.
        jobs: processes; all cores for None.
        cluster: a Dask cluster, `local` or an address; none for None.
        out: results folder; results/NAME for None.
        quiet: no progress, no table.
        as_json: print the result as JSON.
        recorded: names of the metrics to record; all for None.
        history: commands that the results folder comes from already.
    """

    settings: tuple[str, ...]
    replicates: int | None
    seed: int | None
    jobs: int | None
    cluster: str | None
    out: Path | None
    quiet: bool
    as_json: bool
    recorded: tuple[str, ...] | None = None
    history: tuple[tuple[str, ...], ...] = ()

    @property
    def about_runs(self) -> list[str]:
        """The options given here that say what is run, rather than how."""
        given = {"--set": self.settings, "--replicates": self.replicates, "--out": self.out}
        return [*(name for name, value in given.items() if value), *(["--seed"] if self.seed is not None else [])]


def settings_option(command: F) -> F:
    """`--set path=value`."""
    return click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="PATH=VALUE",
        help="Change a value of every scenario, such as lab.cadence=6; may be repeated.",
    )(command)


def worker_options(command: F) -> F:
    """`--jobs` and `--cluster`: where runs are done."""
    for option in (
        click.option(
            "--cluster",
            metavar="ADDRESS",
            help="Run on a Dask cluster: tcp://HOST:PORT of its scheduler, or local. Needs webloop[cluster].",
        ),
        click.option(
            "-j",
            "--jobs",
            type=click.IntRange(1),
            help="Processes; default: all cores. The numbers do not depend on it.",
        ),
    ):
        command = option(command)
    return command


def output_options(command: F) -> F:
    """`--quiet` and `--json`."""
    command = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")(command)
    return click.option("-q", "--quiet", is_flag=True, help="No progress, no table.")(command)


def folder_option(default: Path | None, text: str) -> Callable[[F], F]:
    """`--out`, for commands that go on with what their folder holds."""
    kind = click.Path(path_type=Path, file_okay=False)
    return click.option("-o", "--out", type=kind, default=default, show_default=True, help=text)


def metrics_option(text: str, *, monthly: bool = True) -> Callable[[F], F]:
    """`--metric`, for commands that run first: what can't be shown in the end is refused at once.

    Args:
        text: its help.
        monthly: whether only metrics will do that have a value every month.
    """

    def checked(_context: click.Context, _option: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
        if names:
            from webloop.outcomes.asked import check_before

            check_before(names, monthly=monthly)
        return names

    return click.option("-m", "--metric", "metrics", multiple=True, help=text, callback=checked)


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What every command that runs scenarios takes; the command gets it as `how`, a RunOptions."""

    @functools.wraps(command)
    def gathered(**arguments: Any) -> Any:
        how = RunOptions(
            **{each.name: arguments.pop(each.name) for each in fields(RunOptions) if each.name in arguments}
        )
        return command(how=how, **arguments) or told_failures()

    options = [
        settings_option,
        click.option(
            "-n",
            "--replicates",
            type=click.IntRange(1),
            help="Runs of each scenario; default: the study's, or 10.",
        ),
        click.option(
            "--seed",
            type=click.IntRange(0),
            help="Seed that all scenarios share; default: the study's, or 1.",
        ),
        worker_options,
        click.option(
            "-o",
            "--out",
            type=click.Path(path_type=Path, file_okay=False),
            help="Results folder; default: results/NAME.",
        ),
        output_options,
    ]
    for option in reversed(options):
        gathered = option(gathered)
    return gathered


def is_results(name: str) -> bool:
    """Whether a folder of results is named: one that is there, or would be in results/, where no scenario file is."""
    from webloop.files import is_address
    from webloop.scenario.naming import SUFFIXES

    path = Path(name)
    if path.is_dir():
        return True
    no_scenario = path.suffix not in SUFFIXES and not any(Path(f"{path}{end}").exists() for end in ("", *SUFFIXES))
    return path.parent.name == _RESULTS.name and no_scenario and not is_address(name)


def run_or_open(files: Sequence[str], how: RunOptions) -> "Results":
    """Open a results folder, or run scenario files into one first (finished runs are reused)."""
    from webloop.errors import InputError
    from webloop.outcomes.results import Results

    folders = [file for file in files if is_results(file)]
    if folders:
        if len(files) > 1:
            raise InputError(f"{folders[0]} is a results folder and stands alone: name nothing else with it")
        if how.about_runs:
            raise InputError(
                f"{', '.join(how.about_runs)}: {folders[0]} has been run already; to change what was run, name the "
                f"scenario files again; to add replicates: webloop extend {folders[0]} --replicates N"
            )
        return Results(folders[0])
    return run_files(files, how)


def run_files(files: Sequence[str], how: RunOptions) -> "Results":
    """Run scenario files or a study, with a progress bar on standard error."""
    from webloop.scenario.site_files import own_sites

    study = loaded(files, how)  # a study that can't be run fails here, before anything heavy is imported
    folder = results_folder(files, study, how)
    for note in [] if how.quiet else own_sites(each.scenario for each in study.scenarios):
        click.echo(note, err=True)
    return run_loaded(study, folder, how)


def results_folder(files: Sequence[str], study: "Study", how: RunOptions, suffix: str = "") -> Path:
    """Where results go: as `--out` says, or else into a folder that is called like the files.

    Raises:
        InputError: when nobody has chosen the folder and it has other results, which would be replaced.
    """
    from webloop.errors import InputError
    from webloop.run.asked import asked_before

    if how.out:
        return how.out
    folder = _RESULTS / ("+".join(dict.fromkeys(Path(file).stem for file in files)) + suffix)
    before = asked_before(folder)
    if before is not None and before[0] != study.asked:
        raise InputError(
            f"{folder} has the results of something else (`{before[1]}`), which these would replace; "
            f"choose another folder with --out, or replace them with --out {folder}"
        )
    return folder


def told_failures() -> int:
    """The exit code when runs have failed on the way, though there is something to show."""
    return RunsFailedError.exit_code if click.get_current_context().meta.get(_FAILED) else 0


def run_loaded(study: "Study", folder: Path, how: RunOptions) -> "Results":
    """Run a study into a folder."""
    from webloop.cli.progress import progress_bar
    from webloop.errors import InputError
    from webloop.outcomes.results import Results
    from webloop.run.study import run_study

    if how.jobs and how.cluster not in {None, "local"}:
        raise InputError(f"--jobs {how.jobs} is about this machine; a cluster at {how.cluster} has its own workers")
    with progress_bar(quiet=how.quiet) as progress:
        report = run_study(study, folder, how.jobs, how.recorded, progress, how.cluster, how.history)
    if report.failed:
        click.get_current_context().meta[_FAILED] = True
        several = f" (and {len(report.failed) - 1} more: failures.csv)" if len(report.failed) > 1 else ""
        click.echo(f"{len(report.failed)} of the runs failed: {report.failed[0]}{several}", err=True)
    if report.left_out:
        click.echo(
            f"{report.left_out} runs that {folder} showed before are not part of this; their files stay", err=True
        )
    if report.undrawn:
        click.echo(f"the pictures of the runs before are gone from {folder}: they can be drawn anew", err=True)
    if not how.quiet:
        click.echo(f"results in {folder}", err=True)
    return Results(folder)
