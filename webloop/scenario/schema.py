"""The scenario: one frozen, complete set of assumptions and levers."""

from typing import Annotated, Any

from pydantic import AfterValidator

from webloop.months import Month, format_month
from webloop.registry import Config, OneOf, param
from webloop.scenario.parts import (
    Archive,
    Collapse,
    Community,
    Crawler,
    Ideas,
    Lab,
    Labels,
    Readers,
    SiteRules,
    Time,
    WebRules,
    Writers,
)
from webloop.scenario.wholes import MisplacedError, sums_to_one
from webloop.submodels.content.ideas import IdeaContent
from webloop.submodels.market.fixed import Fixed
from webloop.submodels.roles import ContentKind, Farm, Instrument, Market


def _communities_sum_to_one(communities: dict[str, Community]) -> dict[str, Community]:
    sums_to_one([community.share for community in communities.values()], "the communities' shares")
    return communities


def _in_order(pins: dict[int, float] | None) -> dict[int, float] | None:
    latest = None
    for month in pins or {}:
        if latest is not None and month < latest:
            wrong = f"{format_month(month)} stands after {format_month(latest)}: the dates are out of order"
            raise MisplacedError(f"{wrong}; put them in order", format_month(month))
        latest = month
    return pins


Share = Annotated[float, param(..., "Share of new pages", unit="share", ge=0, le=1, source="lever")]


class Intervention(Config):
    """From a date on, other values hold."""

    date: Month = param(..., "First month in which the change holds", unit="month", source="lever")
    title: str = param("", "What happens, for people", source="-")
    set: dict[str, Any] = param(
        ..., "New values by dotted path, such as `lab.accumulation: replace`", source="lever", min_length=1
    )


class Scenario(Config):
    """One set of assumptions and levers; what a scenario file says after `extends` and defaults."""

    title: str = param("", "What the scenario is, in a few words", source="-", fixed=True)
    claim: str = param("", "Which claim in the debate it is about", source="-", fixed=True)
    content: Annotated[ContentKind, OneOf("content", "ideas")] = param(
        IdeaContent, "What pages hold and models learn", source="design", fixed=True
    )
    time: Time = param(Time, "When the run starts and ends", source="design")
    ideas: Ideas = param(Ideas, "What there is to say", source="design")
    communities: Annotated[dict[str, Community], AfterValidator(_communities_sum_to_one)] = param(
        lambda: {"majority": Community(share=1.0)},
        "Communities by name",
        source="assumption",
        min_length=1,
        fixed=True,
    )
    web: WebRules = param(WebRules, "How large the web is and how long pages stay", source="-")
    archive: Archive = param(Archive, "The snapshot of human pages", source="-")
    crawlers: dict[str, Crawler] = param(
        lambda: {"common": Crawler()}, "Stores of fetched pages by name", source="-", min_length=1
    )
    labels: Labels = param(Labels, "Provenance labels", source="-")
    writers: Writers = param(Writers, "Who publishes", source="-")
    pinned_pollution: Annotated[dict[Month, Share] | None, AfterValidator(_in_order)] = param(
        None,
        "Hold the share of synthetic pages among new ones at these values from these months on, whatever adoption says",
        unit="share of new pages",
        source="lever",
    )
    readers: Readers = param(Readers, "What people see", source="-")
    sites: SiteRules | None = param(
        None, "Sites and their links; null: one site for each segment and community, without links", source="-"
    )
    farms: Annotated[Farm, OneOf("farm", "profit")] | None = param(
        None, "Content farms; null: there are none", source="lever"
    )
    lab: Lab = param(Lab, "What every lab does unless its own entry says otherwise", source="-")
    labs: dict[str, Lab] = param(
        lambda: {"lab": Lab()}, "Labs by name; each may differ from `lab`", source="-", min_length=1
    )
    market: Annotated[Market, OneOf("market", "fixed")] = param(
        Fixed, "How writers choose among the labs' models", source="neutral"
    )
    instruments: dict[str, Annotated[Instrument, OneOf("instrument", "ai_share")]] = param(
        dict,
        "Published measurements that are taken on this web each month, by name",
        source="neutral: none",
        fixed=True,
    )
    collapse: Collapse = param(Collapse, "When a run counts as collapsed", source="-")
    interventions: tuple[Intervention, ...] = param((), "Dated changes, in order", source="lever", fixed=True)
