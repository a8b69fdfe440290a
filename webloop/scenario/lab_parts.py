"""The parts of a scenario about AI labs: how they gather data, train and publish."""

from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator

from webloop.content.groups import Provenance
from webloop.months import Month
from webloop.registry import ByKind, Config, OneOf, param
from webloop.scenario.wholes import SUM_TOLERANCE
from webloop.submodels.accumulation.accumulate_subsample import AccumulateSubsample
from webloop.submodels.choice.first import First
from webloop.submodels.decoders.sampling import Sampling
from webloop.submodels.learners.maximum_likelihood import MaximumLikelihood
from webloop.submodels.roles import Accumulation, Choice, Decoder, Detector, HumanSource, Learner


class Budget(Config):
    """How much text a lab trains on. Not used by `accumulate`; never more than there is."""

    tokens: float = param(
        0.5e12,
        "Training tokens at the reference date",
        unit="tokens",
        gt=0,
        le=1e18,
        source="GPT-3, 2020-05: 0.5T",
    )
    date: Month = param(24244, "Reference date", unit="month", source="GPT-3")
    growth: float = param(
        2.4,
        "Growth of the budget",
        unit="x per year",
        gt=0,
        le=100,
        source="fit to 2020-2025 corpora; Epoch 2.9",
    )
    web_share: float = param(
        0.7,
        "Tokens that come from the web, archives or licences (the rest is code and the like)",
        unit="share",
        gt=0,
        le=1,
        source="Llama 3: 0.5; GPT-3 and LLaMA about 0.8",
    )

    def pages(self, month: int, tokens_per_page: float) -> float:
        """Pages that a training set may hold."""
        years: float = (month - self.date) / 12
        return float(self.tokens * self.web_share / tokens_per_page * self.growth**years)


class Filter(Config):
    """What a lab throws away of what it crawled, each time it builds a training set."""

    detector: Annotated[Detector, OneOf("detector", "classifier")] | None = param(
        None, "Drops pages that it flags; null: no filter", source="lever"
    )
    drop_labelled: bool = param(
        False, "Drop every page that carries a label or a readable watermark", unit="yes or no", source="lever"
    )
    signed: Literal["ignore", "trust", "require"] = param(
        "ignore",
        "Signed pages: `trust` spares them the detector, `require` drops all others",
        source="lever",
    )


def _shares_leave_room(mix: dict[str, HumanSource]) -> dict[str, HumanSource]:
    total = sum(source.share for source in mix.values())
    if total > 1 + SUM_TOLERANCE:
        raise ValueError(f"the shares sum to {total:.6g}; together they must be at most 1 (the web makes up the rest)")
    return mix


class Weights(Config):
    """Weight of a page in training by who wrote it, as far as a lab knows; repeats of scarce pages come on top."""

    human: float = param(
        1.0, "Pages without AI text, and all that sources of human data give", ge=0, le=1e6, source="lever"
    )
    assisted: float = param(1.0, "Pages that people wrote with a model", ge=0, le=1e6, source="lever")
    synthetic: float = param(1.0, "Pages that models wrote", ge=0, le=1e6, source="lever")

    @model_validator(mode="after")
    def _some_pages_count(self) -> "Weights":
        if self.human + self.assisted + self.synthetic <= 0:
            raise ValueError("all are 0; pages of some kind must count in training")
        return self

    def of(self, provenance: Provenance) -> float:
        """Weight of a page of this provenance."""
        return {"human": self.human, "assisted": self.assisted, "synthetic": self.synthetic}[provenance]


class Lab(Config):
    """An AI lab: how it gathers data, trains and publishes."""

    market_share: float = param(
        1.0, "Weight among labs when writers choose a model", unit="weight", ge=0, le=1e6, source="assumption"
    )
    watermark: float = param(
        0.0,
        "Pages mostly written by its models that leave them with a watermark; 0 as for open weights",
        unit="share",
        ge=0,
        le=1,
        source="lever",
    )
    crawler: str = param("common", "Which crawler's store it trains from", unit="name", source="design", fixed=True)
    first_release: Month = param(24253, "Month of its first model", unit="month", source="assumption", fixed=True)
    cadence: int = param(12, "Time between models", unit="months", ge=1, le=600, source="release dates: 6 to 18")
    cutoff_lag: int = param(
        7,
        "From the last page used to the release",
        unit="months",
        ge=0,
        le=240,
        source="14 models, median 7, 2 to 18",
    )
    budget: Budget | Literal["unlimited"] = param(
        Budget, "Size of the training set, or `unlimited`", source="corpus sizes 2020-2025"
    )
    accumulation: Annotated[Accumulation, OneOf("accumulation")] = param(
        AccumulateSubsample, "Which crawled pages are eligible", source="lever"
    )
    mix: Annotated[dict[str, HumanSource], ByKind("source"), AfterValidator(_shares_leave_room)] = param(
        dict, "Human data mixed in, by kind of source", source="lever"
    )
    sampling: Literal["independent", "fixed"] = param(
        "independent",
        "How pages are chosen for budgets and shares: each `independent`ly, or a `fixed` number without replacement",
        unit="choice",
        source="neutral: independent, at any size",
    )
    weights: Weights = param(Weights, "How much pages count in training, by who wrote them", source="neutral: alike")
    max_epochs: float = param(
        4.0,
        "How often a scarce source is repeated at most",
        unit="times",
        ge=1,
        le=1000,
        source="Muennighoff et al. 2023, arXiv:2305.16264: up to 4 epochs cost little",
    )
    filter: Filter = param(Filter, "What is thrown away of the crawl", source="lever")
    learner: Annotated[Learner, OneOf("learner", "maximum_likelihood")] = param(
        MaximumLikelihood, "How the model is fitted", source="neutral"
    )
    decoder: Annotated[Decoder, OneOf("decoder", "sampling")] = param(
        Sampling, "How the model is sampled", source="neutral"
    )
    choice: Annotated[Choice, OneOf("choice", "best_of")] = param(
        First, "How people choose among candidates of its models before they publish one", source="neutral: the first"
    )
    hallucination: float = param(
        0.0,
        "Published pages that carry an error instead of an idea",
        unit="share",
        ge=0,
        le=1,
        source="neutral 0",
    )
