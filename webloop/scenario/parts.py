"""The parts of a scenario file: what the world is made of. `schema.py` puts them together."""

from typing import Annotated, Literal

from pydantic import AfterValidator, field_validator, model_validator

from webloop.months import Month
from webloop.registry import ByKind, Config, OneOf, param
from webloop.submodels.lifetimes.weibull import Weibull
from webloop.submodels.participation.steady import Steady
from webloop.submodels.adoption.never import Never
from webloop.submodels.accumulation.accumulate_subsample import AccumulateSubsample
from webloop.submodels.decoders.sampling import Sampling
from webloop.submodels.learners.maximum_likelihood import MaximumLikelihood
from webloop.submodels.roles import (
    Accumulation,
    Adoption,
    Decoder,
    Detector,
    HumanSource,
    Learner,
    Lifetime,
    Participation,
    Visibility,
)
from webloop.submodels.visibility.odds import Odds

Measure = Literal["fraction", "any", "majority"]
SUM_TOLERANCE = 1e-6


def sums_to_one(values: list[float], what: str) -> None:
    """Refuse shares that do not add up.

    Raises:
        ValueError: when the sum is further than 1e-6 from 1.
    """
    total = sum(values)
    if abs(total - 1) > SUM_TOLERANCE:
        raise ValueError(f"{what} sum to {total:.6g}; they must sum to 1")


class Time(Config):
    """When a run starts and ends."""

    start: Month = param(24216, "First simulated month", unit="month", source="design", fixed=True)
    end: Month = param(24491, "Last simulated month, the horizon", unit="month", source="design", fixed=True)
    history_years: int = param(
        20, "Years of human pages that the web opens with", unit="years", ge=0, le=100, source="design", fixed=True
    )


class Ideas(Config):
    """What there is to say: how often people write each idea, and how ideas come and go."""

    number: int = param(1000, "Ideas alive at a time (at most this many words of a text)", unit="ideas", ge=2, le=1_000_000, source="design", fixed=True)
    exponent: float = param(1.0, "Zipf-Mandelbrot exponent", unit="-", ge=0, le=5, source="Zipf's law: 1", fixed=True)
    shift: float = param(2.7, "Zipf-Mandelbrot shift", unit="ranks", ge=0, le=1e6, source="Piantadosi 2014, doi:10.3758/s13423-014-0585-6", fixed=True)
    from_text: str | None = param(
        None, "Take names and frequencies from the words of this text: a file, or python:MODULE", unit="path", source="user", fixed=True
    )
    turnover: float = param(
        0.0085,
        "Ideas of torso and tail replaced by new ones",
        unit="share per year",
        ge=0,
        le=1,
        source="Michel et al. 2011, doi:10.1126/science.1199644: 8,500 new words a year in 1,022,000",
        fixed=True,
    )
    head_turnover: float = param(
        0.001,
        "Ideas of the head replaced by new ones",
        unit="share per year",
        ge=0,
        le=1,
        source="assumption",
        fixed=True,
    )
    fade_months: int = param(24, "Time in which a new idea takes over", unit="months", ge=1, le=1200, source="assumption", fixed=True)
    tail_focus: float = param(0.8, "How much of the tail belongs to one community alone", unit="share", ge=0, le=1, source="assumption", fixed=True)
    errors: int = param(50, "Error ideas, which no human writes but models may", unit="ideas", ge=0, le=100_000, source="assumption", fixed=True)

    @model_validator(mode="after")
    def _turnover_leaves_time_to_fade(self) -> "Ideas":
        if max(self.turnover, self.head_turnover) * self.fade_months >= 12:
            raise ValueError(f"turnover {self.turnover} with fade_months {self.fade_months}: ideas would be replaced before they have come; turnover * fade_months must be below 12")
        return self


class Community(Config):
    """People who share a tail of ideas of their own."""

    share: float = param(..., "Share of all human writing", unit="share", gt=0, le=1, source="assumption", fixed=True)


