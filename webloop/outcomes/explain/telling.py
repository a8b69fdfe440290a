"""A story in the terminal."""

from rich.text import Text

from webloop.outcomes.explain.story import Amount, Part, Story
from webloop.outcomes.explain.story import Table as Facts
from webloop.outcomes.tables import console


def print_story(story: Story) -> None:
    """Print chapters one after another: what is said, then what is shown."""
    out = console()
    head = [story.scenario, *([f"draw {story.draw}"] if story.draw is not None else []), f"replicate {story.replicate}"]
    out.print(Text(f"{story.month}  {', '.join(head)}", style="bold"))
    if story.title and story.title != story.scenario:
        out.print(Text(story.title))
    out.print(Text(str(story.checked), style="yellow" if story.unlike else "dim"))
    for line in story.unlike:
        out.print(Text(line, style="yellow"))
    for number, chapter in enumerate(story.chapters, start=1):
        out.print(Text(f"\n{number}. {chapter.title}", style="bold"))
        for part in chapter.parts:
            _print_part(part, several=len(chapter.parts) > 1)


def _print_part(part: Part, *, several: bool) -> None:
    out = console()
    if several and part.about:
        out.print(Text(f"\n{part.about}", style="italic"))
    out.print(Text(" ".join(str(each) for each in part.sentences)))
    for table in part.tables:
        _print_table(table)


def _print_table(facts: Facts) -> None:
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for place, name in enumerate(facts.head):
        numbers = bool(facts.rows) and all(isinstance(row[place], Amount) for row in facts.rows)
        table.add_column(Text(name), justify="right" if numbers else "left", overflow="fold")
    for row in facts.rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    out = console()
    out.print(Text(f"\n{facts.title}", style="italic"))
    out.print(table)
