"""The progress bar, on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

Update = Callable[[int, int, int], None]


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Update | None]:
    """A bar with the time that is left; a single line at the end where there is no terminal."""
    if quiet:
        yield None
        return
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("runs", total=None)

        def update(done: int, total: int, reused: int) -> None:
            bar.update(
                task,
                total=max(total, 1),
                completed=done if total else 1,
                description=f"runs ({reused} reused)" if reused else "runs",
            )
            if not console.is_terminal and done == total:
                console.print(f"{done} runs done, {reused} reused")

        yield update
