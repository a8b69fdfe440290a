"""`webloop threshold`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from webloop.cli.loading import loaded
from webloop.cli.options import RunOptions, results_folder, run_options

if TYPE_CHECKING:
    from webloop.outcomes.threshold import Threshold
    from webloop.outcomes.threshold_question import Question
    from webloop.scenario.study import Study


@click.command("threshold")
@click.argument("files", metavar="STUDY|SCENARIO...", nargs=-1, required=True)
@click.option(
    "--vary", "path", required=True, metavar="PATH", help="The number to vary, such as lab.filter.detector.tpr."
)
@click.option("-m", "--metric", required=True, metavar="NAME", help="The metric; `webloop list metrics` shows them.")
@click.option("--at", metavar="YYYY-MM", help="Month; default: the horizon.")
@click.option("--below", type=float, metavar="X", help="The metric shall be below this level.")
@click.option("--above", type=float, metavar="X", help="The metric shall be above this level.")
@click.option(
    "--scenario", metavar="NAME", help="Which one to vary; default: the only one besides the baseline, or it alone."
)
@click.option("--from", "low", type=float, metavar="A", help="Least value; default: the least that is allowed.")
@click.option("--to", "high", type=float, metavar="B", help="Greatest value; default: the greatest that is allowed.")
@click.option(
    "--tolerance", type=float, metavar="T", help="How well to know values; default: 1 % of the range, 1 if whole."
)
@click.option(
    "--of",
    type=click.Choice(["value", "difference"]),
    default="value",
    show_default=True,
    help="The metric itself, or its difference to the baseline, paired by replicate.",
)
@run_options
def threshold_command(
    files: tuple[str, ...],
    how: RunOptions,
    path: str,
    metric: str,
    at: str | None,
    below: float | None,
    above: float | None,
    scenario: str | None,
    low: float | None,
    high: float | None,
    tolerance: float | None,
    of: Literal["value", "difference"],
) -> int:
    """At which value of a parameter does a metric cross a level?

    FILES are a study, or scenario files of which the first is the baseline. A number that interventions set is varied
    there, otherwise from the start. Values are tried by bisection, all with the same luck, in
    results/NAME-threshold-PARAMETER; finished runs are reused. The answer comes with a 95 % interval, and goes to
    threshold.csv and a picture there.

    That no value in the range crosses the level is an answer too, and no error: the exit code is 0.
    """
    from dataclasses import replace

    from webloop.errors import InputError

    level = above if below is None else below
    if level is None or (below is not None and above is not None):
        raise click.UsageError("say which level to keep clear of: --below X or --above X")
    if level != level or abs(level) == float("inf"):
        raise click.UsageError(f"{level} is no level: it must be a finite number")
    if any(Path(file).is_dir() for file in files):
        raise InputError("new values have to be run: name the study or scenario files, not a results folder")

    from webloop.outcomes.crossing import Goal
    from webloop.outcomes.threshold_question import question
    from webloop.scenario.sweep import short_path

    study = loaded(files, how)
    goal = Goal(level, below=below is not None)
    ends = {"low": low, "high": high, "tolerance": tolerance}
    asked = question(study, path, metric, goal, month=at, scenario=scenario, of=of, **ends)
    study = replace(study, asked=(*study.asked, *([f"--scenario {scenario}"] if scenario else [])))
    return _answer(asked, study, results_folder(files, study, how, f"-threshold-{short_path(path)}"), how)


def _answer(asked: "Question", study: "Study", folder: Path, how: RunOptions) -> int:
    """Search, write and print; the exit code."""
    from webloop.errors import RunsFailedError
    from webloop.outcomes.results import Results
    from webloop.outcomes.threshold import write_threshold
    from webloop.outcomes.threshold_words import as_json, print_threshold
    from webloop.plots.draw import draw_all

    found = _searched(asked, study, folder, how)
    write_threshold(folder, found)
    drawn = draw_all(Results(folder), names=["threshold"])
    if found.failed:
        click.echo(f"{len(found.failed)} of the runs failed: {found.failed[0]}", err=True)
    if how.as_json:
        plots = [str(file) for file in drawn]
        click.echo(json.dumps({"folder": str(folder), "plots": plots, **as_json(found)}, indent=1))
    elif not how.quiet:
        print_threshold(found)
        for file in drawn:
            click.echo(file)
    return RunsFailedError.exit_code if found.failed else 0


def _searched(asked: "Question", study: "Study", folder: Path, how: RunOptions) -> "Threshold":
    """Search, telling each value that is tried on standard error; a bar for its runs where there is a terminal."""
    from webloop.cli.progress import progress_bar
    from webloop.outcomes.threshold import find_threshold
    from webloop.run.seek import Growing

    def told(value: float, mean: float) -> None:
        if not how.quiet:
            click.echo(f"{asked.parameter.path} {value:g}: {asked.metric.name} {mean:.4g}", err=True)

    with progress_bar(quiet=how.quiet or not sys.stderr.isatty()) as progress:
        growing = Growing(study, folder, how.jobs, how.cluster, progress)
        return find_threshold(asked, growing, study.replicates, told)
