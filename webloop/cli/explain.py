"""`webloop explain`."""

import json
from pathlib import Path

import click


@click.command("explain")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--scenario", metavar="NAME", help="Which scenario; needed where there are several.")
@click.option("--replicate", type=click.IntRange(0), default=0, show_default=True, help="Which stream of chance.")
@click.option("--draw", type=click.IntRange(0), default=0, show_default=True, help="Which draw, where there are draws.")
@click.option("--month", metavar="YYYY-MM", help="Which month; default: the last one with a release.")
@click.option("--lab", metavar="NAME", help="Tell of this lab's training and release only.")
@click.option("--anyway", is_flag=True, help="Tell of a run that does not give the recorded numbers any more, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the story as JSON: each text beside its numbers.")
def explain_command(
    folder: Path,
    scenario: str | None,
    replicate: int,
    draw: int,
    month: str | None,
    lab: str | None,
    anyway: bool,
    as_json: bool,
) -> int:
    """Tell what happened in one month of a run of a results FOLDER.

    Who wrote what, what was crawled, kept and thrown away, what labs trained on, what they released and how good it is,
    which rules changed, and which ideas or words vanished or came back; beside the month before, and beside the
    baseline with the same luck. The run is run again up to that month. Exit code 1: it does not give the recorded
    numbers any more. Nothing is written to the folder.
    """
    from webloop.outcomes.explain.explaining import explain
    from webloop.outcomes.explain.question import Question

    story = explain(folder, Question(scenario, draw, replicate, month, lab, anyway))
    if as_json:
        click.echo(json.dumps(story.as_json(), indent=1))
    else:
        from webloop.outcomes.explain.telling import print_story

        print_story(story)
    return 1 if story.unlike else 0
