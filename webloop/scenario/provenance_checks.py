"""Checks between what pages say of their provenance and what labs make of it."""

from collections.abc import Iterator

from webloop.months import format_month
from webloop.scenario.problems import Fault
from webloop.scenario.schema import Scenario


def signed_pages_exist(scenario: Scenario) -> Iterator[Fault]:
    """A lab that takes signed pages alone needs somebody who signs, at some time."""
    if scenario.labels.signed > 0 or scenario.labels.forged > 0 or _interventions_touch(scenario, "signed", "forged"):
        return
    for name, lab in scenario.labs.items():
        crawled = 1.0 - sum(source.share for source in lab.mix.values())
        if lab.filter.signed == "require" and crawled > 0:
            wrong = f"no page is ever signed, so that {name!r} would find nothing to train on"
            cure = "set labels.signed above 0, or `trust` or `ignore` here"
            yield Fault(("labs", name, "filter", "signed"), wrong, cure, causes=(("labels", "signed"),))


def _interventions_touch(scenario: Scenario, *labels: str) -> bool:
    """True when some intervention sets one of these of `labels`, one by one or all in one."""
    for change in scenario.interventions:
        whole = change.set.get("labels")
        if any(f"labels.{each}" in change.set or (isinstance(whole, dict) and each in whole) for each in labels):
            return True
    return False


def archive_can_be_impure(scenario: Scenario) -> Iterator[Fault]:
    """Pages of models can be in the archive only if there is a model when it is taken."""
    used = {name: lab for name, lab in scenario.labs.items() if lab.market_share > 0} or scenario.labs
    first, name = min((lab.first_release, name) for name, lab in used.items())
    if scenario.archive.impurity > 0 and first >= scenario.archive.date:
        wrong = f"no model could write these pages: the archive is taken {format_month(scenario.archive.date)}"
        cure = f"must be 0, or archive.date later than {format_month(first)}, the first release"
        causes = (("archive", "date"), ("labs", name, "first_release"))
        yield Fault(("archive", "impurity"), wrong, cure, causes=causes)