class WebRules(Config):
    """How large the web is and how long pages stay."""

    pages_per_month: float = param(
        2.7e9, "New human pages in the month before launch", unit="pages per month", ge=1, le=1e12, fixed=True,
        source="Common Crawl 2022: 6.7e8 new URLs a month / coverage 0.25",
    )
    tokens_per_page: float = param(
        176.0, "Clean tokens on a page", unit="tokens", gt=0, le=1e9, source="FineWeb 15.0T tokens / 85.3e9 unique URLs of Common Crawl", fixed=True
    )
    lifetime: Annotated[Lifetime, OneOf("lifetime", "weibull")] = param(Weibull, "How long pages live", source="Pew 2024", fixed=True)
    ai_hazard_ratio: float = param(
        1.0, "Hazard of pages with AI text, relative to human ones", unit="x human hazard", gt=0, le=100, source="no data: 0.5 to 4", fixed=True
    )


class Archive(Config):
    """A frozen snapshot of the web's human pages."""

    date: Month = param(24275, "Month at whose end it is taken", unit="month", source="the last month before AI text", fixed=True)
    coverage: float = param(
        0.04, "Share of the live human pages that it holds", unit="share", ge=0, le=1, fixed=True,
        source="2 to 4T unique English tokens before 2023 (FineWeb) / 176 tokens a page / 4e11 live pages",
    )


class Crawler(Config):
    """A store of fetched pages that labs train from. A page is fetched at most once, when it is new."""

    coverage: float = param(0.25, "New pages that are fetched", unit="share", ge=0, le=1, source="Villalobos 2024: Common Crawl 130T of 510T indexed tokens")
    historic_coverage: float = param(
        0.15, "Pages of the opening stock's months that were fetched", unit="share", ge=0, le=1, fixed=True,
        source="Common Crawl: 70.7e9 unique URLs to October 2022",
    )


class Labels(Config):
    """Provenance labels on AI pages."""

    share: float = param(0.0, "Pages mostly written by a model that carry a label", unit="share", ge=0, le=1, source="lever")


class AssistBin(Config):
    """AI pages with about the same share of AI text."""

    fraction: float = param(..., "Share of the page's text that a model wrote; 1 is a synthetic page", unit="share", gt=0, le=1, source="Ahrefs 2025 bins", fixed=True)
    share: float = param(..., "Of the pages with any AI text", unit="share", ge=0, le=1, source="Ahrefs 2025", fixed=True)


class Segment(Config):
    """A kind of publisher."""

    weight: float = param(..., "Share of new human pages in the reference month", unit="share", ge=0, le=1, source="assumption", fixed=True)
    adoption: Annotated[Adoption, OneOf("adoption", "saturating")] = param(Never, "How AI use spreads", source="per segment")
    measures: Measure = param("fraction", "What the adoption curve counts: AI text, pages with any, or pages mostly AI", unit="choice", source="the instrument behind the curve")
    participation: Annotated[Participation, OneOf("participation", "trend")] = param(Steady, "How much people publish", source="per segment")


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

    launch: Month = param(24274, "Launch of public AI writing tools; adoption counts from here", unit="month", source="ChatGPT, 2022-11", fixed=True)
    growth: float = param(0.03, "Growth of human publishing, relative to the launch month", unit="per year", ge=-0.5, le=1, source="Villalobos 2024: 0 to 0.10", fixed=True)
    additive: float = param(0.5, "AI pages that are extra volume; the others replace human pages", unit="share of AI pages", ge=0, le=1, source="no data: 0 to 1")
    assist_bins: tuple[AssistBin, ...] = param(AHREFS_BINS, "Pages with AI by their share of AI text", source="Ahrefs 2025, 900,000 pages", min_length=1, fixed=True)
    segments: Annotated[dict[str, Segment], AfterValidator(_segments_sum_to_one)] = param(
        lambda: {"all": Segment(weight=1.0)}, "Kinds of publisher, by name", source="-", min_length=1
    )
    cohorts_per_cell: int = param(1, "Cohorts in each segment and community", unit="cohorts", ge=1, le=1_000_000, source="design", fixed=True)
    activity_spread: float = param(0.0, "Spread of cohorts' volume (standard deviation of its log)", unit="-", ge=0, le=5, source="neutral 0", fixed=True)
    delay_spread: float = param(0.0, "Spread of cohorts' delay in taking up AI (standard deviation)", unit="months", ge=0, le=120, source="neutral 0", fixed=True)

    @field_validator("assist_bins")
    @classmethod
    def _bins_sum_to_one(cls, bins: tuple[AssistBin, ...]) -> tuple[AssistBin, ...]:
        sums_to_one([each.share for each in bins], "the bins' shares")
        if list(bins) != sorted(bins, key=lambda each: each.fraction) or len({b.fraction for b in bins}) < len(bins):
            raise ValueError("bins must be in order of their fraction, each fraction once")
        return bins


