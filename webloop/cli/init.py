"""`webloop init`."""

from pathlib import Path

import click


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="scenarios")
@click.option("--force", is_flag=True, help="Replace files that are there already.")
def init_command(folder: Path, force: bool) -> None:
    """Copy the shipped scenarios into FOLDER (default: scenarios), with a first one of your own to change."""
    from webloop.scenario.starter import write_starter

    for path in write_starter(folder, force=force):
        click.echo(path)
    click.echo(f"next: webloop compare {folder / 'study.yaml'}", err=True)
