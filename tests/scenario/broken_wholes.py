"""Values that do not fit together."""

from tests.scenario.broken import Broken

CASES = [
    Broken(
        "empty-bins",
        """\
writers:
  assist_bins: []
""",
        [
            (
                "a.yaml:2:3 writers.assist_bins: is empty; "
                "must have at least one entry: Pages with AI by their share of AI text"
            ),
        ],
    ),
    Broken(
        "empty-labs",
        "labs: {}\n",
        [
            "a.yaml:1:1 labs: is empty; must have at least one entry: Labs by name; each may differ from `lab`",
        ],
    ),
    Broken(
        "empty-set",
        """\
interventions:
  - {date: 2027-01, set: {}}
""",
        [
            (
                "a.yaml:2:21 interventions[0].set: is empty; "
                "must have at least one entry: New values by dotted path, such as `lab.accumulation: "
                "replace`"
            ),
        ],
    ),
    Broken(
        "weights",
        """\
writers:
  segments:
    a: {weight: 0.5}
    b: {weight: 0.4}
""",
        [
            "a.yaml:2:3 writers.segments: the segments' weights sum to 0.9; they must sum to 1",
        ],
    ),
    Broken(
        "bins",
        """\
writers:
  assist_bins:
    - {fraction: 0.5, share: 0.5}
    - {fraction: 1, share: 0.6}
""",
        [
            "a.yaml:2:3 writers.assist_bins: the bins' shares sum to 1.1; they must sum to 1",
        ],
    ),
    Broken(
        "bins-order",
        """\
writers:
  assist_bins:
    - {fraction: 1, share: 0.5}
    - {fraction: 0.5, share: 0.5}
""",
        [
            (
                "a.yaml:4:8 writers.assist_bins[1].fraction: 0.5 stands after 1; "
                "bins must be in order of their fraction, each fraction once"
            ),
        ],
    ),
    Broken(
        "communities",
        """\
communities:
  a: {share: 0.5}
  b: {share: 0.6}
""",
        [
            "a.yaml:1:1 communities: the communities' shares sum to 1.1; they must sum to 1",
        ],
    ),
    Broken(
        "mix-sum",
        """\
lab:
  mix:
    archive: {share: 0.6}
    licensed: {share: 0.5}
""",
        [
            "a.yaml:2:3 lab.mix: the shares sum to 1.1; together they must be at most 1 (the web makes up the rest)",
        ],
    ),
    Broken(
        "mix-sum-labs",
        """\
lab:
  mix:
    archive: {share: 0.6}
labs:
  alpha:
    mix:
      licensed: {share: 0.5}
  beta: {}
""",
        [
            (
                "a.yaml:6:5 labs.alpha.mix: the shares sum to 1.1; "
                "together they must be at most 1 (the web makes up the rest)"
            ),
        ],
    ),
    Broken(
        "slopes",
        """\
writers:
  segments:
    all:
      weight: 1
      participation:
        slopes:
          - {start: 2027-01, end: 2028-01, rate: -0.01}
          - {start: 2026-01, rate: -0.02}
""",
        [
            (
                "a.yaml:5:7 writers.segments.all.participation: stretches must follow each other: "
                "2026-01 is inside the one before"
            ),
        ],
    ),
    Broken(
        "turnover",
        "ideas: {turnover: 1, fade_months: 24}\n",
        [
            (
                "a.yaml:1:1 ideas: 1 a year (turnover) for 24 months (fade_months): ideas would be "
                "replaced before they have come; the product must be below 12"
            ),
        ],
    ),
    Broken(
        "pins-order",
        """\
pinned_pollution:
  2027-01: 0.5
  2026-01: 0.3
""",
        [
            (
                "a.yaml:3:3 pinned_pollution.2026-01: 2026-01 stands after 2027-01: the dates are out of "
                "order; put them in order"
            ),
        ],
    ),
    Broken(
        "pins-early",
        """\
labs: {a: {first_release: 2022-01}}
pinned_pollution:
  2021-06: 0.5
""",
        [
            (
                "a.yaml:3:3 pinned_pollution.2021-06: no model could write these pages; "
                "the first model is released 2022-01; pin a share from a later month"
            ),
        ],
    ),
    Broken(
        "end",
        "time: {start: 2030-01, end: 2029-12}\n",
        [
            "a.yaml:1:29 time.end: 2029-12 is before the start; must be 2030-01 or later",
        ],
    ),
    Broken(
        "archive-date",
        "archive: {date: 2041-01}\n",
        [
            "a.yaml:1:17 archive.date: 2041-01 is after the horizon (time.end); must be from 2018-01 to 2040-12",
        ],
    ),
    Broken(
        "end-early",
        """\
time:
  end: 2021-12
""",
        [
            "a.yaml:2:3 archive.date: 2022-12 is after the horizon (time.end); must be from 2018-01 to 2021-12",
            "a.yaml:2:3 collapse.reference: 2022-12 is after the horizon (time.end); must be from 2018-01 to 2021-12",
        ],
    ),
    Broken(
        "start-late",
        """\
time:
  start: 2023-01
""",
        [
            "a.yaml:2:3 archive.date: 2022-12 is before the start (time.start); must be from 2023-01 to 2040-12",
            "a.yaml:2:3 collapse.reference: 2022-12 is before the start (time.start); must be from 2023-01 to 2040-12",
            "a.yaml:2:3 lab.first_release: 2021-02 is before the start (time.start); must be from 2023-01 to 2040-12",
        ],
    ),
    Broken(
        "interv-after",
        """\
interventions:
  - date: 2045-01
    set: {lab.cadence: 6}
""",
        [
            (
                "a.yaml:2:11 interventions[0].date: 2045-01 is after the horizon (time.end); "
                "must be from 2018-01 to 2040-12"
            ),
        ],
    ),
    Broken(
        "interv-order",
        """\
interventions:
  - {date: 2030-01, set: {lab.cadence: 6}}
  - {date: 2028-01, set: {lab.cadence: 3}}
  - {date: 2029-01, set: {lab.cadence: 4}}
""",
        [
            (
                "a.yaml:3:12 interventions[1].date: 2028-01 stands after 2030-01: the dates are out of "
                "order; put the interventions in order of their dates"
            ),
            (
                "a.yaml:4:12 interventions[2].date: 2029-01 stands after 2030-01: the dates are out of "
                "order; put the interventions in order of their dates"
            ),
        ],
    ),
    Broken(
        "crawler",
        """\
labs:
  alpha: {crawler: comon}
  beta: {}
""",
        [
            "a.yaml:2:20 labs.alpha.crawler: there is no crawler 'comon'; allowed: common; did you mean 'common'?",
        ],
    ),
    Broken(
        "crawler-lab",
        """\
lab: {crawler: comon}
labs:
  alpha: {}
  beta: {}
""",
        [
            "a.yaml:1:16 lab.crawler: there is no crawler 'comon'; allowed: common; did you mean 'common'?",
        ],
    ),
    Broken(
        "crawlers-renamed",
        "crawlers: {main: {}}\n",
        [
            "a.yaml:1:1 lab.crawler: there is no crawler 'common'; allowed: main",
        ],
    ),
    Broken(
        "labs-listed",
        """\
archive: {access: [alpha, alpa]}
crawlers:
  common: {labs: [betta]}
labs: {alpha: {}, beta: {}}
""",
        [
            "a.yaml:1:27 archive.access[1]: there is no lab 'alpa'; allowed: alpha, beta; did you mean 'alpha'?",
            "a.yaml:3:19 crawlers.common.labs[0]: there is no lab 'betta'; allowed: alpha, beta; did you mean 'beta'?",
        ],
    ),
    Broken(
        "labs-listed-no-list",
        """\
archive: {access: alpha}
labs: {alpha: {}, beta: {}}
""",
        [
            ("a.yaml:1:19 archive.access: 'alpha' is not a list; must be a list: Labs that may use it; null: all labs"),
        ],
    ),
    Broken(
        "labs-listed-later",
        """\
labs: {alpha: {}, beta: {}}
archive: {access: []}
interventions:
  - date: 2027-01
    set:
      archive.access: [alpha, gamma]
      crawlers.common.labs: [delta]
""",
        [
            ("a.yaml:6:31 interventions[0].set.archive.access[1]: there is no lab 'gamma'; allowed: alpha, beta"),
            (
                "a.yaml:7:30 interventions[0].set.crawlers.common.labs[0]: there is no lab 'delta'; "
                "allowed: alpha, beta; did you mean 'beta'?"
            ),
        ],
    ),
    Broken(
        "community",
        """\
communities: {majority: {share: 0.9}, minority: {share: 0.1}}
lab:
  filter:
    detector:
      community_fpr:
        minorty: 0.1
        majority: 2
""",
        [
            (
                "a.yaml:6:9 lab.filter.detector.community_fpr.minorty: there is no community 'minorty'; "
                "allowed: majority, minority; did you mean 'minority'?"
            ),
            (
                "a.yaml:7:19 lab.filter.detector.community_fpr.majority: 2 is too large; "
                "must be a number from 0 to 1 (share): False positive rate of a community"
            ),
        ],
    ),
    Broken(
        "train",
        """\
time: {history_years: 0}
labs:
  alpha: {first_release: 2018-03}
""",
        [
            (
                "a.yaml:3:26 labs.alpha.first_release: the first model of 'alpha' (2018-03) would have "
                "nothing to train on; must be 2018-08 or later (time.start + cutoff_lag), or set "
                "time.history_years"
            ),
        ],
    ),
    Broken(
        "launch",
        """\
writers:
  launch: 2020-01
  segments:
    all: {weight: 1, adoption: saturating}
""",
        [
            (
                "a.yaml:2:11 writers.launch: 2020-01 is too early: nobody can take up AI before there is "
                "a model; must be 2021-02 or later: the first model is released 2021-02"
            ),
        ],
    ),
    Broken(
        "launch2",
        """\
writers:
  segments:
    all: {weight: 1, adoption: saturating}
labs:
  alpha:
    first_release: 2024-01
""",
        [
            (
                "a.yaml:6:5 writers.launch: 2022-11 is too early: nobody can take up AI before there is "
                "a model; must be 2024-01 or later: the first model is released 2024-01"
            ),
        ],
    ),
    Broken(
        "nobody",
        """\
labs:
  alpha: {market_share: 0}
""",
        [
            "a.yaml:1:1 labs: all labs have market_share 0; at least one must be above 0",
        ],
    ),
    Broken(
        "nobody-lab",
        "lab: {market_share: 0}\n",
        [
            "a.yaml:1:7 labs: all labs have market_share 0; at least one must be above 0",
        ],
    ),
    Broken(
        "count",
        """\
web: {pages_per_month: 1e12}
writers: {growth: 0.5}
""",
        [
            (
                "a.yaml:1:24 web.pages_per_month: 1e12 pages a month can't be counted exactly over 516 months; "
                "must be at most 9.79e10"
            ),
        ],
    ),
    Broken(
        "out-of-reach",
        """\
writers:
  segments:
    all: {weight: 1, measures: majority, adoption: {saturation: 0.6}}
""",
        [
            (
                "a.yaml:3:52 writers.segments.all.adoption: 0.6 of new pages can't be reached, as 'majority' is "
                "counted; must be at most 0.5186, what writers.assist_bins allow if every page has AI text"
            )
        ],
    ),
    Broken(
        "text",
        "ideas: {from_text: nope.txt}\n",
        [
            "a.yaml:1:20 ideas.from_text: there is no file TMP/nope.txt; must be a text file, or python:MODULE",
        ],
    ),
    Broken(
        "text-near",
        {
            "a.yaml": "ideas: {from_text: pap.txt}\n",
            "pape.txt": "x",
        },
        [
            (
                "a.yaml:1:20 ideas.from_text: there is no file TMP/pap.txt; "
                "must be a text file, or python:MODULE; did you mean 'pape.txt'?"
            ),
        ],
    ),
    Broken(
        "pymodule",
        "ideas: {from_text: 'python:nomodule.x'}\n",
        [
            (
                "a.yaml:1:20 ideas.from_text: this Python has no module 'nomodule.x'; "
                "must be a text file, or python:MODULE"
            ),
        ],
    ),
]
