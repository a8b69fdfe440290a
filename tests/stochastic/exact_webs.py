"""Small webs on which every kind of rule that the page-by-page engine knows is at work."""

COMMON = """
ideas: {number: 12, shift: 1.0, turnover: 0.3, head_turnover: 0.2, fade_months: 6, errors: 2}
communities: {majority: {share: 0.7}, minority: {share: 0.3}}
labels: {share: 0.4}
"""

MAIN = (
    COMMON
    + """
time: {start: 2020-01, end: 2022-06, history_years: 1}
web:
  pages_per_month: 70
  tokens_per_page: 100
  lifetime: {kind: weibull, shape: 0.5, scale_years: 1.0}
  ai_hazard_ratio: 2
archive: {date: 2020-09, coverage: 0.4}
collapse: {reference: 2020-09}
crawlers: {common: {coverage: 0.5, historic_coverage: 0.3}}
writers:
  launch: 2020-05
  growth: 0.1
  additive: 0.4
  assist_bins:
    - {fraction: 0.1, share: 0.2}
    - {fraction: 0.45, share: 0.2}
    - {fraction: 0.6, share: 0.2}
    - {fraction: 0.9, share: 0.2}
    - {fraction: 1.0, share: 0.2}
  segments:
    news: {weight: 0.6, adoption: {kind: saturating, saturation: 0.6, time_constant: 6}, measures: any}
    forum:
      weight: 0.4
      adoption: {kind: saturating, saturation: 0.3, time_constant: 6}
      participation: {kind: trend, slopes: [{start: 2020-06, rate: -0.03}]}
lab:
  first_release: 2020-04
  cadence: 5
  cutoff_lag: 1
  budget: {tokens: 40000, growth: 1.2, date: 2020-01}
  hallucination: 0.05
  mix: {archive: {share: 0.2}, licensed: {share: 0.2}}
  filter:
    detector: {kind: classifier, tpr: 0.8, fpr: 0.1, community_fpr: {minority: 0.3}, update_lag: 4}
    drop_labelled: true
labs:
  a: {}
  b:
    first_release: 2020-05
    accumulation: {kind: window, months: 8}
    decoder: {temperature: 0.9, top_p: 0.95}
    market_share: 2
interventions:
  - date: 2021-06
    set: {labels.share: 0.7, lab.max_epochs: 2, lab.hallucination: 0.1, crawlers.common.coverage: 0.8}
"""
)

SMALL = (
    COMMON
    + """
time: {start: 2020-01, end: 2021-02, history_years: 1}
web:
  pages_per_month: 60
  tokens_per_page: 100
  lifetime: {kind: weibull, shape: 0.5, scale_years: 1.0}
  ai_hazard_ratio: 2
archive: {date: 2020-04, coverage: 0.1}
collapse: {reference: 2020-04}
crawlers: {common: {coverage: 0.75, historic_coverage: 0.2}}
writers:
  launch: 2020-03
  additive: 0.3
  assist_bins:
    - {fraction: 0.1, share: 0.2}
    - {fraction: 0.4, share: 0.2}
    - {fraction: 0.8, share: 0.3}
    - {fraction: 1.0, share: 0.3}
  segments:
    all: {weight: 1, adoption: {kind: saturating, saturation: 0.6, time_constant: 3}, measures: any}
lab:
  first_release: 2020-02
  cadence: 3
  cutoff_lag: 0
  budget: {tokens: 25000, growth: 1.0, date: 2020-01, web_share: 1.0}
  max_epochs: 3
  hallucination: 0.1
  mix: {archive: {share: 0.1}, licensed: {share: 0.15}}
  filter:
    detector: {kind: classifier, tpr: 0.7, fpr: 0.05, community_fpr: {minority: 0.15}, update_lag: 2}
    drop_labelled: true
"""
)

TWO_CRAWLERS = (
    SMALL.replace("{common:", "{one: {coverage: 0.85, historic_coverage: 0.2}, two:")
    + """
  accumulation: accumulate_subsample
labs:
  a: {crawler: one}
  b: {crawler: two, first_release: 2020-03, accumulation: accumulate, market_share: 0.5, decoder: {top_k: 9}}
"""
)

