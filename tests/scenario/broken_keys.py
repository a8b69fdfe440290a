"""Keys that nobody knows, or that stand where they can't; several problems at once."""

from tests.scenario.broken import ANY, CADENCE, DETECTOR, LAB, TOP, Broken

CASES = [
    Broken(
        "unknown-top",
        """\
wrters:
  additive: 0.4
""",
        [
            f"a.yaml:1:1 wrters: unknown key; allowed: {TOP}; did you mean 'writers'?",
        ],
    ),
    Broken(
        "unknown-elsewhere",
        "cadence: 6\n",
        [
            f"a.yaml:1:1 cadence: unknown key; allowed: {TOP}; 'cadence' belongs under lab",
        ],
    ),
    Broken(
        "study-key",
        "seed: 3\n",
        [
            f"a.yaml:1:1 seed: unknown key; allowed: {TOP}; 'seed' belongs in a study file",
        ],
    ),
    Broken(
        "unknown-submodel",
        """\
lab:
  filter:
    detector:
      kind: classifier
      tpr2: 0.9
""",
        [
            f"a.yaml:5:7 lab.filter.detector.tpr2: unknown key; allowed: {DETECTOR}; did you mean 'tpr'?",
        ],
    ),
    Broken(
        "unknown-mix",
        """\
lab:
  mix:
    archve: {share: 0.1}
    licensed: {shar: 0.1}
""",
        [
            "a.yaml:3:5 lab.mix.archve: unknown key; allowed: archive, licensed; did you mean 'archive'?",
            (
                "a.yaml:4:16 lab.mix.licensed.shar: unknown key; allowed: price_per_1k_tokens, share; "
                "did you mean 'share'?"
            ),
        ],
    ),
    Broken(
        "unknown-bin",
        """\
writers:
  assist_bins:
    - {fraction: 1, shares: 1}
""",
        [
            (
                "a.yaml:3:7 writers.assist_bins[0]: the key 'share' is missing; "
                "must be a number from 0 to 1 (share): Of the pages with any AI text"
            ),
            "a.yaml:3:21 writers.assist_bins[0].shares: unknown key; allowed: fraction, share; did you mean 'share'?",
        ],
    ),
    Broken(
        "perfect-kind-params",
        """\
lab:
  filter:
    detector: {kind: perfect, tpr: 1}
""",
        [
            (
                "a.yaml:3:31 lab.filter.detector.tpr: unknown key; allowed: kind, update_lag; "
                "'tpr' belongs to the kind arms_race or classifier"
            ),
        ],
    ),
    Broken(
        "lab-entry-key",
        """\
labs:
  alpha:
    filter:
      detector: {tpr: 0.9, fp: 0.1}
  beta: {}
""",
        [
            f"a.yaml:4:28 labs.alpha.filter.detector.fp: unknown key; allowed: {DETECTOR}; did you mean 'fpr'?",
        ],
    ),
    Broken(
        "lab-depth-once",
        """\
lab:
  budget:
    tokns: 5
labs:
  alpha: {budget: {growth: 2}}
  beta: {}
""",
        [
            (
                "a.yaml:3:5 lab.budget.tokns: unknown key; allowed: date, growth, tokens, web_share; "
                "did you mean 'tokens'?"
            ),
        ],
    ),
    Broken(
        "lab-once",
        """\
lab:
  cadence: 0
  budget: {growth: -1}
labs:
  alpha: {}
  beta: {max_epochs: 0}
""",
        [
            f"a.yaml:2:12 lab.cadence: 0 is too small; {CADENCE}",
            (
                "a.yaml:3:20 lab.budget.growth: -1 is too small; "
                "must be a number above 0 and up to 100 (x per year, default 2.4): Growth of the budget"
            ),
            (
                "a.yaml:6:22 labs.beta.max_epochs: 0 is too small; "
                "must be a number from 1 to 1,000 (times, default 4): How often a scarce source is "
                "repeated at most"
            ),
        ],
    ),
    Broken(
        "null-lab",
        """\
labs:
  alpha:
  beta: {cadence: 6}
""",
        [
            (
                "a.yaml:2:3 labs.alpha: null removes an entry, but there is no 'alpha' to remove; "
                "`alpha: {}` adds it with every value at its default"
            ),
        ],
    ),
    Broken(
        "anchor",
        """\
labs:
  alpha: &usual
    cadence: 0
  beta:
    <<: *usual
    max_epochs: 4
""",
        [
            f"a.yaml:3:14 labs.alpha.cadence: 0 is too small; {CADENCE}",
            f"a.yaml:3:14 labs.beta.cadence: 0 is too small; {CADENCE}",
        ],
    ),
    Broken(
        "many",
        """\
titel: x
time: {start: 2018-01, end: 2040-12}
lab:
  cadence: 0
  filter:
    detector:
      tpr2: 0.9
      fpr: -1
communities:
  a: {share: 0.5}
labs:
  alpha: {crawler: comon, first_release: 2017-01}
interventions:
  - date: 2027-01
    set: {lab.cadens: 6}
  - date: 2045-01
    set: {lab.cadence: 700}
""",
        [
            f"a.yaml:1:1 titel: unknown key; allowed: {TOP}; did you mean 'title'?",
            f"a.yaml:4:12 lab.cadence: 0 is too small; {CADENCE}",
            f"a.yaml:7:7 lab.filter.detector.tpr2: unknown key; allowed: {DETECTOR}; did you mean 'tpr'?",
            (
                "a.yaml:8:12 lab.filter.detector.fpr: -1 is too small; "
                "must be a number from 0 to 1 (share, default 0.01): Flagged, of pages mostly written by "
                "people"
            ),
            "a.yaml:9:1 communities: the communities' shares sum to 0.5; they must sum to 1",
            "a.yaml:12:20 labs.alpha.crawler: there is no crawler 'comon'; allowed: common; did you mean 'common'?",
            (
                "a.yaml:12:42 labs.alpha.first_release: 2017-01 is before the start (time.start); "
                "must be from 2018-01 to 2040-12"
            ),
            f"a.yaml:15:11 interventions[0].set.lab.cadens: unknown key; allowed: {LAB}; did you mean 'cadence'?",
            (
                "a.yaml:16:11 interventions[1].date: 2045-01 is after the horizon (time.end); "
                "must be from 2018-01 to 2040-12"
            ),
            f"a.yaml:17:24 interventions[1].set.lab.cadence: 700 is too large; {CADENCE}",
        ],
    ),
    Broken(
        "values-and-sums",
        """\
writers:
  segments:
    a: {weight: 0.5, adoption: sigmoid}
    b: {weight: 0.4}
lab:
  mix:
    archive: {share: 0.8, price: 1}
    licensed: {share: 0.8}
""",
        [
            "a.yaml:2:3 writers.segments: the segments' weights sum to 0.9; they must sum to 1",
            (
                "a.yaml:3:32 writers.segments.a.adoption: there is no kind of adoption called 'sigmoid'; "
                "must be one of bass, constant, never, saturating, threshold"
            ),
            "a.yaml:6:3 lab.mix: the shares sum to 1.6; together they must be at most 1 (the web makes up the rest)",
            "a.yaml:7:27 lab.mix.archive.price: unknown key; allowed: price_per_1k_tokens, share",
        ],
    ),
    Broken(
        "any-segment",
        {
            "a.yaml": """\
extends: b.yaml
writers:
  segments:
    "*": {opt_out: {saturation: 0.6}}
""",
            "b.yaml": "writers: {segments: {press: {weight: 0.6}, forum: {weight: 0.4}}}\n",
        },
        [
            f"a.yaml:4:5 writers.segments.*: {ANY}; name one of press, forum",
        ],
    ),
    Broken(
        "any-of-any",
        """\
labs:
  "*": {"*": 3, cadence: 6}
  alpha: {cadence: 6}
""",
        [
            f"a.yaml:2:3 labs.*: {ANY}",
        ],
    ),
    Broken(
        "decimal-comma",
        "lab: {cadence: 6,5}\n",
        [
            (
                "a.yaml:1:18 lab.5: unknown key; allowed: accumulation, budget, cadence, choice, crawler, cutoff_lag, "
                "decoder, filter, first_release, hallucination, learner, market_share, max_epochs, mix, sampling, "
                "watermark, weights"
            )
        ],
    ),
]
