"""Crawlers that fetch the pages of some labs' models only, so that labs can live apart."""

from webloop.content.groups import Group
from webloop.scenario.parts import Crawler
from webloop.scenario.schema import Scenario


def labs_apart(rules: Scenario) -> bool:
    """True when this month's AI pages must be told apart by lab: some crawler leaves some of them out.

    A page is fetched in its first month or never, so what crawlers do in other months does not matter.
    """
    return any(crawler.labs is not None for crawler in rules.crawlers.values())


def may_fetch(crawler: Crawler, group: Group) -> bool:
    """Whether a crawler fetches pages of a group; those mostly written by people always."""
    return crawler.labs is None or not group.mostly_ai or group.lab in crawler.labs
