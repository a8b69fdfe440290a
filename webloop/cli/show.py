"""`webloop show`."""

import json
from dataclasses import asdict

import click

from webloop.cli.options import settings_option


@click.command("show")
@click.argument("file")
@settings_option
@click.option("--sources", is_flag=True, help="Say of every value of the baselines where it and its range are from.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, with description and source of every value.")
@click.option("--yaml", "as_yaml", is_flag=True, help="Print the resolved scenario as a file that can be run.")
def show_command(file: str, settings: tuple[str, ...], sources: bool, as_json: bool, as_yaml: bool) -> None:
    """Show what scenario FILE says in the end, and where each value was written.

    A value of the baselines is shown with the range that is thought possible, the distribution that it is drawn from in
    fits, and how well it is known.
    """
    from webloop.scenario.resolve import load_scenario, parse_settings

    resolved = load_scenario(file, parse_settings(settings))
    if as_yaml:
        from webloop.scenario.dump import scenario_text

        click.echo(scenario_text(resolved), nl=False)
        return
    from webloop.calibration.parameters import known_values

    values = known_values(resolved)
    if as_json:
        unknown = dict.fromkeys(("low", "high", "distribution", "status"))
        shown = [asdict(row) | (parameter.told() if parameter else unknown) for row, parameter in values]
        click.echo(json.dumps(shown, indent=1))
        return
    from webloop.calibration.values_table import print_values

    print_values(resolved.name, resolved.scenario.title, values, sources=sources)
