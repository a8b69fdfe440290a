"""`webloop robust`."""

import json
from typing import TYPE_CHECKING

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
    from webloop.outcomes.results import Results


@click.command("robust")
@click.argument("study", metavar="STUDY|DIR")
@metrics_option("A metric, with all its detail; may be repeated.")
@click.option("--at", metavar="YYYY-MM", help="Month; default: the horizon.")
@run_options
def robust_command(study: str, how: RunOptions, metrics: tuple[str, ...], at: str | None) -> None:
    """Which policy holds up, whatever the uncertain parameters are?

    For each policy of a STUDY that has `uncertain:`, or of its results folder: in how many draws it beats the
    baseline and the others, its regret, and in which ranges of the parameters it loses. Writes robust.csv,
    robust_pairs.csv, rules.csv and a picture.
    """
    results = run_or_open([study], how) if is_results(study) else _run(study, how)

    from webloop.outcomes.robust import robust, write_robust
    from webloop.outcomes.robust_tables import print_robust
    from webloop.plots.robust import write_robust_pictures

    found = robust(results, metrics or None, at)
    write_robust(results, found)
    drawn = write_robust_pictures(results, found, metrics or None)
    if how.as_json:
        tables = {"robust": found.scenarios, "pairs": found.pairs, "rules": found.rules}
        rows = {name: json.loads(table.to_json(orient="records")) for name, table in tables.items()}
        head = {"folder": str(results.folder), "baseline": results.baseline, "month": found.month}
        click.echo(json.dumps({**head, "plots": [str(path) for path in drawn], **rows}, indent=1))
    elif not how.quiet:
        print_robust(results, found, detail=bool(metrics))
        for path in drawn:
            click.echo(path)


def _run(file: str, how: RunOptions) -> "Results":
    """Run the study, if it has anything uncertain and a policy; say so before the runs, not after."""
    from webloop.errors import InputError
    from webloop.outcomes.drawn import NEED

    study = loaded([file], how)
    if study.draws is None:
        raise InputError(f"nothing is uncertain in this study: {NEED}")
    if study.draws.number < 2:
        raise InputError("one draw is not enough: raise `draws` in the study file")
    if len(study.scenarios) < 2:
        raise InputError("this study has only its baseline: there is no policy that could be robust")
    return run_loaded(study, results_folder([file], study, how), how)
