"""The parts of a scenario about people: who publishes, how much of it with AI, and what readers see."""

from typing import Annotated, Literal

from pydantic import AfterValidator, field_validator

from webloop.months import Month
from webloop.registry import Config, OneOf, param
from webloop.scenario.wholes import MisplacedError, sums_to_one
from webloop.submodels.adoption.never import Never
from webloop.submodels.participation.steady import Steady
from webloop.submodels.ranking.pages import Pages
from webloop.submodels.roles import Adoption, Answers, Imitation, Participation, Ranking, Visibility
from webloop.submodels.visibility.odds import Odds

Measure = Literal["fraction", "any", "majority"]


class AssistBin(Config):
    """AI pages with about the same share of AI text."""

    fraction: float = param(
        ...,
        "Share of the page's text that a model wrote; 1 is a synthetic page",
        unit="share",
        gt=0,
        le=1,
        source="Ahrefs 2025 bins",
        fixed=True,
    )
    share: float = param(
        ..., "Of the pages with any AI text", unit="share", ge=0, le=1, source="Ahrefs 2025", fixed=True
    )


class Segment(Config):
    """A kind of publisher."""

    weight: float = param(
        ...,
        "Share of new human pages in the reference month",
        unit="share",
        ge=0,
        le=1,
        source="assumption",
        fixed=True,
    )
    adoption: Annotated[Adoption, OneOf("adoption", "saturating")] = param(
        Never, "How AI use spreads", source="per segment"
    )
    measures: Measure = param(
        "fraction",
        "What the adoption curve counts: AI text, pages with any, or pages mostly AI",
        unit="choice",
        source="the instrument behind the curve",
    )
    participation: Annotated[Participation, OneOf("participation", "trend")] = param(
        Steady, "How much people publish", source="per segment"
    )
    answered: Annotated[Adoption, OneOf("adoption", "saturating")] = param(
        Never, "Readers who ask a model instead of looking for a page", source="neutral: none"
    )
    opt_out: Annotated[Adoption, OneOf("adoption", "saturating")] = param(
        Never, "Sites that shut AI crawlers out", source="neutral: none"
    )


def _segments_sum_to_one(segments: dict[str, Segment]) -> dict[str, Segment]:
    sums_to_one([segment.weight for segment in segments.values()], "the segments' weights")
    return segments


AHREFS_BINS = (
    AssistBin(fraction=0.055, share=0.1330),
    AssistBin(fraction=0.255, share=0.3484),
    AssistBin(fraction=0.555, share=0.2762),
    AssistBin(fraction=0.85, share=0.2090),
    AssistBin(fraction=1.0, share=0.0334),
)


class Writers(Config):
    """Who publishes, how much, and how much of it with AI."""

    launch: Month = param(
        24274,
        "Launch of public AI writing tools; adoption counts from here",
        unit="month",
        source="ChatGPT, 2022-11",
        fixed=True,
    )
    growth: float = param(
        0.03,
        "Growth of human publishing, relative to the launch month",
        unit="per year",
        ge=-0.5,
        le=1,
        source="Villalobos 2024: 0 to 0.10",
        fixed=True,
    )
    step_power: float = param(
        0.0,
        "New pages of the s-th month are s ** step_power times as many (papers' schedules of sample sizes)",
        ge=-3,
        le=3,
        source="neutral 0",
        fixed=True,
    )
    additive: float = param(
        0.5,
        "AI pages that are extra volume; the others replace human pages",
        unit="share of AI pages",
        ge=0,
        le=0.95,
        source="no data; below 1, or a web of AI pages alone would be endless",
    )
    assist_bins: tuple[AssistBin, ...] = param(
        AHREFS_BINS,
        "Pages with AI by their share of AI text",
        source="Ahrefs 2025, 900,000 pages",
        min_length=1,
        fixed=True,
    )
    segments: Annotated[dict[str, Segment], AfterValidator(_segments_sum_to_one)] = param(
        lambda: {"all": Segment(weight=1.0)}, "Kinds of publisher, by name", source="-", min_length=1
    )
    page_value: float = param(
        0.12,
        "What its readers are worth to the writer of a page while there are no AI pages; licence fees add to it",
        unit="USD per page",
        gt=0,
        le=1e6,
        source="assumption: 10 views a month for a year at 1 USD per 1,000 views",
    )
    cohorts_per_cell: int = param(
        1,
        "Cohorts in each segment and community",
        unit="cohorts",
        ge=1,
        le=1_000_000,
        source="design",
        fixed=True,
    )
    activity_spread: float = param(
        0.0,
        "Spread of cohorts' volume (standard deviation of its log)",
        unit="-",
        ge=0,
        le=5,
        source="neutral 0",
        fixed=True,
    )
    delay_spread: float = param(
        0.0,
        "Spread of cohorts' delay in taking up AI (standard deviation)",
        unit="months",
        ge=0,
        le=120,
        source="neutral 0",
        fixed=True,
    )

    @field_validator("assist_bins")
    @classmethod
    def _bins_sum_to_one(cls, bins: tuple[AssistBin, ...]) -> tuple[AssistBin, ...]:
        sums_to_one([each.share for each in bins], "the bins' shares")
        for index in range(1, len(bins)):
            if bins[index].fraction <= bins[index - 1].fraction:
                before = f"{bins[index].fraction:g} stands after {bins[index - 1].fraction:g}"
                must = "bins must be in order of their fraction, each fraction once"
                raise MisplacedError(f"{before}; {must}", index, "fraction")
        return bins


class Readers(Config):
    """What people see of the web."""

    visibility: Annotated[Visibility, OneOf("visibility", "odds")] = param(
        Odds, "What search and feeds show", source="neutral"
    )
    ranking: Annotated[Ranking, OneOf("ranking", "pages")] = param(
        Pages, "How attention falls on sites", source="neutral: every page alike"
    )
    overview: Annotated[Answers, OneOf("answers", "overview")] | None = param(
        None, "AI summaries that answer a search without a click; null: none", source="lever"
    )
    imitation: Annotated[Imitation, OneOf("imitation", "habit")] | None = param(
        None, "How people take over what they read; null: they don't", source="lever"
    )
    views_per_page: float = param(
        10.0,
        "Readers that a page finds as long as there are no AI pages; only what farms earn hangs on it",
        unit="views per month",
        gt=0,
        le=1e9,
        source="assumption",
    )


def page_measure(measure: Measure, bins: tuple[AssistBin, ...]) -> float:
    """What an adoption curve counts, per page with any AI text.

    >>> bins = (AssistBin(fraction=0.2, share=0.5), AssistBin(fraction=1.0, share=0.5))
    >>> [page_measure(measure, bins) for measure in ("any", "majority", "fraction")]
    [1.0, 0.5, 0.6]
    """
    if measure == "any":
        return 1.0
    if measure == "majority":
        return sum(each.share for each in bins if each.fraction > 0.5)
    return sum(each.share * each.fraction for each in bins)
