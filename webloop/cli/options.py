"""Options that several commands share, and how they turn into a study, results and a table."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from webloop.outcomes.results import Results

F = TypeVar("F", bound=Callable[..., Any])


def settings_option(command: F) -> F:
    """`--set path=value`."""
    return click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="PATH=VALUE",
        help="Change a value of every scenario, such as lab.cadence=6; may be repeated.",
    )(command)


def run_options(command: F) -> F:
    """What `run`, `compare` and `plot` need to run scenarios."""
    options = [
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
        click.option(
            "-j",
            "--jobs",
            type=click.IntRange(1),
            help="Processes; default: all cores. The numbers do not depend on it.",
        ),
        click.option(
            "-o",
            "--out",
            type=click.Path(path_type=Path, file_okay=False),
            help="Results folder; default: results/NAME.",
        ),
        click.option("-q", "--quiet", is_flag=True, help="No progress, no table."),
        click.option("--json", "as_json", is_flag=True, help="Print the result as JSON."),
    ]
    for option in reversed(options):
        command = option(command)
    return settings_option(command)


def run_or_open(
    files: Sequence[str],
    settings: Sequence[str],
    replicates: int | None,
    seed: int | None,
    jobs: int | None,
    out: Path | None,
    *,
    quiet: bool,
) -> "Results":
    """Open a results folder, or run scenario files into one first (finished runs are reused)."""
    from webloop.errors import InputError
    from webloop.outcomes.results import Results

    folders = [file for file in files if Path(file).is_dir()]
    if folders:
        if len(files) > 1 or settings or replicates or seed is not None or out:
            raise InputError("a results folder stands alone: to change what was run, name the scenario files again")
        return Results(folders[0])
    return run_files(files, settings, replicates, seed, jobs, out, quiet=quiet)


def run_files(
    files: Sequence[str],
    settings: Sequence[str],
    replicates: int | None,
    seed: int | None,
    jobs: int | None,
    out: Path | None,
    *,
    quiet: bool,
) -> "Results":
    """Run scenario files or a study, with a progress bar on standard error."""
    from webloop.scenario.resolve import parse_settings
    from webloop.scenario.study import load_study

    study = load_study(files, parse_settings(settings), replicates, seed)  # fails before anything heavy is imported

    from webloop.cli.progress import progress_bar
    from webloop.outcomes.results import Results
    from webloop.run.study import run_study

    folder = out or Path("results") / "+".join(dict.fromkeys(Path(file).stem for file in files))
    with progress_bar(quiet=quiet) as progress:
        run_study(study, folder, jobs, progress=progress)
    if not quiet:
        click.echo(f"results in {folder}", err=True)
    return Results(folder)
