"""The parts of a scenario that hold for the whole world: time, ideas, the web and its archive."""

from typing import Annotated, Any

from pydantic import model_validator

from webloop.months import Month
from webloop.registry import Config, OneOf, param
from webloop.submodels.lifetimes.weibull import Weibull
from webloop.submodels.roles import Lifetime


class Time(Config):
    """When a run starts and ends."""

    start: Month = param(24216, "First simulated month", unit="month", source="design", fixed=True)
    end: Month = param(24491, "Last simulated month, the horizon", unit="month", source="design", fixed=True)
    history_years: int = param(
        20,
        "Years of human pages that the web opens with",
        unit="years",
        ge=0,
        le=100,
        source="design",
        fixed=True,
    )


class Ideas(Config):
    """What there is to say: how often people write each idea, and how ideas come and go."""

    number: int = param(
        1000,
        "Ideas alive at a time (at most this many words of a text)",
        unit="ideas",
        ge=2,
        le=1_000_000,
        source="design",
        fixed=True,
    )
    exponent: float = param(1.0, "Zipf-Mandelbrot exponent", unit="-", ge=0, le=5, source="Zipf's law: 1", fixed=True)
    shift: float = param(
        2.7,
        "Zipf-Mandelbrot shift",
        unit="ranks",
        ge=0,
        le=1e6,
        source="Piantadosi 2014, doi:10.3758/s13423-014-0585-6",
        fixed=True,
    )
    from_text: str | None = param(
        None,
        "Take names and frequencies from the words of this text: a file, or python:MODULE",
        unit="path",
        source="user",
        fixed=True,
    )
    frequencies: tuple[Annotated[float, param(..., "Frequency", unit="relative", gt=0, le=1e9)], ...] | None = param(
        None,
        "How often people write each idea, relative to the others; null: by exponent and shift",
        unit="relative",
        min_length=2,
        source="user",
        fixed=True,
    )
    rewards: tuple[Annotated[float, param(..., "Reward", ge=-100, le=100)], ...] | None = param(
        None,
        "How much people like each idea, in the order of frequencies; null: all alike",
        min_length=2,
        source="neutral: all alike",
        fixed=True,
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
    fade_months: int = param(
        24,
        "Time in which a new idea takes over",
        unit="months",
        ge=1,
        le=1200,
        source="assumption",
        fixed=True,
    )
    tail_focus: float = param(
        0.8,
        "How much of the tail belongs to one community alone",
        unit="share",
        ge=0,
        le=1,
        source="assumption",
        fixed=True,
    )
    errors: int = param(
        50,
        "Error ideas, which no human writes but models may",
        unit="ideas",
        ge=0,
        le=100_000,
        source="assumption",
        fixed=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _listed_ideas_are_counted(cls, data: Any) -> Any:
        listed = data.get("frequencies") if isinstance(data, dict) else None
        return data if not isinstance(listed, (list, tuple)) else {"number": len(listed), **data}

    @model_validator(mode="after")
    def _lists_have_an_entry_for_each_idea(self) -> "Ideas":
        for name, listed in (("frequencies", self.frequencies), ("rewards", self.rewards)):
            if listed is not None and len(listed) != self.number:
                raise ValueError(f"{name} has {len(listed)} entries; there are {self.number} ideas (number)")
        if self.frequencies is not None and self.from_text is not None:
            raise ValueError("frequencies and from_text both say how often people write each idea: give one of them")
        return self

    @model_validator(mode="after")
    def _turnover_leaves_time_to_fade(self) -> "Ideas":
        if max(self.turnover, self.head_turnover) * self.fade_months >= 12:
            raise ValueError(
                f"{max(self.turnover, self.head_turnover):g} a year (turnover) for {self.fade_months} months "
                "(fade_months): ideas would be replaced before they have come; the product must be below 12"
            )
        return self


class Community(Config):
    """People who share a tail of ideas of their own."""

    share: float = param(..., "Share of all human writing", unit="share", gt=0, le=1, source="assumption", fixed=True)


class WebRules(Config):
    """How large the web is and how long pages stay."""

    pages_per_month: float = param(
        2.7e9,
        "New human pages in the month before launch",
        unit="pages per month",
        ge=1,
        le=1e12,
        fixed=True,
        source="Common Crawl 2022: 6.7e8 new URLs a month / coverage 0.25",
    )
    tokens_per_page: float = param(
        176.0,
        "Clean tokens on a page",
        unit="tokens",
        gt=0,
        le=1e9,
        source="FineWeb 15.0T tokens / 85.3e9 unique URLs of Common Crawl",
        fixed=True,
    )
    lifetime: Annotated[Lifetime, OneOf("lifetime", "weibull")] = param(
        Weibull, "How long pages live", source="Pew 2024", fixed=True
    )
    ai_hazard_ratio: float = param(
        1.0,
        "Hazard of pages with AI text, relative to human ones",
        unit="x human hazard",
        gt=0,
        le=100,
        source="no data: 0.5 to 4",
        fixed=True,
    )


class Archive(Config):
    """A frozen snapshot of the web's human pages."""

    date: Month = param(
        24275,
        "Month at whose end it is taken",
        unit="month",
        source="the last month before AI text",
        fixed=True,
    )
    coverage: float = param(
        0.04,
        "Share of the live human pages that it holds",
        unit="share",
        ge=0,
        le=1,
        fixed=True,
        source="2 to 4T unique English tokens before 2023 (FineWeb) / 176 tokens a page / 4e11 live pages",
    )
    access: tuple[str, ...] | None = param(None, "Labs that may use it; null: all labs", unit="name", source="neutral")
    impurity: float = param(
        0.0,
        "Share of the archive that models wrote after all, as those then deployed publish",
        unit="share",
        ge=0,
        le=0.9,
        fixed=True,
        source="neutral 0",
    )


class Collapse(Config):
    """When a run counts as collapsed; see the metrics `early_collapse` and `late_collapse`."""

    reference: Month = param(
        24275, "Month whose values count as intact", unit="month", source="DESIGN: December 2022", fixed=True
    )
    tail_below: float = param(
        0.5,
        "Early: tail recall below this share of its reference",
        unit="share",
        gt=0,
        lt=1,
        source="definition",
        fixed=True,
    )
    head_above: float = param(
        0.9,
        "Early: while head recall is at least this share of its reference",
        unit="share",
        gt=0,
        le=1,
        source="definition",
        fixed=True,
    )
    hill_below: float = param(
        0.5,
        "Late: Hill-1 below this share of its reference",
        unit="share",
        gt=0,
        lt=1,
        source="definition",
        fixed=True,
    )
