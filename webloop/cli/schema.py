"""`webloop schema`."""

import json
from pathlib import Path

import click

from webloop.cli.text_out import print_or_write, text_out_option


@click.command("schema")
@click.option("--study", is_flag=True, help="The schema of study files instead.")
@text_out_option
def schema_command(study: bool, out: Path | None) -> None:
    """Write the JSON Schema of scenario files: completion, hover and range errors in editors."""
    from webloop.scenario.json_schema import scenario_json_schema, study_json_schema

    text = json.dumps(study_json_schema() if study else scenario_json_schema(), indent=1, ensure_ascii=False) + "\n"
    print_or_write(text, out)