class Readers(Config):
    """What people see of the web."""

    visibility: Annotated[Visibility, OneOf("visibility", "odds")] = param(Odds, "What search and feeds show", source="neutral")


class Budget(Config):
    """How much text a lab trains on. It does not apply under `accumulate`, and never exceeds what there is."""

    tokens: float = param(0.5e12, "Training tokens at the reference date", unit="tokens", gt=0, le=1e18, source="GPT-3, 2020-05: 0.5T")
    date: Month = param(24244, "Reference date", unit="month", source="GPT-3")
    growth: float = param(2.4, "Growth of the budget", unit="x per year", gt=0, le=100, source="fit to 2020-2025 corpora; Epoch 2.9")
    web_share: float = param(0.7, "Tokens that come from the web, archives or licences (the rest is code and the like)", unit="share", gt=0, le=1, source="Llama 3: 0.5; GPT-3 and LLaMA about 0.8")

    def pages(self, month: int, tokens_per_page: float) -> float:
        """Pages that a training set may hold."""
        years: float = (month - self.date) / 12
        return float(self.tokens * self.web_share / tokens_per_page * self.growth**years)


class Filter(Config):
    """What a lab throws away of what it crawled, each time it builds a training set."""

    detector: Annotated[Detector, OneOf("detector", "classifier")] | None = param(None, "Drops pages that it flags; null: no filter", source="lever")
    drop_labelled: bool = param(False, "Drop every page that carries a label", unit="yes or no", source="lever")


def _shares_leave_room(mix: dict[str, HumanSource]) -> dict[str, HumanSource]:
    total = sum(source.share for source in mix.values())
    if total > 1 + SUM_TOLERANCE:
        raise ValueError(f"the shares sum to {total:.6g}; together they must be at most 1 (the web makes up the rest)")
    return mix


class Lab(Config):
    """An AI lab: how it gathers data, trains and publishes."""

    market_share: float = param(1.0, "Weight among labs when writers choose a model", unit="weight", ge=0, le=1e6, source="assumption")
    crawler: str = param("common", "Which crawler's store it trains from", unit="name", source="design", fixed=True)
    first_release: Month = param(24253, "Month of its first model", unit="month", source="assumption", fixed=True)
    cadence: int = param(12, "Time between models", unit="months", ge=1, le=600, source="release dates: 6 to 18")
    cutoff_lag: int = param(7, "From the last page used to the release", unit="months", ge=0, le=240, source="14 models, median 7, 2 to 18")
    budget: Budget | Literal["unlimited"] = param(Budget, "Size of the training set, or `unlimited`", source="corpus sizes 2020-2025")
    accumulation: Annotated[Accumulation, OneOf("accumulation")] = param(AccumulateSubsample, "Which crawled pages are eligible", source="lever")
    mix: Annotated[dict[str, HumanSource], ByKind("source"), AfterValidator(_shares_leave_room)] = param(dict, "Human data mixed in, by kind of source", source="lever")
    max_epochs: float = param(4.0, "How often a scarce source is repeated at most", unit="times", ge=1, le=1000, source="Muennighoff et al. 2023, arXiv:2305.16264: up to 4 epochs cost little")
    filter: Filter = param(Filter, "What is thrown away of the crawl", source="lever")
    learner: Annotated[Learner, OneOf("learner", "maximum_likelihood")] = param(MaximumLikelihood, "How the model is fitted", source="neutral")
    decoder: Annotated[Decoder, OneOf("decoder", "sampling")] = param(Sampling, "How the model is sampled", source="neutral")
    hallucination: float = param(0.0, "Published pages that carry an error instead of an idea", unit="share", ge=0, le=1, source="neutral 0")


class Collapse(Config):
    """When a run counts as collapsed; see the metrics `early_collapse` and `late_collapse`."""

    reference: Month = param(24275, "Month whose values count as intact", unit="month", source="DESIGN: December 2022", fixed=True)
    tail_below: float = param(0.5, "Early: tail recall below this share of its reference", unit="share", gt=0, lt=1, source="definition", fixed=True)
    head_above: float = param(0.9, "Early: while head recall is at least this share of its reference", unit="share", gt=0, le=1, source="definition", fixed=True)
    hill_below: float = param(0.5, "Late: Hill-1 below this share of its reference", unit="share", gt=0, lt=1, source="definition", fixed=True)
