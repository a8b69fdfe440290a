"""`webloop replicate`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from webloop.cli.options import folder_option, output_options
from webloop.errors import InputError, WebloopError

if TYPE_CHECKING:
    from webloop.replication.chosen_text import ChosenText
    from webloop.replication.registry import Chosen
    from webloop.replication.verdict import Replication

_FOLDER = Path("results") / "replication"
_FOLDER_OF_TEXT = Path("results") / "replication-text"


@click.command("replicate")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--quick", is_flag=True, help="Fewer replicates, and as much more room for chance as that demands.")
@click.option("--list", "as_list", is_flag=True, help="List papers and claims, and run nothing.")
@click.option(
    "--text",
    metavar="PATH",
    help="Only papers about text, on this: python, wikipedia, a folder of .txt, a .txt, .jsonl, .csv or .parquet file.",
)
@click.option("--column", metavar="NAME", help="With --text: the column of a table that holds the text.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes; default: all cores.")
@folder_option(
    None,
    f"Results folder; what it has of the same code is not run again. Default: {_FOLDER.as_posix()}, and with --text "
    f"{_FOLDER_OF_TEXT.as_posix()}.",
)
@output_options
def replicate_command(
    names: tuple[str, ...],
    quick: bool,
    as_list: bool,
    text: str | None,
    column: str | None,
    jobs: int | None,
    out: Path | None,
    quiet: bool,
    as_json: bool,
) -> int:
    """Does the engine give the literature's numbers?

    NAME is a paper or the beginning of its name, a row such as L3, or a claim; without names all papers are run.
    Prints each claim with what is expected, what webloop finds, and a verdict: reproduced, direction only (the sign is
    checked, not the size) or not reproduced. Writes replication.csv and verdicts.json with the claims of this call,
    and a picture of each paper that is run as a whole. Papers about text take the manual of the running Python, or the
    text of your choice, which must have 20,000 words or more.

    Exit code 0: every claim is reproduced, in its number or its direction; 1: some are not, or could not be run.
    """
    from webloop.replication.registry import choose

    other = _text(text, column)
    chosen = choose(names, other)
    if as_list:
        _list(chosen, as_json=as_json)
        return 0
    if other is not None:
        other.check()  # what is wrong with it is said before anything is run
    out = out or (_FOLDER if other is None else _FOLDER_OF_TEXT)
    if (out / "manifest.json").exists():
        raise InputError(f"{out} holds the results of a study: name another folder with --out")
    found = _run(chosen, out, jobs, quick=quick, quiet=quiet)

    from webloop.replication.report import as_json as told
    from webloop.replication.report import print_report, write_report

    files = [*write_report(found, out), *_pictures(chosen, found, out)]
    if as_json:
        click.echo(told(found), nl=False)
    elif not quiet:
        print_report(found)
        for file in files:
            click.echo(file, err=True)
    return 1 if found.failed else 0


def _text(corpus: str | None, column: str | None) -> "ChosenText | None":
    """The text that was asked for; None for that of each paper.

    Raises:
        InputError: when a column is named without it.
    """
    from webloop.replication.chosen_text import ChosenText

    if corpus is None:
        if column is not None:
            raise InputError("--column says which column of --text holds the text: name that, too")
        return None
    return ChosenText(corpus, column)


class _InterruptedError(WebloopError):
    """Ctrl-C, where what is kept is whole cases rather than single runs."""

    exit_code = 130


def _run(chosen: "Chosen", out: Path, jobs: int | None, *, quick: bool, quiet: bool) -> "Replication":
    """Run with a progress bar; Ctrl-C keeps finished cases."""
    from webloop.cli.progress import progress_bar
    from webloop.replication.verdict import replicate
    from webloop.run.executors import available_cores

    try:
        with progress_bar(quiet=quiet) as progress:
            return replicate(chosen, out, jobs or available_cores(), quick=quick, told=progress)
    except KeyboardInterrupt:
        kept = "interrupted; finished cases are kept: the same command goes on with the others"
        raise _InterruptedError(kept) from None


def _pictures(chosen: "Chosen", found: "Replication", out: Path) -> list[Path]:
    """Pictures of the papers of which all cases were run."""
    from webloop.replication.picture import write_picture

    whole = [paper for paper, _ in chosen if all(case.name in found.curves[paper.key] for case in paper.cases())]
    return [file for paper in whole for file in write_picture(paper, found.curves[paper.key], out, quick=found.quick)]


def _list(chosen: "Chosen", *, as_json: bool) -> None:
    import json

    from webloop.outcomes.tables import print_rows

    head = ("row", "paper", "claim", "label", "what it says")
    rows = [(paper.row, paper.key, claim.key, claim.label, claim.says) for paper, claims in chosen for claim in claims]
    if as_json:
        click.echo(json.dumps([dict(zip((*head[:4], "says"), row, strict=True)) for row in rows], indent=1))
    else:
        print_rows(head, [(row or "-", *rest) for row, *rest in rows])