RIVALS = (
    SMALL.replace("{common:", "{one: {coverage: 0.85, historic_coverage: 0.2, labs: [a]}, two:")
    .replace("archive: {date: 2020-04, coverage: 0.1}", "archive: {date: 2020-04, coverage: 0.1, access: [a]}")
    .replace("hallucination: 0.1", "hallucination: 0.0")
    + """
market: {kind: quality, sensitivity: 6, speed: 0.4}
labs:
  a: {crawler: one, accumulation: replace, hallucination: 0.4}
  b: {crawler: two, market_share: 0.5, decoder: {temperature: 0.7}, accumulation: accumulate}
interventions:
  - date: 2020-11
    set: {archive.access: [b], crawlers.one.labs: null, crawlers.two.labs: [b]}
"""
)

PINNED = (
    COMMON
    + """
time: {start: 2020-01, end: 2021-02, history_years: 1}
web:
  pages_per_month: 60
  tokens_per_page: 100
  lifetime: {kind: constant, hazard: 0.06}
  ai_hazard_ratio: 0.4
archive: {date: 2020-04, coverage: 0.3}
collapse: {reference: 2020-04}
crawlers: {common: {coverage: 0.75, historic_coverage: 0.2}}
pinned_pollution: {2020-09: 0.6, 2020-12: 0.25}
writers:
  launch: 2020-03
  additive: 0.3
  assist_bins:
    - {fraction: 0.1, share: 0.2}
    - {fraction: 0.4, share: 0.2}
    - {fraction: 0.8, share: 0.3}
    - {fraction: 1.0, share: 0.3}
  segments:
    most: {weight: 0.6, adoption: {kind: saturating, saturation: 0.4, time_constant: 3}, measures: majority}
    rest: {weight: 0.4, adoption: {kind: saturating, saturation: 0.7, time_constant: 3}, measures: any}
lab:
  first_release: 2020-02
  cadence: 3
  cutoff_lag: 0
  budget: {tokens: 20000, growth: 1.2, date: 2020-01, web_share: 0.9}
  hallucination: 0.1
  mix: {archive: {share: 0.2}}
labs:
  a: {filter: {detector: perfect}, learner: {smoothing: 20, capacity: 10}}
  b: {first_release: 2020-03, market_share: 0.5, learner: {smoothing: 15}}
"""
)

LEVERS = (
    COMMON
    + """
time: {start: 2020-01, end: 2021-02, history_years: 1}
web:
  pages_per_month: 60
  tokens_per_page: 100
  lifetime: {kind: weibull, shape: 0.5, scale_years: 1.0}
  ai_hazard_ratio: 2
archive: {date: 2020-04, coverage: 0.1}
collapse: {reference: 2020-04}
crawlers: {common: {coverage: 0.75, historic_coverage: 0.2}}
writers:
  launch: 2020-03
  additive: 0.2
  assist_bins:
    - {fraction: 0.3, share: 0.3}
    - {fraction: 0.8, share: 0.4}
    - {fraction: 1.0, share: 0.3}
  segments:
    all: {weight: 1, adoption: {kind: saturating, saturation: 0.7, time_constant: 3}, measures: any}
lab:
  cadence: 4
  cutoff_lag: 2
  budget: {tokens: 30000, growth: 1.0, date: 2020-01, web_share: 1.0}
  max_epochs: 1
  mix: {archive: {share: 0.1}, licensed: {share: 0.1}}
  filter: {detector: {kind: classifier, tpr: 0.7, fpr: 0.05, update_lag: 2}}
labs:
  a: {first_release: 2020-02, hallucination: 0.7, market_share: 0}
  b: {first_release: 2020-03, hallucination: 0.05, cadence: 3, accumulation: replace}
interventions:
  - date: 2020-09
    set:
      lab.cadence: 2
      lab.cutoff_lag: 0
      lab.max_epochs: 2.5
      lab.decoder: {temperature: 0.8, top_p: 0.97}
      lab.mix.licensed.share: 0.5
      lab.filter.drop_labelled: true
      labs.a.market_share: 9
      labs.a.hallucination: 0.0
      labs.b.hallucination: 0.3
      labs.b.cadence: 4
      labs.b.accumulation: {kind: window, months: 6}
      labels.share: 0.8
      crawlers.common.coverage: 0.5
      writers.additive: 0.6
"""
)


