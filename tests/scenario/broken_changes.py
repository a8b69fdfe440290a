"""Interventions that can't be."""

from tests.scenario.broken import ANY, CADENCE, KINDS, LAB, Broken

CASES = [
    Broken(
        "fixed",
        """\
interventions:
  - date: 2027-01
    set:
      web.tokens_per_page: 100
""",
        [
            (
                "a.yaml:4:7 interventions[0].set.web.tokens_per_page: this can't change during a run; "
                "set it for the whole scenario instead"
            ),
        ],
    ),
    Broken(
        "date-and-more",
        """\
time: {start: 2018-13}
interventions:
  - {date: 2030-14, set: {lab.hallucination: 2}}
  - {set: {lab.cadense: 6}}
  - {date: 2027-01, set: {archive.coverage: 0.1}}
lab: {cadence: 0}
""",
        [
            (
                "a.yaml:1:15 time.start: '2018-13' is not a month; must be a month YYYY-MM, such as 2027-01 "
                "(default 2018-01): First simulated month"
            ),
            (
                "a.yaml:3:12 interventions[0].date: '2030-14' is not a month; must be a month YYYY-MM, such as "
                "2027-01: First month in which the change holds"
            ),
            (
                "a.yaml:3:46 interventions[0].set.lab.hallucination: 2 is too large; must be a number from 0 to 1 "
                "(share, default 0): Published pages that carry an error instead of an idea"
            ),
            (
                "a.yaml:4:5 interventions[1]: the key 'date' is missing; must be a month YYYY-MM, such as 2027-01: "
                "First month in which the change holds"
            ),
            (f"a.yaml:4:12 interventions[1].set.lab.cadense: unknown key; allowed: {LAB}; did you mean 'cadence'?"),
            (
                "a.yaml:5:27 interventions[2].set.archive.coverage: this can't change during a run; "
                "set it for the whole scenario instead"
            ),
            f"a.yaml:6:16 lab.cadence: 0 is too small; {CADENCE}",
        ],
    ),
    Broken(
        "fixed-words",
        """\
interventions:
  - date: 2027-01
    set: {title: Filters, claim: They help}
""",
        [
            (
                "a.yaml:3:11 interventions[0].set.title: this can't change during a run; "
                "set it for the whole scenario instead"
            ),
            (
                "a.yaml:3:27 interventions[0].set.claim: this can't change during a run; "
                "set it for the whole scenario instead"
            ),
        ],
    ),
    Broken(
        "fixed-map",
        """\
interventions:
  - date: 2027-01
    set:
      archive: {coverage: 0.1}
      lab:
        first_release: 2022-01
        cadence: 6
""",
        [
            (
                "a.yaml:4:17 interventions[0].set.archive.coverage: this can't change during a run; "
                "set it for the whole scenario instead"
            ),
            (
                "a.yaml:6:9 interventions[0].set.lab.first_release: this can't change during a run; "
                "set it for the whole scenario instead"
            ),
        ],
    ),
    Broken(
        "fixed-null",
        """\
interventions:
  - date: 2027-01
    set:
      archive: null
""",
        [
            (
                "a.yaml:4:7 interventions[0].set.archive.coverage: this can't change during a run; "
                "set it for the whole scenario instead"
            ),
        ],
        settings=["archive.coverage=0.2"],
    ),
    Broken(
        "fixed-end",
        """\
interventions:
  - date: 2027-01
    set:
      time.end: 2050-01
""",
        [
            (
                "a.yaml:4:7 interventions[0].set.time.end: this can't change during a run; "
                "set it for the whole scenario instead"
            ),
        ],
    ),
    Broken(
        "fixed-weight",
        """\
interventions:
  - date: 2027-01
    set:
      writers.segments.all.weight: 0.5
""",
        [
            (
                "a.yaml:4:7 interventions[0].set.writers.segments.all.weight: this can't change during a "
                "run; set it for the whole scenario instead"
            ),
        ],
    ),
    Broken(
        "interv-unknown",
        """\
interventions:
  - date: 2027-01
    set:
      lab.cadens: 6
      lab.decoder: {temprature: 1}
  - date: 2028-01
    set: {lab.cadence: 0}
""",
        [
            f"a.yaml:4:7 interventions[0].set.lab.cadens: unknown key; allowed: {LAB}; did you mean 'cadence'?",
            (
                "a.yaml:5:21 interventions[0].set.lab.decoder.temprature: unknown key; "
                "allowed: kind, temperature, top_k, top_p; did you mean 'temperature'?"
            ),
            f"a.yaml:7:24 interventions[1].set.lab.cadence: 0 is too small; {CADENCE}",
        ],
    ),
    Broken(
        "interv-kind",
        """\
interventions:
  - date: 2027-01
    set:
      lab.accumulation: {kind: windw}
  - date: 2028-01
    set:
      lab.accumulation.months: 12
""",
        [
            (
                "a.yaml:4:32 interventions[0].set.lab.accumulation.kind: there is no kind of "
                f"accumulation called 'windw'; must be one of {KINDS}; did you mean 'window'?"
            ),
        ],
    ),
    Broken(
        "interv-newlab",
        """\
interventions:
  - date: 2027-01
    set:
      labs.zeta.cadence: 6
""",
        [
            (
                "a.yaml:4:7 interventions[0].set.labs.zeta.cadence: there is no 'zeta', and none can be "
                "added during a run; allowed: lab"
            ),
        ],
    ),
    Broken(
        "interv-gonelab",
        """\
labs: {alpha: {}, beta: {}}
interventions:
  - date: 2027-01
    set:
      labs.beta: null
""",
        [
            (
                "a.yaml:5:7 interventions[0].set.labs.beta: 'beta' can't be removed during a run; "
                "set it for the whole scenario instead"
            ),
        ],
    ),
    Broken(
        "interv-idle",
        """\
labs: {alpha: {}, beta: {}}
interventions:
  - date: 2027-01
    set:
      labs.zeta: null
""",
        [
            (
                "a.yaml:5:7 interventions[0].set.labs.zeta: null removes an entry, but there is no "
                "'zeta' to remove; `zeta: {}` adds it with every value at its default"
            ),
        ],
    ),
    Broken(
        "interv-sum",
        """\
interventions:
  - date: 2027-01
    set:
      lab.mix.archive.share: 0.6
  - date: 2028-01
    set:
      lab.mix.licensed.share: 0.6
""",
        [
            (
                "a.yaml:7:7 interventions[1].set.lab.mix.licensed.share: with this change lab.mix is "
                "wrong: the shares sum to 1.2; "
                "together they must be at most 1 (the web makes up the rest)"
            ),
        ],
    ),
    Broken(
        "interv-market",
        """\
labs: {alpha: {}, beta: {market_share: 0}}
interventions:
  - date: 2027-01
    set:
      labs.alpha.market_share: 0
""",
        [
            (
                "a.yaml:5:7 interventions[0].set.labs.alpha.market_share: with this change labs is "
                "wrong: all labs have market_share 0; at least one must be above 0"
            ),
        ],
    ),
    Broken(
        "interv-missing-date",
        """\
interventions:
  - set: {lab.cadence: 6}
""",
        [
            (
                "a.yaml:2:5 interventions[0]: the key 'date' is missing; "
                "must be a month YYYY-MM, such as 2027-01: First month in which the change holds"
            ),
        ],
    ),
    Broken(
        "interv-path",
        """\
interventions:
  - date: 2027-01
    set: {lab..cadence: 6}
""",
        [
            (
                "a.yaml:3:11 interventions[0].set.lab..cadence: this is not a path; "
                "write it as names with a dot between, such as lab.cadence"
            ),
        ],
    ),
    Broken(
        "interv-any",
        """\
writers: {segments: {press: {weight: 1}}}
interventions:
  - date: 2027-01
    set: {writers.segments.*.opt_out.saturation: 0.6}
""",
        [
            f"a.yaml:4:11 interventions[0].set.writers.segments.*.opt_out.saturation: {ANY}; name one of press",
        ],
    ),
    Broken(
        "interv-segment-null",
        """\
interventions:
  - date: 2027-01
    set: {writers: null}
""",
        [
            (
                "a.yaml:3:11 interventions[0].set.writers.growth: this can't change during a run; "
                "set it for the whole scenario instead"
            ),
        ],
        settings=["writers.growth=0.1"],
    ),
]
