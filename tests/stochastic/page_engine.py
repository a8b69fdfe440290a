"""A slow engine that keeps every page as a record of its own: what the counted engine must agree with.

It takes from webloop only what is not random (scenario, curves, detector rates, learner, decoder, the rule
for the size of a training set) and the list of ideas. Every draw and all bookkeeping is done again here,
one Bernoulli draw per page and decision, with one generator that has nothing to do with `webloop.streams`:

* the number of pages of the opening stock is Poisson a month and community; pages are then born with a
  durability class and die month by month like all others;
* an assisted page has its own bin of AI text (the counted engine pools bins on each side of a half), its
  own writer, and its own model: with its bin's probability the model writes the idea, else the writer;
* a model's page hallucinates or not, then carries an error idea or one of the decoded distribution;
* a page carries a label or not, leaves its own lab's model with a watermark or not, which is then removed or not
  and found or not; it is signed or not;
* fetching, archiving, verdicts, the budget and purchases are drawn page by page. What makes an archive impure are
  pages of its own, in no crawler's reach.

A detector that looks at ideas is normalised over the pages that the counted engine puts into one group.

Group sizes are rounded where the counted engine rounds them, because that is part of the model: for human
and mostly human pages by community, for mostly AI pages by generation, and by lab where crawlers ask.

`PageEngine.run` and `run_counted` both return a `Record`: the only thing that tests compare.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf

import numpy as np
from numpy.typing import NDArray

from webloop.content.groups import Group, assisted, human, synthetic
from webloop.content.ideas.domain import IdeaDomain
from webloop.scenario.resolve import Resolved
from webloop.scenario.schema import Lab, Scenario
from webloop.streams import Streams
from webloop.submodels.roles import Detector, Eligible
from webloop.world.curation import TrainingSet, plan_size
from webloop.world.world import World, build_domain

KINDS = ("human", "light", "dark", "synthetic")
"""Human; assisted and mostly human; assisted and mostly AI; synthetic."""
HUMAN, LIGHT, DARK, SYNTHETIC = range(4)
NOBODY = -1
FIRST_PURCHASE_MONTHS = 12

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Training:
    """One model and what it was trained on.

    Attributes:
        month: month of release.
        counts: pages by idea, repeated ones weighted.
        rows: pages by kind, repeated ones weighted.
        eligible: crawled pages by community (pages mostly by people) or "ai".
        filtered: those thrown away, likewise.
        kept: crawled pages used.
        unused: crawled pages that passed and did not fit.
        used: distinct pages by source of human data.
        offered: pages on offer by source.
        output: what the model publishes.
    """

    month: int
    counts: Array
    rows: dict[str, float]
    eligible: dict[str, int]
    filtered: dict[str, int]
    kept: int
    unused: int
    used: dict[str, int]
    offered: dict[str, int]
    output: Array


@dataclass
class Record:
    """What one run of either engine leaves behind.

    Attributes:
        domain: the ideas.
        live: live pages by month and kind.
        new: new pages by month and kind.
        exposure: share of AI text in what readers see, by month; not a number while there is nothing.
        archive: archived pages by idea.
        published: human pages by idea up to the archive's date, and after it; no opening stock.
        store: fetched pages by crawler and kind, by idea.
        store_split: fetched human pages by crawler, by idea, split like `published`.
        trainings: models by lab.
    """

    domain: IdeaDomain
    live: dict[int, dict[str, int]] = field(default_factory=dict)
    new: dict[int, dict[str, int]] = field(default_factory=dict)
    exposure: dict[int, float] = field(default_factory=dict)
    archive: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    published: tuple[Ints, Ints] = field(default_factory=lambda: (np.zeros(0, np.int64), np.zeros(0, np.int64)))
    store: dict[str, dict[str, Ints]] = field(default_factory=dict)
    store_split: dict[str, tuple[Ints, Ints]] = field(default_factory=dict)
    trainings: dict[str, list[Training]] = field(default_factory=dict)


# --- the page-by-page engine ----------------------------------------------------------------------


@dataclass
class _Model:
    """A model that writes one page at a time."""

    generation: int
    released: int
    cutoff: int
    decoded: Array
    hallucination: float
    output: Array


@dataclass
class _Lab:
    rules: Lab
    next_release: int
    demand: float = 0.0
    newest: _Model | None = None
    previous: int | None = None


class PageEngine:
    """The web as one record per page.

    Args:
        resolved: a scenario with one cohort in each cell and no spread between cohorts.
        seed: of its only generator.
    """

    def __init__(self, resolved: Resolved, seed: int) -> None:
        scenario = resolved.scenario
        assert scenario.writers.cohorts_per_cell == 1
        assert scenario.writers.activity_spread == scenario.writers.delay_spread == 0
        self.resolved, self.rules = resolved, scenario
        self.rng = np.random.default_rng([seed, 77])
        self.domain = build_domain(scenario, Streams(10**6 + seed, 0))
        self.communities = list(scenario.communities)
        self.crawlers = list(scenario.crawlers)
        self.fractions = np.array([0.0, *(each.fraction for each in scenario.writers.assist_bins), 1.0])
        self.labs = {name: _Lab(lab, lab.first_release) for name, lab in scenario.labs.items()}
        self.releases: list[tuple[int, int]] = []
        self.tastes: tuple[int, dict[str, Array]] = (-1, {})
        lifetime = scenario.web.lifetime
        self.laws = {True: lifetime.classes(1.0), False: lifetime.classes(scenario.web.ai_hazard_ratio)}
        # the records: one entry per page
        self.born = np.zeros(0, dtype=np.int64)
        self.idea = np.zeros(0, dtype=np.int64)
        self.kind = np.zeros(0, dtype=np.int64)
        self.bin = np.zeros(0, dtype=np.int64)
        self.community = np.zeros(0, dtype=np.int64)
        self.generation = np.zeros(0, dtype=np.int64)
        self.maker = np.zeros(0, dtype=object)
        self.survival = np.zeros(0)
        self.labelled = np.zeros(0, dtype=bool)
        self.signed = np.zeros(0, dtype=bool)
        self.alive = np.zeros(0, dtype=bool)
        self.archived = np.zeros(0, dtype=bool)
        self.fetched = np.zeros((len(self.crawlers), 0), dtype=bool)
        self.record = Record(self.domain, trainings={name: [] for name in self.labs})

    def run(self) -> Record:
        """Let the history and all months pass."""
        time = self.rules.time
        for month in range(time.start - 12 * time.history_years, time.start):
            self._historic_month(month)
        for month in range(time.start, time.end + 1):
            self._month(month)
        return self._finish()

    # one month

    def _historic_month(self, month: int) -> None:
        self.alive &= self._coin(self.survival)
        before = len(self.born)
        volume = self._volumes(month).sum(axis=0)
        for index in range(len(self.communities)):
            pages = int(self.rng.poisson(volume[index]))
            self._write(month, pages, index, signed=0.0)
        self._fetch(before, [crawler.historic_coverage for crawler in self.rules.crawlers.values()])

    def _month(self, month: int) -> None:
        self.rules = self.resolved.at(month)
        for name, lab in self.labs.items():
            lab.rules = self.rules.labs[name]
        self._read(month)
        humans, requests = self._plan(month)
        self.alive &= self._coin(self.survival)
        before = len(self.born)
        for index, pages in enumerate(humans):
            self._write(month, pages, index, self.rules.labels.signed)
        self._compete(month)
        if requests.sum() > 0:
            self._generate(month, requests)
        if month == self.rules.archive.date:
            self.archived = (self.kind == HUMAN) & self.alive & self._coin(self.rules.archive.coverage)
        self._fetch(before, [crawler.coverage for crawler in self.rules.crawlers.values()])
        new = self.kind[before:]
        if month == self.rules.archive.date and self.rules.archive.impurity > 0:
            self._spoil_archive(month)
        self._train(month)
        self.record.new[month] = {name: int((new == kind).sum()) for kind, name in enumerate(KINDS)}
        live = self.kind[self.alive]
        self.record.live[month] = {name: int((live == kind).sum()) for kind, name in enumerate(KINDS)}

    def _read(self, month: int) -> None:
        fractions = self.fractions[self.bin[self.alive]]
        seen = self.rules.readers.visibility.weight(fractions)
        total = seen.sum()
        self.record.exposure[month] = float(seen @ fractions / total) if total > 0 else float("nan")

    # how many pages (not random)

    def _volumes(self, month: int) -> Array:
        """Pages without AI, (segments, communities)."""
        writers = self.rules.writers
        total = self.rules.web.pages_per_month * (1 + writers.growth) ** ((month - writers.launch) / 12)
        shares = np.array([community.share for community in self.rules.communities.values()])
        segments = writers.segments.values()
        return np.array([total * s.participation.level(month, writers.launch) * s.weight * shares for s in segments])

    def _plan(self, month: int) -> tuple[list[int], Array]:
        """Human pages, and requests for pages with AI, by community."""
        additive = self.rules.writers.additive
        share = np.array([self._ai_share(month, name) for name in self.rules.writers.segments])[:, None]
        total = self._volumes(month) / (1 - additive * share)
        return [round(float(n)) for n in (total * (1 - share)).sum(axis=0)], (total * share).sum(axis=0)

    def _ai_share(self, month: int, segment_name: str) -> float:
        writers, pin = self.rules.writers, self._pin(month)
        deployed = [name for name, lab in self.labs.items() if lab.newest is not None]
        if all(self.rules.labs[name].market_share == 0 for name in deployed):
            return 0.0
        if pin is not None:
            return pin
        segment = writers.segments[segment_name]
        share = float(segment.adoption.share(np.array([max(month - writers.launch, 0)], dtype=float))[0])
        counted = {
            "any": 1.0,
            "majority": sum(b.share for b in writers.assist_bins if b.fraction > 0.5),
            "fraction": sum(b.share * b.fraction for b in writers.assist_bins),
        }
        return min(1.0, share / counted[segment.measures])

    def _pin(self, month: int) -> float | None:
        """The newest pin; None before the first, while adoption still holds."""
        pin = None
        for date, share in sorted((self.rules.pinned_pollution or {}).items()):
            pin = share if date <= month else pin
        return pin

    def _compete(self, month: int) -> None:
        """Which labs' models are asked for, by weight."""
        labs = {name: lab for name, lab in self.labs.items() if lab.newest is not None}
        weights = np.array([self.rules.labs[name].market_share for name in labs])
        if weights.sum() == 0:
            return
        before = np.array([lab.demand for lab in labs.values()])
        before = before / before.sum() if before.sum() > 0 else weights / weights.sum()
        tastes = self.domain.tastes(month)
        truth = sum(each.share * tastes[name] for name, each in self.rules.communities.items())
        quality = np.array([np.minimum(lab.newest.output, truth).sum() for lab in labs.values() if lab.newest])
        for lab, demand in zip(labs.values(), self.rules.market.demand(weights, quality, before), strict=True):
            lab.demand = float(demand)

    # writing

    def _write(self, month: int, pages: int, community: int, signed: float) -> None:
        ideas = self._taste(month, np.full(pages, community))
        bins, nobody = np.zeros(pages, dtype=np.int64), np.zeros(pages)
        self._append(month, ideas, HUMAN, bins, np.full(pages, community), NOBODY, nobody, signed)

    def _generate(self, month: int, requests: Array) -> None:
        """Pages with AI text: bins on each side of a half are drawn per page."""
        bins = self.rules.writers.assist_bins
        share = np.array([0.0, *(each.share for each in bins), 0.0])
        if self._pin(month) is not None:
            share = np.array([0.0, *(0.0 for _ in bins), 1.0])
        sides = {
            LIGHT: share * (self.fractions <= 0.5),
            DARK: share * ((self.fractions > 0.5) & (self.fractions < 1)),
            SYNTHETIC: share * (self.fractions == 1),
        }
        deployed = [lab for lab in self.labs.values() if lab.newest is not None]
        market = np.array([lab.demand for lab in deployed])
        apart = any(crawler.labs is not None for crawler in self.rules.crawlers.values())
        for index, pages in enumerate(requests):
            number = round(float(pages) * float(sides[LIGHT].sum()))
            self._assist(month, LIGHT, number, sides[LIGHT], np.full(number, index), deployed, market)
        names = [name if apart else "" for name, lab in self.labs.items() if lab.newest is not None]
        models = [(lab.newest.generation, name) for name, lab in zip(names, deployed, strict=True) if lab.newest]
        for generation, maker in sorted(set(models)):
            weight = market * [model == (generation, maker) for model in models]
            for kind in (DARK, SYNTHETIC):
                number = round(float(requests.sum() * sides[kind].sum() * weight.sum() / market.sum()))
                writers = self._choose(requests, number)
                self._assist(month, kind, number, sides[kind], writers, deployed, weight, generation, maker)

    def _assist(
        self,
        month: int,
        kind: int,
        pages: int,
        bin_shares: Array,
        writers: Ints,
        labs: list[_Lab],
        market: Array,
        generation: int = NOBODY,
        maker: str = "",
    ) -> None:
        if pages == 0:
            return
        bins = self._choose(bin_shares, pages)
        by_model = self._coin(self.fractions[bins])
        ideas = self._taste(month, writers)
        chosen = self._choose(market, pages)
        for index, lab in enumerate(labs):
            mine = by_model & (chosen == index)
            ideas[mine] = self._speak(lab.newest, int(mine.sum()))
        known = writers if kind == LIGHT else np.full(pages, NOBODY)
        watermark = np.array([lab.rules.watermark for lab in labs])[chosen]
        self._append(month, ideas, kind, bins, known, generation, watermark, self.rules.labels.forged, maker)

    def _spoil_archive(self, month: int) -> None:
        """Pages of today's models come into the archive, and nowhere else."""
        impurity = self.rules.archive.impurity
        pages, before = round(int(self.archived.sum()) * impurity / (1 - impurity)), len(self.born)
        deployed = [lab for lab in self.labs.values() if lab.newest is not None]
        chosen = self._choose(np.array([lab.demand for lab in deployed]), pages)
        ideas = np.zeros(pages, dtype=np.int64)
        for index, lab in enumerate(deployed):
            ideas[chosen == index] = self._speak(lab.newest, int((chosen == index).sum()))
        bins = np.full(pages, len(self.fractions) - 1)
        self._append(month, ideas, SYNTHETIC, bins, np.full(pages, NOBODY), NOBODY, np.zeros(pages), 0.0)
        self._fetch(before, [0.0 for _ in self.crawlers])
        self.alive[before:], self.archived[before:] = False, True

    def _taste(self, month: int, communities: Ints) -> Ints:
        """One idea per page, by its writer's community."""
        if self.tastes[0] != month:
            self.tastes = (month, self.domain.tastes(month))
        ideas = np.zeros(len(communities), dtype=np.int64)
        for index, name in enumerate(self.communities):
            mine = communities == index
            ideas[mine] = self._choose(self.tastes[1][name], int(mine.sum()))
        return ideas

    def _speak(self, model: _Model | None, pages: int) -> Ints:
        """One idea per page, by a model."""
        assert model is not None
        ideas = self._choose(model.decoded, pages)
        wrong = self._coin(np.full(pages, model.hallucination))
        ideas[wrong] = self.domain.human_ideas + self.rng.integers(max(1, self.domain.errors), size=int(wrong.sum()))
        return ideas

    def _append(
        self,
        month: int,
        ideas: Ints,
        kind: int,
        bins: Ints,
        community: Ints,
        generation: int,
        watermark: Array,
        signed: float,
        maker: str = "",
    ) -> None:
        pages, labels = len(ideas), self.rules.labels
        shares, survival = self.laws[kind == HUMAN]
        found = self._coin(watermark) & ~self._coin(np.full(pages, labels.removal))
        found &= self._coin(np.full(pages, labels.detection))
        marked = (found | self._coin(np.full(pages, labels.share))) & (kind in (DARK, SYNTHETIC))
        self.born = np.append(self.born, np.full(pages, month))
        self.idea = np.append(self.idea, ideas)
        self.kind = np.append(self.kind, np.full(pages, kind))
        self.bin = np.append(self.bin, bins)
        self.community = np.append(self.community, community)
        self.generation = np.append(self.generation, np.full(pages, generation))
        self.maker = np.append(self.maker, np.full(pages, maker, dtype=object))
        self.survival = np.append(self.survival, survival[self._choose(shares, pages)])
        self.labelled = np.append(self.labelled, marked)
        self.signed = np.append(self.signed, self._coin(np.full(pages, signed)))
        self.alive = np.append(self.alive, np.ones(pages, dtype=bool))
        self.archived = np.append(self.archived, np.zeros(pages, dtype=bool))

    def _fetch(self, before: int, coverage: Iterable[float]) -> None:
        """Each crawler meets each page once."""
        pages = len(self.born) - before
        new = np.array([self._coin(np.full(pages, share)) for share in coverage])
        for index, crawler in enumerate(self.rules.crawlers.values()):
            if crawler.labs is not None:
                new[index] &= (self.kind[before:] < DARK) | np.isin(self.maker[before:].astype(str), crawler.labs)
        self.fetched = np.concatenate([self.fetched, new], axis=1)

    # training

    def _train(self, month: int) -> None:
        trained = {}
        for name, lab in self.labs.items():
            if month >= lab.next_release:
                result = self._curate(name, lab, month)
                if result is not None:
                    trained[name] = result
        for name, (model, training) in trained.items():
            lab = self.labs[name]
            lab.newest, lab.previous, lab.next_release = model, model.cutoff, month + lab.rules.cadence
            self.releases.append((month, model.generation))
            self.record.trainings[name].append(training)

    def _curate(self, name: str, lab: _Lab, month: int) -> tuple[_Model, Training] | None:
        rules = lab.rules
        cutoff = month - rules.cutoff_lag
        span = rules.accumulation.eligible(cutoff, lab.previous)
        eligible = self._between(span) & self.fetched[self.crawlers.index(rules.crawler)]
        passing = np.where(eligible, self._pass_probability(rules, month, eligible), 0.0)
        sources = self._sources(name, rules, lab.previous, cutoff, month)
        budget = inf
        if rules.accumulation.has_budget and rules.budget != "unlimited":
            budget = rules.budget.pages(month, self.rules.web.tokens_per_page)
        expected = float(passing.sum())
        shares = {key: (rules.mix[key].share, int(offer.sum())) for key, offer in sources.items()}
        web_share = max(0.0, 1.0 - sum(share for share, _ in shares.values()))
        _, size = plan_size(budget, web_share, expected, shares, rules.max_epochs)
        fit = min(1.0, size * web_share / expected) if expected > 0 else 0.0

        passed = eligible & self._coin(passing)
        kept = passed & self._coin(np.full(len(passed), fit))
        counts = self._count(kept).astype(float)
        rows = {kind: float((self.kind[kept] == index).sum()) for index, kind in enumerate(KINDS)}
        used = {}
        for key, offer in sources.items():
            need, offered = shares[key][0] * size, shares[key][1]
            taken = offer & self._coin(np.full(len(offer), min(1.0, need / offered) if offered else 0.0))
            epochs = max(1.0, need / offered) if offered else 1.0
            counts += epochs * self._count(taken)
            used[key] = int(taken.sum())
            for kind, name_of_kind in ((HUMAN, "human"), (SYNTHETIC, "synthetic")):
                rows[name_of_kind] += epochs * int((self.kind[taken] == kind).sum())
        if counts.sum() == 0:
            return None
        decoded = rules.decoder.decode(rules.learner.fit(counts))
        wrong = rules.hallucination if self.domain.errors else 0.0
        generation = lab.newest.generation + 1 if lab.newest else 0
        output = (1 - wrong) * decoded
        output[self.domain.human_ideas :] += wrong / max(1, self.domain.errors)
        model = _Model(generation, month, cutoff, decoded, wrong, output)
        training = Training(
            month,
            counts,
            rows,
            self._by_side(eligible),
            self._by_side(eligible & ~passed),
            int(kept.sum()),
            int((passed & ~kept).sum()),
            used,
            {key: offered for key, (_, offered) in shares.items()},
            output,
        )
        return model, training

    def _sources(self, name: str, rules: Lab, previous: int | None, cutoff: int, month: int) -> dict[str, Flags]:
        """Pages on offer from each source of human data."""
        out = {}
        after = previous if previous is not None else cutoff - FIRST_PURCHASE_MONTHS
        for key, source in rules.mix.items():
            if source.share > 0 and key == "archive" and month >= self.rules.archive.date:
                if self.rules.archive.access is None or name in self.rules.archive.access:
                    out[key] = self.archived
            elif source.share > 0 and key == "licensed":
                out[key] = self._between(Eligible(after, cutoff)) & (self.kind == HUMAN)
        return out

    def _pass_probability(self, rules: Lab, month: int, eligible: Flags) -> Array:
        """Chance of passing the filter, by page; a detector may look at what the eligible pages of a kind say."""
        detector = rules.filter.detector
        out = np.ones(len(self.born))
        if detector is not None:
            known = max((g for released, g in self.releases if released <= month - detector.update_lag), default=-1)
            codes = (self.bin * 64 + self.community + 1) * 1024 + self.generation + 1
            for code in np.unique(codes):
                pages = codes == code
                out[pages] = 1.0 - detector.flagged(self._group(int(np.argmax(pages))), known)
            self._look_at_ideas(detector, out, eligible)
        if rules.filter.signed == "trust":
            out[self.signed] = 1.0
        if rules.filter.signed == "require":
            out[~self.signed] = 0.0
        if rules.filter.drop_labelled:
            out[self.labelled] = 0.0
        return out

    def _look_at_ideas(self, detector: Detector, passing: Array, eligible: Flags) -> None:
        """Where ideas make a difference, spread each group's mean rate over its ideas."""
        typicality = np.zeros(self.domain.size_ideas)
        for lab in self.labs.values():
            if lab.newest is not None:
                typicality += lab.demand * lab.newest.output
        marks = (self.labelled * 2 + self.signed) * len(KINDS) + self.kind
        codes = (marks * 64 + self.community + 1) * 1024 + self.generation + 1
        for code in np.unique(codes[eligible]):
            pages = eligible & (codes == code)
            rate = 1.0 - float(passing[pages][0])
            flagged = detector.by_idea(rate, self._count(pages), typicality) if 0 < rate < 1 else None
            if flagged is not None:
                passing[pages] = 1.0 - flagged[self.idea[pages]]

    def _group(self, page: int) -> Group:
        """What the rules can know of a page, with its own share of AI text."""
        fraction, generation = float(self.fractions[self.bin[page]]), int(self.generation[page])
        if self.kind[page] == HUMAN:
            return human(self.communities[self.community[page]])
        if self.kind[page] == LIGHT:
            return assisted(fraction, community=self.communities[self.community[page]])
        return synthetic(generation) if self.kind[page] == SYNTHETIC else assisted(fraction, generation=generation)

    # small tools

    def _coin(self, chance: Array | float) -> Flags:
        """One throw per page."""
        chances = np.broadcast_to(chance, (len(self.born),)) if np.ndim(chance) == 0 else np.asarray(chance)
        return self.rng.random(len(chances)) < chances

    def _choose(self, weights: Array, pages: int) -> Ints:
        """One choice per page, by inversion."""
        cumulated = np.cumsum(weights)
        return np.searchsorted(cumulated / cumulated[-1], self.rng.random(pages), side="right")

    def _between(self, span: Eligible) -> Flags:
        inside = self.born <= span.upto
        return inside if span.after is None else inside & (self.born > span.after)

    def _count(self, pages: Flags) -> Ints:
        return np.bincount(self.idea[pages], minlength=self.domain.size_ideas)

    def _by_side(self, pages: Flags) -> dict[str, int]:
        mostly_ai = self.kind >= DARK
        out = {"ai": int((pages & mostly_ai).sum())}
        for index, name in enumerate(self.communities):
            out[name] = int((pages & ~mostly_ai & (self.community == index)).sum())
        return out

    def _finish(self) -> Record:
        record, start, date = self.record, self.rules.time.start, self.rules.archive.date
        record.archive = self._count(self.archived)
        spans = (Eligible(start - 1, date), Eligible(date, self.rules.time.end))
        people = self.kind == HUMAN
        record.published = (
            self._count(people & self._between(spans[0])),
            self._count(people & self._between(spans[1])),
        )
        for index, name in enumerate(self.crawlers):
            held = self.fetched[index]
            record.store[name] = {kind: self._count(held & (self.kind == k)) for k, kind in enumerate(KINDS)}
            split = [self._count(held & people & self._between(span)) for span in spans]
            record.store_split[name] = (split[0], split[1])
        return record


