"""Study files that say what is uncertain."""

from tests.scenario.broken import LAB, Broken

BASE = "extends: webloop/baseline\n"
NUMBER = "must be the path of one number, such as lab.cadence"
WHOLE = "must be a path with one `*` for the parts that sum to 1, such as writers.segments.*.weight"
KINDS = "must be one of dirichlet, lognormal, loguniform, triangular, uniform"

CASES = [
    Broken(
        "uncertain-unknown",
        {
            "a.yaml": """\
baseline: base.yaml
uncertain:
  lab.cadens: {kind: uniform, low: 6, high: 18}
  writers.segments.qaa.participation.floor: {kind: uniform, low: 0, high: 0.1}
  cadence: {kind: uniform, low: 6, high: 18}
  lab..cadence: {kind: uniform, low: 6, high: 18}
  labs.delta.market_share.x: {kind: uniform, low: 6, high: 18}
  writers.assist_bins.7.share: {kind: uniform, low: 0, high: 1}
""",
            "base.yaml": BASE,
        },
        [
            f"a.yaml:3:3 uncertain.lab.cadens: unknown key; allowed: {LAB}; did you mean 'cadence'?",
            (
                "a.yaml:4:3 uncertain.writers.segments.qaa.participation.floor: the baseline has no "
                "writers.segments.qaa; allowed: commercial_articles, corporate_static, forum_ugc, qa, "
                "social_longform, news, reference, scholarly; did you mean 'qa'?"
            ),
            (
                "a.yaml:5:3 uncertain.cadence: unknown key; allowed: archive, claim, collapse, communities, content, "
                "crawlers, extends, farms, ideas, instruments, interventions, lab, labels, labs, market, "
                "pinned_pollution, readers, sites, time, title, web, writers; 'cadence' belongs under lab"
            ),
            (
                "a.yaml:6:3 uncertain.lab..cadence: this is not a path; write it as names with a dot between, "
                "such as lab.cadence"
            ),
            (
                "a.yaml:7:3 uncertain.labs.delta.market_share.x: labs.delta.market_share is one number: nothing "
                "is below it"
            ),
            ("a.yaml:8:3 uncertain.writers.assist_bins.7.share: writers.assist_bins has the items 0 to 4, but no '7'"),
        ],
    ),
    Broken(
        "uncertain-not-a-number",
        {
            "a.yaml": """\
baseline: base.yaml
uncertain:
  title: {kind: uniform, low: 0, high: 1}
  archive.date: {kind: uniform, low: 24000, high: 24300}
  lab.decoder: {kind: uniform, low: 0, high: 1}
  lab.decoder.top_k: {kind: uniform, low: 1, high: 9}
  lab.filter.drop_labelled: {kind: uniform, low: 0, high: 1}
  writers.assist_bins: {kind: uniform, low: 0, high: 1}
  time.history_years: {kind: uniform, low: 5, high: 20}
""",
            "base.yaml": BASE,
        },
        [
            f"a.yaml:3:3 uncertain.title: this is text; {NUMBER}",
            f"a.yaml:4:3 uncertain.archive.date: this is a month; {NUMBER}",
            (f"a.yaml:5:3 uncertain.lab.decoder: this is a mapping; {NUMBER}; did you mean 'lab.decoder.temperature'?"),
            f"a.yaml:6:3 uncertain.lab.decoder.top_k: this is null in the baseline; {NUMBER}",
            f"a.yaml:7:3 uncertain.lab.filter.drop_labelled: this is true or false; {NUMBER}",
            f"a.yaml:8:3 uncertain.writers.assist_bins: this is a list; {NUMBER}",
            (
                "a.yaml:9:3 uncertain.time.history_years: time is the frame that all runs share and can't be "
                "drawn; choose one value"
            ),
        ],
    ),
    Broken(
        "uncertain-not-there",
        {
            "a.yaml": """\
baseline: base.yaml
uncertain:
  lab.mix.archive.share: {kind: uniform, low: 0, high: 0.3}
  lab.filter.detector.tpr: {kind: uniform, low: 0.8, high: 1}
  pinned_pollution.2023-01: {kind: uniform, low: 0, high: 1}
  interventions.0.date: {kind: uniform, low: 0, high: 1}
  web.lifetime.median_years: {kind: uniform, low: 0, high: 1}
""",
            "base.yaml": BASE,
        },
        [
            (
                "a.yaml:3:3 uncertain.lab.mix.archive.share: the baseline has no lab.mix.archive, so there is "
                "nothing to be uncertain about; only values of the baseline are drawn"
            ),
            (
                "a.yaml:4:3 uncertain.lab.filter.detector.tpr: the baseline has no lab.filter.detector, so there"
                " is nothing to be uncertain about; only values of the baseline are drawn"
            ),
            (
                "a.yaml:5:3 uncertain.pinned_pollution.2023-01: the baseline has no pinned_pollution, so there "
                "is nothing to be uncertain about; only values of the baseline are drawn"
            ),
            ("a.yaml:6:3 uncertain.interventions.0.date: interventions is a list that no file gives; write it in full"),
            (
                "a.yaml:7:3 uncertain.web.lifetime.median_years: unknown key; allowed: kind, scale_years, shape;"
                " did you mean 'scale_years'?"
            ),
        ],
    ),
    Broken(
        "uncertain-ranges",
        {
            "a.yaml": """\
baseline: base.yaml
uncertain:
  lab.cadence: {kind: triangular, low: 18, mode: 12, high: 6}
  lab.cutoff_lag: {kind: triangular, low: 2, mode: 19, high: 18}
  writers.growth: {kind: loguniform, low: 0, high: 0.1}
  writers.additive: {kind: uniform, low: 0}
  web.ai_hazard_ratio: {kind: lognormal, low: 0.5, high: 4, median: 1}
  web.tokens_per_page: uniform
  lab.max_epochs: {low: 1, high: 8}
  lab.hallucination: {kind: normal, low: 0, high: 1}
  ideas.turnover: [0, 1]
  ideas.exponent:
  lab.cadens: {kind: uniform, low: 1, high: 2}
""",
            "base.yaml": BASE,
        },
        [
            "a.yaml:3:3 uncertain.lab.cadence: low is 18 and high is 6; low must be below high",
            (
                "a.yaml:4:3 uncertain.lab.cutoff_lag: the mode 19 is outside the range; must be from 2 (low) to "
                "18 (high)"
            ),
            (
                "a.yaml:5:43 uncertain.writers.growth.low: 0 is too small; must be a number above 0 and up to "
                "1e18: Smallest value"
            ),
            (
                "a.yaml:6:3 uncertain.writers.additive: the key 'high' is missing; must be a number from -1e18 "
                "to 1e18: Largest value"
            ),
            "a.yaml:7:61 uncertain.web.ai_hazard_ratio.median: unknown key; allowed: high, kind, low",
            (
                "a.yaml:8:3 uncertain.web.tokens_per_page: the key 'high' is missing; must be a number from "
                "-1e18 to 1e18: Largest value"
            ),
            (
                "a.yaml:8:3 uncertain.web.tokens_per_page: the key 'low' is missing; must be a number from -1e18"
                " to 1e18: Smallest value"
            ),
            f"a.yaml:9:3 uncertain.lab.max_epochs: the key 'kind' is missing; {KINDS}",
            (
                "a.yaml:10:29 uncertain.lab.hallucination.kind: there is no kind of distribution called "
                f"'normal'; {KINDS}; did you mean 'lognormal'?"
            ),
            f"a.yaml:11:19 uncertain.ideas.turnover: a list is not one of the choices; {KINDS}",
            f"a.yaml:13:3 uncertain.ideas.exponent: null is not one of the choices; {KINDS}",
            f"a.yaml:13:3 uncertain.lab.cadens: unknown key; allowed: {LAB}; did you mean 'cadence'?",
        ],
    ),
    Broken(
        "uncertain-ends",
        {
            "a.yaml": """\
baseline: base.yaml
scenarios: [other.yaml]
uncertain:
  lab.cadence: {kind: triangular, low: 0, mode: 12, high: 18}
  lab.cutoff_lag: {kind: uniform, low: 2.5, high: 18}
  writers.additive: {kind: uniform, low: 0, high: 1}
  web.lifetime.shape: {kind: lognormal, low: 0.51, high: 0.7}
  writers.segments.qa.weight: {kind: uniform, low: 0.01, high: 0.04}
""",
            "base.yaml": BASE,
            "other.yaml": "extends: base.yaml\nlab: {cadence: 3}\n",
        },
        [
            (
                "a.yaml:4:40 uncertain.lab.cadence: 0 is too small; must be a whole number from 1 to 600 "
                "(months, default 12): Time between models"
            ),
            (
                "a.yaml:5:40 uncertain.lab.cutoff_lag: 2.5 is not a whole number; must be a whole number from 0 "
                "to 240 (months, default 7): From the last page used to the release"
            ),
            (
                "a.yaml:6:51 uncertain.writers.additive: 1 is too large; must be a number from 0 to 0.95 (share "
                "of AI pages, default 0.5): AI pages that are extra volume; the others replace human pages"
            ),
            (
                "a.yaml:7:46 uncertain.web.lifetime.shape: 0.378 (as far as draws go) is too small; must be a "
                "number from 0.5 to 1 (default 0.577): Weibull shape; below 1 young pages die fastest"
            ),
            (
                "a.yaml:8:52 uncertain.writers.segments.qa.weight: with 0.01 writers.segments of 'base' is "
                "wrong: the segments' weights sum to 0.99; they must sum to 1"
            ),
            (
                "a.yaml:8:64 uncertain.writers.segments.qa.weight: with 0.04 writers.segments of 'base' is "
                "wrong: the segments' weights sum to 1.02; they must sum to 1"
            ),
        ],
    ),
    Broken(
        "uncertain-elsewhere",
        {
            "a.yaml": """\
baseline: base.yaml
scenarios: [other.yaml]
uncertain:
  lab.cutoff_lag: {kind: triangular, low: 2, mode: 7, high: 18}
""",
            "base.yaml": BASE,
            "other.yaml": "extends: base.yaml\ntime: {history_years: 0, start: 2020-06}\n",
        },
        [
            (
                "a.yaml:4:61 uncertain.lab.cutoff_lag: with 18 labs.alpha.first_release of 'other' is wrong: the"
                " first model of 'alpha' (2021-02) would have nothing to train on; must be 2021-12 or later "
                "(time.start + cutoff_lag), or set time.history_years"
            ),
            (
                "a.yaml:4:61 uncertain.lab.cutoff_lag: with 18 labs.beta.first_release of 'other' is wrong: the "
                "first model of 'beta' (2021-05) would have nothing to train on; must be 2021-12 or later "
                "(time.start + cutoff_lag), or set time.history_years"
            ),
            (
                "a.yaml:4:61 uncertain.lab.cutoff_lag: with 18 labs.delta.first_release of 'other' is wrong: the"
                " first model of 'delta' (2021-11) would have nothing to train on; must be 2021-12 or later "
                "(time.start + cutoff_lag), or set time.history_years"
            ),
            (
                "a.yaml:4:61 uncertain.lab.cutoff_lag: with 18 labs.gamma.first_release of 'other' is wrong: the"
                " first model of 'gamma' (2021-08) would have nothing to train on; must be 2021-12 or later "
                "(time.start + cutoff_lag), or set time.history_years"
            ),
        ],
    ),
    Broken(
        "uncertain-together",
        {
            "a.yaml": """\
baseline: base.yaml
uncertain:
  lab.mix.archive.share: {kind: uniform, low: 0, high: 0.6}
  lab.mix.licensed.share: {kind: uniform, low: 0, high: 0.7}
""",
            "base.yaml": BASE + "lab: {mix: {archive: {share: 0.2}, licensed: {share: 0.2}}}\n",
        },
        [
            (
                "a.yaml:2:1 uncertain: with all values at their high end lab.mix of 'base' is wrong: the shares "
                "sum to 1.3; together they must be at most 1 (the web makes up the rest)"
            ),
        ],
    ),
    Broken(
        "uncertain-parts",
        {
            "a.yaml": """\
baseline: base.yaml
uncertain:
  writers.segments.*.wieght: {kind: dirichlet, concentration: 50}
  writers.segments.*.weight: {kind: uniform, low: 0, high: 1}
  writers.segments.*.participation.floor: {kind: dirichlet, concentration: 50}
  writers.segments.qa.weight: {kind: dirichlet, concentration: 50}
  writers.segmnts.*.weight: {kind: dirichlet, concentration: 50}
  lab.*.share: {kind: dirichlet, concentration: 50}
  communities.*.share: {kind: dirichlet, concentration: 0}
""",
            "base.yaml": BASE,
        },
        [
            (
                "a.yaml:3:3 uncertain.writers.segments.*.wieght: unknown key; allowed: adoption, answered, "
                "measures, opt_out, participation, weight; did you mean 'weight'?"
            ),
            (
                "a.yaml:4:3 uncertain.writers.segments.*.weight: `*` stands for the parts of a whole, which only"
                " the kind dirichlet draws; name one path"
            ),
            (f"a.yaml:5:3 uncertain.writers.segments.*.participation.floor: these sum to 0.4 in the baseline; {WHOLE}"),
            (
                "a.yaml:6:3 uncertain.writers.segments.qa.weight: a dirichlet draws the parts of a whole "
                f"together; {WHOLE}"
            ),
            (
                "a.yaml:7:3 uncertain.writers.segmnts.*.weight: unknown key; allowed: activity_spread, additive,"
                " assist_bins, cohorts_per_cell, delay_spread, growth, launch, page_value, segments, step_power; did "
                "you mean 'segments'?"
            ),
            f"a.yaml:8:3 uncertain.lab.*.share: lab has no entries to draw; {WHOLE}",
            (
                "a.yaml:9:57 uncertain.communities.*.share.concentration: 0 is too small; must be a number above"
                " 0 and up to 1e9: How near to the baseline's parts"
            ),
        ],
    ),
    Broken(
        "uncertain-wholes",
        {
            "a.yaml": """\
baseline: base.yaml
uncertain:
  crawlers.*.coverage: {kind: dirichlet, concentration: 50}
  lab.mix.*.share: {kind: dirichlet, concentration: 50}
  '*.share': {kind: dirichlet, concentration: 50}
  writers.assist_bins.*.share: {kind: dirichlet, concentration: 50}
  writers.assist_bins.*.fraction: {kind: dirichlet, concentration: 50}
  labs.*.crawler: {kind: dirichlet, concentration: 5}
  lab.filter.detector.*: {kind: dirichlet, concentration: 5}
""",
            "base.yaml": BASE,
        },
        [
            (f"a.yaml:3:3 uncertain.crawlers.*.coverage: there is one part only, so there is nothing to draw; {WHOLE}"),
            f"a.yaml:4:3 uncertain.lab.mix.*.share: lab.mix has no entries to draw; {WHOLE}",
            f"a.yaml:5:3 uncertain.*.share: the scenario has no entries to draw; {WHOLE}",
            (f"a.yaml:7:3 uncertain.writers.assist_bins.*.fraction: these sum to 2.715 in the baseline; {WHOLE}"),
            f"a.yaml:8:3 uncertain.labs.*.crawler: this is text; {NUMBER}",
            f"a.yaml:9:3 uncertain.lab.filter.detector.*: this is null in the baseline; {NUMBER}",
        ],
    ),
    Broken(
        "uncertain-bins",
        {
            "a.yaml": """\
baseline: base.yaml
uncertain:
  writers.assist_bins.*.share: {kind: dirichlet, concentration: 50}
""",
            "base.yaml": "title: a\n",
        },
        [
            (
                "a.yaml:3:3 uncertain.writers.assist_bins.*.share: writers.assist_bins is a list that no file "
                "gives; write it in full"
            ),
        ],
    ),
    Broken(
        "uncertain-twice",
        {
            "a.yaml": """\
baseline: base.yaml
sweep:
  lab.cadence: [6, 12]
  web.lifetime: [weibull]
uncertain:
  lab.cadence: {kind: uniform, low: 6, high: 18}
  web.lifetime.shape: {kind: uniform, low: 0.5, high: 0.7}
  communities.*.share: {kind: dirichlet, concentration: 50}
  communities.minority_a.share: {kind: uniform, low: 0.1, high: 0.2}
  lab.cutoff_lag: {kind: uniform, low: 2, high: 18}
""",
            "base.yaml": BASE,
        },
        [
            ("a.yaml:6:3 uncertain.lab.cadence: the sweep sets this too (lab.cadence); sweep it or draw it, not both"),
            (
                "a.yaml:7:3 uncertain.web.lifetime.shape: the sweep sets this too (web.lifetime); sweep it or "
                "draw it, not both"
            ),
            (
                "a.yaml:9:3 uncertain.communities.minority_a.share: this is drawn already, by "
                "communities.*.share; leave one of them out"
            ),
            "a.yaml:10:3 uncertain.lab.cutoff_lag: --set lab.cutoff_lag sets this too; leave one of them out",
        ],
        settings=["lab.cutoff_lag=7"],
    ),
    Broken(
        "draws-zero",
        {
            "a.yaml": """\
baseline: base.yaml
draws: 0
""",
            "base.yaml": BASE,
        },
        [
            (
                "a.yaml:2:8 draws.number: 0 is too small; must be a whole number from 1 to 100,000 (draws, "
                "default 64): Draws; every scenario is run with each of them"
            ),
        ],
    ),
    Broken(
        "draws-alone",
        {
            "a.yaml": """\
baseline: base.yaml
draws: 10
""",
            "base.yaml": BASE,
        },
        [
            (
                "a.yaml:2:1 draws: there is nothing to draw; name what is in `uncertain`, or a posterior, or leave "
                "`draws` out"
            ),
        ],
    ),
    Broken(
        "draws-sobol",
        {
            "a.yaml": """\
baseline: base.yaml
draws: {number: 48, method: sobol}
uncertain: {lab.cadence: {kind: uniform, low: 6, high: 18}}
""",
            "base.yaml": BASE,
        },
        [
            (
                "a.yaml:2:17 draws.number: 48 is not a number of draws by sobol; must be a power of two, such as"
                " 32 or 64"
            ),
        ],
    ),
    Broken(
        "draws-misspelt",
        {
            "a.yaml": """\
baseline: base.yaml
draws: {nmber: 48, method: sobl}
uncertain: {lab.cadence: {kind: uniform, low: 6, high: 18}}
""",
            "base.yaml": BASE,
        },
        [
            "a.yaml:2:9 draws.nmber: unknown key; allowed: method, number, posterior; did you mean 'number'?",
            (
                "a.yaml:2:28 draws.method: 'sobl' is not one of the choices; must be one of latin_hypercube, "
                "sobol (default latin_hypercube): How draws spread over what is possible; sobol needs a power of"
                " two; did you mean 'sobol'?"
            ),
        ],
    ),
    Broken(
        "draws-list",
        {
            "a.yaml": """\
baseline: base.yaml
draws: [1, 2]
uncertain: [lab.cadence]
""",
            "base.yaml": BASE,
        },
        [
            (
                "a.yaml:2:8 draws.number: a list is not a whole number; must be a whole number from 1 to 100,000"
                " (draws, default 64): Draws; every scenario is run with each of them"
            ),
            (
                "a.yaml:3:12 uncertain: a list is not a mapping of names; must be a mapping of names: What is "
                "known of uncertain numbers, by dotted path; `*` stands for all parts of a whole"
            ),
        ],
    ),
]
