"""`webloop sensitivity`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from webloop.cli.loading import loaded
from webloop.cli.options import (
    RunOptions,
    is_results,
    metrics_option,
    results_folder,
    run_loaded,
    run_options,
    run_or_open,
)

if TYPE_CHECKING:
    import pandas as pd

    from webloop.outcomes.results import Results


@click.command("sensitivity")
@click.argument("study", metavar="STUDY|DIR")
@click.option(
    "--method", type=click.Choice(["sobol", "morris"]), help="Sobol' indices (default), or a quick screening."
)
@click.option(
    "--samples",
    type=click.IntRange(2),
    metavar="N",
    help="Base samples of sobol (a power of two; default 64), trajectories of morris (default 10).",
)
@click.option("--only", multiple=True, metavar="PATH", help="Draw this uncertain parameter only; may be repeated.")
@click.option("--most", type=click.IntRange(2), default=12, show_default=True, help="Most parameters for sobol.")
@metrics_option("A metric, with all its detail; may be repeated.")
@click.option("--at", metavar="YYYY-MM", help="Month; default: the horizon.")
@click.option("--scenario", "scenarios", multiple=True, metavar="NAME", help="Only this one; may be repeated.")
@click.option(
    "--of",
    type=click.Choice(["value", "difference"]),
    help="The metric itself, or its difference to the baseline (default where there are policies).",
)
@run_options
def sensitivity_command(
    study: str,
    how: RunOptions,
    method: str | None,
    samples: int | None,
    only: tuple[str, ...],
    most: int,
    metrics: tuple[str, ...],
    at: str | None,
    scenarios: tuple[str, ...],
    of: Literal["value", "difference"] | None,
) -> None:
    """Which uncertain parameter drives a metric?

    Runs a STUDY that has `uncertain:` with a design of its own into results/NAME-sobol or NAME-morris (finished
    runs are reused), or opens such a folder. A design with N samples of k parameters takes N * (k + 2) draws of
    each scenario, with morris N * (k + 1). Of the folder of any other study with draws, from a posterior too, it
    takes the draws that are there, and tells by rank correlations what goes along with a metric. Writes
    sensitivity.csv and a picture.
    """
    from webloop.errors import InputError

    if is_results(study):
        given = {"--method": method, "--samples": samples, "--only": only}
        design = [name for name, value in given.items() if value]
        if design:
            raise InputError(
                f"{', '.join(design)}: {study} has been run already; to run another design, name the study file again"
            )
        results = run_or_open([study], how)
    else:
        results = _run(study, how, method or "sobol", samples, only, most, scenarios)

    from webloop.outcomes.sensitivity import has_design, write_sensitivity

    analyse, draw, show = _of_design() if has_design(results) else _of_sample()
    table = analyse(results, metrics or None, at, scenarios or None, of)
    write_sensitivity(results, table)
    drawn = draw(results, table, metrics or None)
    if how.as_json:
        rows = json.loads(table.to_json(orient="records"))
        plots = [str(path) for path in drawn]
        click.echo(json.dumps({"folder": str(results.folder), "plots": plots, "sensitivity": rows}, indent=1))
    elif not how.quiet:
        show(results, table, detail=bool(metrics))
        for path in drawn:
            click.echo(path)


def _of_design() -> tuple[Callable[..., "pd.DataFrame"], Callable[..., list[Path]], Callable[..., None]]:
    """How to analyse, draw and show a design for sensitivity."""
    from webloop.outcomes.sensitivity import sensitivity
    from webloop.outcomes.sensitivity_tables import print_sensitivity
    from webloop.plots.tornado import write_tornados

    return sensitivity, write_tornados, print_sensitivity


def _of_sample() -> tuple[Callable[..., "pd.DataFrame"], Callable[..., list[Path]], Callable[..., None]]:
    """How to analyse, draw and show draws that are a plain sample."""
    from webloop.outcomes.driver_tables import print_drivers
    from webloop.outcomes.drivers import drivers
    from webloop.plots.drivers import write_drivers

    return drivers, write_drivers, print_drivers


def _run(
    file: str,
    how: RunOptions,
    method: str,
    samples: int | None,
    only: tuple[str, ...],
    most: int,
    scenarios: tuple[str, ...],
) -> "Results":
    """Run the study with the design of the method."""
    from webloop.outcomes.designed import designed

    study = loaded([file], how)
    design = designed(study, method, samples, only, most, scenarios)
    return run_loaded(design, results_folder([file], design, how, f"-{method}"), how)
