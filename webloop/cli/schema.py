"""`webloop schema`."""

import json
from pathlib import Path

import click


@click.command("schema")
@click.option("--study", is_flag=True, help="The schema of study files instead.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file instead of standard output.",
)
def schema_command(study: bool, out: Path | None) -> None:
    """Write the JSON Schema of scenario files: completion, hover and range errors in editors."""
    from webloop.scenario.json_schema import scenario_json_schema, study_json_schema

    text = json.dumps(study_json_schema() if study else scenario_json_schema(), indent=1, ensure_ascii=False) + "\n"
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        click.echo(f"wrote {out}", err=True)