def small(policy: str) -> str:
    """The small web with one accumulation policy; `accumulate` knows no budget."""
    return SMALL + f"  accumulation: {policy}\nlabs: {{a: {{}}}}\n"


_PROVENANCE = (
    COMMON.replace("labels: {share: 0.4}\n", "")
    + """
time: {start: 2020-01, end: 2021-02, history_years: 1}
web:
  pages_per_month: 60
  tokens_per_page: 100
  lifetime: {kind: weibull, shape: 0.5, scale_years: 1.0}
  ai_hazard_ratio: 2
collapse: {reference: 2020-06}
crawlers: {common: {coverage: 0.75, historic_coverage: 0.2}}
writers:
  launch: 2020-03
  additive: 0.3
  assist_bins:
    - {fraction: 0.1, share: 0.2}
    - {fraction: 0.4, share: 0.2}
    - {fraction: 0.8, share: 0.3}
    - {fraction: 1.0, share: 0.3}
  segments:
    all: {weight: 1, adoption: {kind: saturating, saturation: 0.6, time_constant: 3}, measures: any}
"""
)
MARKS = (
    _PROVENANCE.replace("saturation: 0.6", "saturation: 0.9")
    + """
archive: {date: 2020-04, coverage: 0.1}
labels: {share: 0.1, removal: 0.1, detection: 0.9, signed: 0.5, forged: 0.4}
lab:
  first_release: 2020-02
  cadence: 3
  cutoff_lag: 0
  budget: {tokens: 25000, growth: 1.0, date: 2020-01, web_share: 1.0}
  hallucination: 0.1
  mix: {archive: {share: 0.1}, licensed: {share: 0.15}}
  filter:
    detector: {kind: classifier, tpr: 0.4, fpr: 0.2, community_fpr: {minority: 0.5}, update_lag: 2}
    drop_labelled: true
labs:
  a: {watermark: 1.0, hallucination: 0.9, accumulation: replace, filter: {signed: require}}
  b: {filter: {signed: trust}, decoder: {top_p: 0.9}}
interventions:
  - {date: 2020-10, set: {labels.signed: 0.8, labs.b.watermark: 0.1, labels.removal: 0.2}}
"""
)
IDEAS = (
    _PROVENANCE
    + """
archive: {date: 2020-06, coverage: 0.2, impurity: 0.4}
labels: {signed: 0.3}
lab:
  first_release: 2020-02
  cadence: 3
  cutoff_lag: 0
  budget: {tokens: 15000, growth: 1.1, date: 2020-01, web_share: 1.0}
  max_epochs: 2
  hallucination: 0.1
  mix: {archive: {share: 0.3}, licensed: {share: 0.1}}
  filter:
    detector: {kind: arms_race, tpr: 0.8, fpr: 0.2, community_fpr: {minority: 0.4}, evasion: 0.8, selectivity: 1.5}
labs:
  a: {market_share: 2, budget: unlimited}
  b: {accumulation: {kind: window, months: 6}, filter: {signed: trust}, decoder: {temperature: 0.7}}
"""
)

WEBS: dict[str, str] = {
    "main": MAIN,
    "two crawlers": TWO_CRAWLERS,
    "rivals": RIVALS,
    "replace": small("replace"),
    "window": small("{kind: window, months: 5}"),
    "accumulate": small("accumulate"),
    "accumulate_subsample": small("accumulate_subsample"),
    "pinned": PINNED,
    "levers": LEVERS,
    "marks": MARKS,
    "ideas": IDEAS,
}
