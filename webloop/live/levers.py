"""The levers of the page, in order. A line here is all that a new one takes; docs/explore.md says how.

A lever is shown where the scenario has its path. One that needs another, such as a detector's error rates, stands
below it. What a policy can move comes first.
"""

from webloop.live.kinds import Factor, Part, Pin, Source, Trend
from webloop.live.lever import Lever, span

DATA, FILTER, PEOPLE = "What labs train on", "Filters and labels", "People"
AI, MODELS, SITES = "AI on the web", "Models", "Sites, readers and farms"
MIX = "lab.mix"
OWN_RATES = "communities with a rate of their own keep it"
PRICES = (0.0, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 22.5)

LEVERS: tuple[Lever, ...] = (
    Lever(
        "lab.mix.archive.share",
        "Archive of old human pages in the mix",
        DATA,
        span(0.0, 0.9, 0.05),
        absent=0.0,
        whole=MIX,
    ),
    Source(
        "lab.mix.licensed.share",
        "Licensed fresh human pages in the mix",
        DATA,
        span(0.0, 0.9, 0.05),
        absent=0.0,
        whole=MIX,
        like="licensed-human",
    ),
    Lever(
        "lab.mix.licensed.price_per_1k_tokens",
        "Price of licensed pages, per 1,000 tokens",
        DATA,
        PRICES,
        unit="USD",
    ),
    Lever(
        "lab.accumulation",
        "Which crawled pages labs train on",
        DATA,
        words={
            "accumulate": "everything so far",
            "accumulate_subsample": "everything, thinned",
            "replace": "only pages since the last model",
            "window": "only recent months",
        },
    ),
    Lever("crawlers.common.coverage", "New pages that are crawled", DATA, span(0.05, 1.0, 0.05)),
    Part("lab.filter.detector", "Labs filter with a detector", FILTER, like="filter"),
    Lever("lab.filter.detector.tpr", "Detector: AI pages caught", FILTER, span(0.0, 1.0, 0.02)),
    Lever("lab.filter.detector.fpr", "Detector: human pages lost", FILTER, span(0.0, 0.2, 0.005), note=OWN_RATES),
    Lever("labels.share", "Pages mostly by AI that carry a label", FILTER),
    Lever("lab.filter.drop_labelled", "Labs drop labelled pages", FILTER),
    Trend("writers.segments.*.participation", "Human publishing, beyond its trend", PEOPLE, span(-0.03, 0.03, 0.0025)),
    Factor("writers.segments.*.adoption.saturation", "AI use of writers", AI, span(0.0, 1.0, 0.05)),
    Pin(
        "pinned_pollution",
        "AI share of new pages",
        AI,
        span(0.0, 1.0, 0.05),
        free="as writers take AI up",
        metric="pollution_flow",
    ),
    Lever("writers.additive", "AI pages that are extra pages", AI, span(0.0, 0.95, 0.05)),
    Lever("web.ai_hazard_ratio", "How fast AI pages vanish", AI, (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)),
    Lever("lab.decoder.temperature", "Temperature", MODELS, span(0.5, 1.5, 0.05), note="below 1 favours the common"),
    Lever("lab.hallucination", "Pages of models that carry an error", MODELS, span(0.0, 0.2, 0.005)),
    Lever("lab.cadence", "Time between models of a lab", MODELS, span(3, 36, 3)),
    Lever("lab.cutoff_lag", "From the last page used to the release", MODELS, span(0, 24, 1)),
    Lever(
        "readers.visibility.ai_odds_ratio",
        "Odds that AI pages are seen",
        SITES,
        span(0.05, 2.0, 0.05),
        unit="x a human page's",
    ),
    Lever("crawlers.common.obeys_opt_out", "Opt-outs of sites that are obeyed", SITES, needs="sites"),
    Factor("writers.segments.*.opt_out.saturation", "Sites that shut AI crawlers out", SITES, span(0.0, 2.0, 0.1)),
    Lever("farms.most", "Content farms, at most", SITES, span(0.0, 1.0, 0.05)),
)
