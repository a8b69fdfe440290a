"""`webloop hindcast`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from webloop.cli.options import RunOptions, output_options, results_folder, run_loaded, told_failures

if TYPE_CHECKING:
    from webloop.calibration.hindcast import Hindcast


@click.command("hindcast")
@click.option(
    "--targets",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A file of observed readings; default: the shipped one. The published list works as it is.",
)
@click.option(
    "--draws",
    type=click.IntRange(2),
    metavar="N",
    help="Draws of each baseline's fit, and of its priors; default: 100.",
)
@click.option("--seed", type=click.IntRange(0), help="Seed of the runs and of errors of readings; default: 1.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes; default: all cores.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Results folder; default: results/hindcast. Finished runs are not run again.",
)
@output_options
def hindcast_command(
    targets: Path | None,
    draws: int | None,
    seed: int | None,
    jobs: int | None,
    out: Path | None,
    quiet: bool,
    as_json: bool,
) -> int:
    """Does the model's past look like the real one?

    Runs both baselines with draws of their fits, and of what was known before (the priors), up to the last target,
    takes every published measurement on the simulated web, and holds it against what was observed. Prints for each
    target the observed value and the 90 % interval of each baseline, how many lie inside (held-out and fitted targets
    apart, and those that the fits have narrowed down to half of what was known before), the CRPS against naive
    forecasts, misses with the reason believed, and what the model has no such thing as. Writes hindcast.csv,
    hindcast.json, a picture of each series and one of all targets.

    The columns of a target file: id, observable, date, observed, tolerance, unit, instrument_to_simulate, source_key,
    and if need be series, role, n, baseline, remark, miss (why it is believed to be missed). n is the number of pages
    or sites behind a share: up to 5,000 of them are counted, which replaces the tolerance. A role that is not said is
    held_out, but a shipped target keeps its own, and what the fits have seen (instrument and months of a shipped target
    with the role fit or input) can't be held out.

    Exit code 0 also where targets are missed.
    """
    from webloop.calibration.fitted import check_fits
    from webloop.calibration.hindcast import STUDY, baselines, hindcast, hindcast_study, last_month, targets_for, up_to
    from webloop.calibration.priors import with_priors

    observed, known = targets_for(baselines(), targets)  # what is wrong with them is said before fits are read
    how = RunOptions((), None, seed, jobs, None, out, quiet, as_json, recorded=())
    fits = hindcast_study(draws, seed)
    check_fits(fits, STUDY, observed, shipped=True)
    study = up_to(with_priors(fits), last_month(observed))
    results = run_loaded(study, results_folder(["hindcast"], study, how), how)
    found = hindcast(results, observed, known)

    from webloop.calibration.hindcast_files import as_json as told
    from webloop.calibration.hindcast_files import write_hindcast
    from webloop.calibration.hindcast_pictures import write_pictures

    files = [*write_hindcast(found, results.folder), *write_pictures(found, results)]
    if as_json:
        click.echo(told(found, folder=str(results.folder), files=[str(file) for file in files]), nl=False)
    elif not quiet:
        _print(found, files)
    return told_failures()


def _print(found: "Hindcast", files: list[Path]) -> None:
    from webloop.calibration.hindcast_tables import print_hindcast

    print_hindcast(found)
    pictures = sum(file.suffix == ".png" for file in files)
    for file in files[:2]:
        click.echo(file, err=True)
    click.echo(f"{pictures} pictures in {files[-1].parent}, each as PNG and SVG, with its numbers and words", err=True)
