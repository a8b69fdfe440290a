"""`webloop validate`."""

import json
import math
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from webloop.scenario.study import Study

from webloop.cli.options import settings_option


@click.command("validate")
@click.argument("files", nargs=-1, required=True)
@settings_option
@click.option("--json", "as_json", is_flag=True, help="Print problems as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Of files that are in order, print warnings only.")
def validate_command(files: tuple[str, ...], settings: tuple[str, ...], as_json: bool, quiet: bool) -> int:
    """Check scenario or study FILES. Every problem is one line: file:line:column path: what is wrong."""
    from webloop.scenario.problems import ScenarioError
    from webloop.scenario.resolve import parse_settings
    from webloop.scenario.site_files import own_sites
    from webloop.scenario.study import load_study

    chosen = parse_settings(settings)
    problems = []
    for file in files:
        try:
            study = load_study([file], chosen)
        except ScenarioError as error:
            problems += list(error.problems)
            continue
        for warning in study.warnings:
            click.echo(warning, err=True)
        if not quiet and not as_json:
            click.echo(f"{file}: in order{_size(study)}")
            for note in own_sites(each.scenario for each in study.scenarios):
                click.echo(f"{file}: {note}")
    if as_json:
        shown = [
            {
                "file": p.origin.file,
                "line": p.origin.line,
                "column": p.origin.column,
                "path": p.path,
                "wrong": p.wrong,
                "allowed": p.allowed,
                "hint": p.hint,
            }
            for p in problems
        ]
        click.echo(json.dumps({"problems": shown}, indent=1))
    else:
        for problem in problems:
            click.echo(str(problem), err=True)
    return 2 if problems else 0


def _size(study: "Study") -> str:
    """How much a study asks for; nothing for a single scenario."""
    counts = {"scenario": len(study.scenarios), "draw": study.draws.number if study.draws else 1}
    if all(count == 1 for count in counts.values()):
        return ""
    counts["replicate"] = study.replicates
    told = [f"{count:,} {what}{'s' * (count > 1)}" for what, count in counts.items() if count > 1 or what != "draw"]
    return f" ({' x '.join(told)} = {math.prod(counts.values()):,} runs)"