# --- the counted engine, seen through the same record ---------------------------------------------


def kind_of(provenance: str, ai_fraction: float) -> str:
    """The kind of a group or row of the counted engine."""
    if provenance == "assisted":
        return "light" if ai_fraction <= 0.5 else "dark"
    return provenance


class _Watcher:
    """Keeps what a `Record` needs; changes nothing."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def observe(self, world: World) -> None:
        record, month = self.record, world.month
        fractions, seen = world.attention.fractions, world.attention.seen
        total = seen.sum()
        record.exposure[month] = float(seen @ fractions / total) if total > 0 else float("nan")
        record.live[month], record.new[month] = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
        for row in world.web.live:
            record.live[month][kind_of(*row)] += world.web.pages(row)
        for group, batch in world.new.items():
            record.new[month][kind_of(group.provenance, group.ai_fraction)] += batch.pages
        for lab in world.labs:
            if lab.newest is not None and lab.newest.released == month:
                training = summary(lab.newest.training, month, lab.newest.output, world.rules)
                record.trainings.setdefault(lab.name, []).append(training)


def summary(training: TrainingSet, month: int, output: Array, rules: Scenario) -> Training:
    """A training set of the counted engine in the words of this module."""
    rows = dict.fromkeys(KINDS, 0.0)
    for row, pages in training.rows.items():
        rows[kind_of(*row)] += pages
    return Training(
        month,
        training.given,
        rows,
        _by_side(training.eligible, rules),
        _by_side(training.filtered, rules),
        training.kept,
        training.unused,
        {name: use.used for name, use in training.sources.items()},
        {name: use.offered for name, use in training.sources.items()},
        output,
    )


def _by_side(pages: Mapping[Group, int], rules: Scenario) -> dict[str, int]:
    out = {"ai": 0, **dict.fromkeys(rules.communities, 0)}
    for group, number in pages.items():
        out["ai" if group.mostly_ai else str(group.community)] += number
    return out


def run_counted(resolved: Resolved, streams: Streams) -> Record:
    """One run of the shipped engine."""
    record = Record(domain=None, trainings={name: [] for name in resolved.scenario.labs})  # type: ignore[arg-type]
    world = World(resolved, streams, _Watcher(record))
    world.run()
    record.domain = world.domain
    start, end, date = world.rules.time.start, world.rules.time.end, world.rules.archive.date
    spans = (Eligible(start - 1, date), Eligible(date, end))
    parts = (world.archive.content, world.archive.impure)
    record.archive = world.domain.pool([part for part in parts if part is not None])
    people = [
        world.domain.pool([pages for month, pages in world.published.items() if span.after < month <= span.upto])
        for span in spans
        if span.after is not None
    ]
    record.published = (people[0], people[1])
    for name, store in world.crawlers.items():
        held = {kind: world.domain.empty() for kind in KINDS}
        for group, content in store.eligible(Eligible(None, end)).items():
            kind = kind_of(group.provenance, group.ai_fraction)
            held[kind] = held[kind] + content
        record.store[name] = held
        split = [
            world.domain.pool([c for g, c in store.eligible(span).items() if g.provenance == "human"]) for span in spans
        ]
        record.store_split[name] = (split[0], split[1])
    return record
