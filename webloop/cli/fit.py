"""`webloop fit`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from webloop.cli.options import folder_option, output_options
from webloop.errors import WebloopError

if TYPE_CHECKING:
    from webloop.calibration.fit import Fit, Settings
    from webloop.calibration.problem import Problem

_FOLDER = Path("results") / "fit"
_BASELINES = ("webloop/article-web", "webloop/site-web")


@click.command("fit")
@click.argument("baselines", metavar="[BASELINE]...", nargs=-1)
@click.option(
    "--targets",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A file of observed readings; default: the shipped one. Those with the role fit are fitted to.",
)
@click.option(
    "--all-targets",
    is_flag=True,
    help="Fit to held-out targets as well: for looking forward. What was fitted to can't be hindcast.",
)
@click.option("--draws", type=click.IntRange(1, 100_000), default=256, show_default=True, help="Draws to write.")
@click.option(
    "--steps", type=click.IntRange(20), default=100, show_default=True, help="Steps of each walker once it is warm."
)
@click.option("--walkers", type=click.IntRange(4), help="Walkers; default: twice the parameters, in fours.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of chance.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes; default: all cores. Numbers don't depend on it.")
@folder_option(_FOLDER, "Folder of posteriors; a fit that was interrupted there goes on.")
@output_options
def fit_command(
    baselines: tuple[str, ...],
    targets: Path | None,
    all_targets: bool,
    out: Path,
    jobs: int | None,
    quiet: bool,
    as_json: bool,
    **settings: Any,
) -> int:
    """Which values of the uncertain parameters go with what was observed?

    BASELINE is a scenario file that is or extends one of the calibrated baselines; without any, article-web and
    site-web are fitted. Prints each parameter as it was known before and as it is known now. Writes NAME.csv, draws
    that a study takes with `draws: {posterior: NAME.csv}`, NAME.json, which says what they hang on and how good they
    are, and a picture; NAME is the file's, with -all when all targets were fitted to. Needs webloop[calibration].
    """
    from webloop.calibration.fit import Settings
    from webloop.calibration.problems import asked

    how = Settings(**settings)
    chosen = asked(baselines or _BASELINES, targets, held_out=all_targets)
    said = []
    for each in chosen:
        if each.left_out and not quiet:
            click.echo(f"{each.problem.name}: left out, for they hang on ideas: {', '.join(each.left_out)}", err=True)
        found = _fitted(each.problem, how, out, jobs, quiet=quiet)
        said.append({**found.plain(), "left_out": list(each.left_out), "files": _written(found, out, quiet=quiet)})
        if not quiet and not as_json:
            from webloop.calibration.fit_tables import print_fit

            print_fit(found)
    if as_json:
        import json

        click.echo(json.dumps(said, indent=1))
    return 0


class _InterruptedError(WebloopError):
    """Ctrl-C, where what is kept is no runs."""

    exit_code = 130


def _fitted(problem: "Problem", how: "Settings", out: Path, jobs: int | None, *, quiet: bool) -> "Fit":
    """Fit with a progress bar; Ctrl-C keeps the chain so far."""
    from webloop.calibration.fit import fit
    from webloop.cli.progress import progress_bar
    from webloop.run.executors import available_cores, workers

    try:
        with workers(jobs or available_cores()) as ready, progress_bar(quiet=quiet) as progress:
            return fit(problem, how, out, ready, progress)
    except KeyboardInterrupt:
        kept = f"interrupted in {problem.name}; the chain so far is kept: the same command goes on with it"
        raise _InterruptedError(kept) from None


def _written(found: "Fit", out: Path, *, quiet: bool) -> list[str]:
    """Write the posterior and its picture."""
    from webloop.calibration.fit_picture import write_picture
    from webloop.calibration.posterior_file import write_posterior

    files = [*write_posterior(found, out), *write_picture(found, out)]
    if not quiet:
        for file in files:
            click.echo(file, err=True)
    return [str(file) for file in files]
