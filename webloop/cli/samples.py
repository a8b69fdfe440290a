"""`webloop samples`."""

import json

import click

from webloop.cli.options import RunOptions, run_options, run_or_open


def _numbers(_context: click.Context, _option: click.Parameter, text: str | None) -> tuple[int, ...]:
    """Numbers with commas between them."""
    parts = [part.strip() for part in text.split(",")] if text is not None else []
    if not all(part.isdecimal() for part in parts):
        raise click.BadParameter(f"{text!r} must be numbers from 0 with commas between them, such as 0,3,9")
    return tuple(int(part) for part in parts)


@click.command("samples")
@click.argument("files", nargs=-1, required=True)
@run_options
@click.option("-p", "--prompt", type=click.IntRange(0), help="Which prompt to print; default: the first, 0.")
@click.option("--scenario", "scenarios", metavar="NAME", multiple=True, help="Only this one; may be repeated.")
@click.option(
    "--generations", metavar="0,3,9", callback=_numbers, help="Which to show; default: the first, middle and last."
)
@click.option(
    "--replicate", type=click.IntRange(0), default=0, show_default=True, help="The run whose texts are shown."
)
@click.option(
    "--lab",
    metavar="NAME",
    help="Whose models, where there are several labs; default: the first. Scenarios without it are left out.",
)
def samples_command(
    files: tuple[str, ...],
    how: RunOptions,
    prompt: int | None,
    scenarios: tuple[str, ...],
    generations: tuple[int, ...],
    replicate: int,
    lab: str | None,
) -> None:
    """What language models write: the same prompt continued by people and by each generation.

    FILES are scenario files (the first is the baseline), one study file, or one results folder; content.kind is text.
    Scenarios are run first where they have not been. Texts are shown with perplexity, words alive and diversity,
    because each of these alone can hide collapse. Then come words that no model writes any more, and findings. All
    prompts and generations also go to samples.html in the results folder, which needs no network.
    """
    results = run_or_open(files, how)

    from webloop.errors import InputError
    from webloop.outcomes.samples import samples
    from webloop.outcomes.samples_table import as_json, print_findings, print_samples, print_vanished
    from webloop.plots.samples_page import write_samples

    shown = samples(results, scenarios, generations, replicate, lab)
    if prompt is not None and prompt not in shown.prompts:
        raise InputError(f"there is no prompt {prompt}; there are: {', '.join(map(str, shown.prompts))}")
    written = write_samples(samples(results, replicate=replicate, lab=shown.lab))
    if how.as_json:
        found = as_json(shown, shown.prompts if prompt is None else [prompt])
        places = {"folder": str(results.folder), "baseline": results.baseline, "files": [str(file) for file in written]}
        click.echo(json.dumps({**places, **found}, indent=1))
    elif not how.quiet:
        print_samples(shown, prompt or 0, every=bool(generations))
        print_vanished(shown)
        print_findings(shown)
        for file in written:
            click.echo(file)
