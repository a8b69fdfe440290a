"""`webloop list`."""

import json
from collections.abc import Callable

import click

Rows = list[tuple[str, ...]]


@click.command("list")
@click.argument("what", type=click.Choice(["scenarios", "submodels", "metrics", "plots"]), default="scenarios")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_command(what: str, as_json: bool) -> None:
    """List shipped scenarios, submodels (every registered part), metrics or plots."""
    listings: dict[str, tuple[tuple[str, ...], Callable[[], Rows]]] = {
        "scenarios": (("scenario", "title", "claim"), _scenarios),
        "submodels": (("role", "kind", "what it stands for"), _submodels),
        "metrics": (("metric", "level", "unit", "better", "definition"), _metrics),
        "plots": (("plot", "what it shows"), _plots),
    }
    head, rows = listings[what]
    if as_json:
        click.echo(json.dumps([dict(zip(head, row, strict=True)) for row in rows()], indent=1))
        return
    from webloop.outcomes.tables import print_rows

    print_rows(head, rows())


def _scenarios() -> Rows:
    from webloop.scenario.shipped import PREFIX, shipped_names, shipped_scenario
    from webloop.scenario.yaml import read_yaml

    rows: Rows = []
    for name in sorted(shipped_names(), key=lambda name: ("/" in name, name != "baseline", name)):
        data = read_yaml(shipped_scenario(name)).data
        rows.append(
            (
                PREFIX + name,
                str(data.get("title", "")),
                str(data.get("claim", "a study of several scenarios")),
            )
        )
    return rows


def _submodels() -> Rows:
    from webloop.registry import kinds, roles

    return [
        (role, kind, (cls.__doc__ or "").strip().splitlines()[0])
        for role in roles()
        for kind, cls in sorted(kinds(role).items())
    ]


def _metrics() -> Rows:
    from webloop.metrics.registry import metrics

    return [(m.name, m.level, m.unit, m.better, m.definition) for m in metrics().values()]


def _plots() -> Rows:
    from webloop.plots.registry import pictures

    return [(name, plot.description) for name, plot in pictures().items()]
