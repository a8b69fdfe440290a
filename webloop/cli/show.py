"""`webloop show`."""

import json
from dataclasses import asdict

import click

from webloop.cli.options import settings_option


@click.command("show")
@click.argument("file")
@settings_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, with description and source of every value.")
@click.option("--yaml", "as_yaml", is_flag=True, help="Print the resolved scenario as a file that can be run.")
def show_command(file: str, settings: tuple[str, ...], as_json: bool, as_yaml: bool) -> None:
    """Show what scenario FILE says in the end, and where each value was written."""
    from webloop.scenario.origins import explain_values
    from webloop.scenario.resolve import load_scenario, parse_settings

    resolved = load_scenario(file, parse_settings(settings))
    if as_yaml:
        from webloop.scenario.dump import scenario_text

        click.echo(scenario_text(resolved), nl=False)
        return
    rows = explain_values(resolved)
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], indent=1))
        return
    from webloop.outcomes.tables import print_values

    print_values(resolved.name, resolved.scenario.title, rows)
