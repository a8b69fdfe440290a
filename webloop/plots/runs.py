"""Words for what runs are in the results, draws of what is uncertain or replicates of luck, and which of them count."""

import pandas as pd

from webloop.errors import InputError
from webloop.outcomes.panel import fair_draws, fair_rows
from webloop.outcomes.results import Results
from webloop.outcomes.tables import runs_in_words


def drawn(results: Results) -> bool:
    """Whether there are several draws of what is uncertain."""
    return results.draws > 1


def alone(results: Results) -> bool:
    """Whether each scenario was run once only."""
    return results.draws * results.replicates == 1


def counted(number: int, what: str) -> str:
    """A number of things.

    >>> counted(1, "scenario"), counted(3, "scenario")
    ('1 scenario', '3 scenarios')
    """
    return f"{number} {what}{'s' * (number != 1)}"


def all_runs(results: Results) -> str:
    """What was run of each scenario: `5 replicates`, `8 draws x 2 replicates`."""
    return runs_in_words(results.draws, results.replicates)


def shown_runs(results: Results) -> str:
    """The runs that pictures show: as `all_runs`, `the only replicate`, or the base draws of a sensitivity design."""
    if alone(results):
        return "the only replicate"
    fair = fair_draws(results)
    if fair is None or len(fair) == results.draws:
        return all_runs(results)
    return f"{len(fair)} base draws x {counted(results.replicates, 'replicate')}"


def mean_of_runs(results: Results) -> str:
    """What numbers are, as a sentence: `Mean of 5 replicates.`, or that there is only one replicate."""
    return "The only replicate." if alone(results) else f"Mean of {shown_runs(results)}."


def shows(results: Results, what: str) -> str:
    """What bands, bars or intervals are about, as a sentence; nothing where there are none.

    Args:
        results: what was run.
        what: their name, in the plural.
    """
    if alone(results):
        return ""
    if not drawn(results):
        return f" {what} show chance, not what is assumed."
    if results.replicates == 1:
        return f" {what} show the assumptions drawn, not chance."
    return f" {what} show chance and the assumptions drawn."


def only_fair(results: Results, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of a table of runs that are a fair sample of what is uncertain."""
    return fair_rows(results, table) if drawn(results) else table


def no_sample(results: Results) -> str:
    """Why the runs are no sample of what is uncertain; empty where they are."""
    if drawn(results) and results.manifest["draws"].get("method") == "morris":
        return "its draws are a screening (morris), no sample of what is uncertain: plot a folder of `webloop run`"
    try:
        fair_draws(results)
    except InputError as error:
        return str(error)
    return ""
