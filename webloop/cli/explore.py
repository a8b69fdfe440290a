"""`webloop explore`."""

import click

from webloop.cli.options import metrics_option, settings_option

_MOST = 50


@click.command("explore")
@click.argument("file", metavar="SCENARIO")
@settings_option
@metrics_option("Show these metrics instead of the headline ones; may be repeated.")
@click.option(
    "-n",
    "--replicates",
    type=click.IntRange(1, _MOST),
    default=5,
    show_default=True,
    help="Runs of each line: the first is drawn at once, the others tell luck from change.",
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed that both lines share.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port on this machine; default: any free one.")
@click.option("--no-browser", is_flag=True, help="Print the address only.")
def explore_command(
    file: str,
    settings: tuple[str, ...],
    metrics: tuple[str, ...],
    replicates: int,
    seed: int,
    port: int | None,
    no_browser: bool,
) -> None:
    """Explore SCENARIO on a local page: move levers, see what changes against the scenario as it is.

    The page is served on this machine only and needs no network. What was moved can be saved as a scenario file.
    Ctrl-C ends it.
    """
    from webloop.live.server import check_installed, listening, serve

    check_installed()

    from webloop.live.desk import Desk, shown_metrics
    from webloop.live.explored import load_explored
    from webloop.live.running import Luck
    from webloop.scenario.resolve import parse_settings

    explored = load_explored(file, parse_settings(settings))
    desk = Desk(explored, Luck(seed, replicates), shown_metrics(explored, metrics), always=bool(metrics))
    with listening(port or 0) as listener:
        click.echo(f"exploring {explored.title} at http://127.0.0.1:{listener.getsockname()[1]} (Ctrl-C ends it)")
        serve(desk, listener, browser=not no_browser)
