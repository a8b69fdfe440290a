"""Single values of the wrong kind, size or form."""

from tests.scenario.broken import CADENCE, KINDS, Broken

SHARE = "must be a number from 0 to 1 (share, default 0): "

CASES = [
    Broken(
        "range-low",
        """\
lab:
  cadence: 0
""",
        [
            f"a.yaml:2:12 lab.cadence: 0 is too small; {CADENCE}",
        ],
    ),
    Broken(
        "range-high",
        """\
lab:
  filter:
    detector: {tpr: 1.2}
""",
        [
            (
                "a.yaml:3:21 lab.filter.detector.tpr: 1.2 is too large; "
                "must be a number from 0 to 1 (share, default 0.98): Caught, of pages mostly written by "
                "a known model"
            ),
        ],
    ),
    Broken(
        "text-number",
        """\
lab:
  market_share: much
""",
        [
            (
                "a.yaml:2:17 lab.market_share: 'much' is not a number; "
                "must be a number from 0 to 1,000,000 (weight, default 1): Weight among labs when "
                "writers choose a model"
            ),
        ],
    ),
    Broken(
        "quoted-number",
        """\
lab:
  max_epochs: '4'
""",
        [
            (
                "a.yaml:2:15 lab.max_epochs: '4' is text in quotes, not a number; "
                "must be a number from 1 to 1,000 (times, default 4): How often a scarce source is "
                "repeated at most"
            ),
        ],
    ),
    Broken(
        "float-for-int",
        """\
lab:
  cadence: 6.5
""",
        [
            f"a.yaml:2:12 lab.cadence: 6.5 is not a whole number; {CADENCE}",
        ],
    ),
    Broken(
        "bool-for-int",
        """\
lab:
  cadence: true
""",
        [
            f"a.yaml:2:12 lab.cadence: true is not a whole number; {CADENCE}",
        ],
    ),
    Broken(
        "yes",
        """\
lab:
  filter: {drop_labelled: yes}
""",
        [
            (
                "a.yaml:2:27 lab.filter.drop_labelled: 'yes' is not true or false; "
                "must be true or false (default false): Drop every page that carries a label or a readable watermark"
            ),
        ],
    ),
    Broken(
        "number-for-text",
        "title: 2027\n",
        [
            "a.yaml:1:8 title: 2027 is not text; must be text: What the scenario is, in a few words",
        ],
    ),
    Broken(
        "list-for-number",
        """\
lab:
  cadence: [6, 12]
""",
        [
            f"a.yaml:2:12 lab.cadence: a list is not a whole number; {CADENCE}",
        ],
    ),
    Broken(
        "map-for-number",
        """\
lab:
  cadence:
    months: 6
""",
        [
            f"a.yaml:3:5 lab.cadence: a mapping is not a whole number; {CADENCE}",
        ],
    ),
    Broken(
        "not-a-mapping",
        "writers: many\n",
        [
            (
                "a.yaml:1:10 writers: 'many' is not a mapping; "
                "must be a mapping with the keys activity_spread, additive, assist_bins, "
                "cohorts_per_cell, delay_spread, growth, launch, page_value, segments, step_power: Who publishes"
            ),
        ],
    ),
    Broken(
        "not-a-list",
        """\
interventions:
  date: 2027-01
""",
        [
            "a.yaml:2:3 interventions: a mapping is not a list; must be a list: Dated changes, in order",
        ],
    ),
    Broken(
        "literal",
        """\
writers:
  segments:
    all: {weight: 1, measures: majorty}
""",
        [
            (
                "a.yaml:3:32 writers.segments.all.measures: 'majorty' is not one of the choices; "
                "must be one of fraction, any, majority (default fraction): What the adoption curve "
                "counts: AI text, pages with any, or pages mostly AI; did you mean 'majority'?"
            ),
        ],
    ),
    Broken(
        "month",
        """\
time:
  start: 2018
  end: 2040-13
""",
        [
            (
                "a.yaml:2:10 time.start: 2018 is not a month; "
                "must be a month YYYY-MM, such as 2027-01 (default 2018-01): First simulated month"
            ),
            (
                "a.yaml:3:8 time.end: '2040-13' is not a month; "
                "must be a month YYYY-MM, such as 2027-01 (default 2040-12): Last simulated month, the "
                "horizon"
            ),
        ],
    ),
    Broken(
        "month-date",
        "archive: {date: 2022-12-31}\n",
        [
            (
                "a.yaml:1:17 archive.date: '2022-12-31' is not a month; "
                "must be a month YYYY-MM, such as 2027-01 (default 2022-12): Month at whose end it is "
                "taken"
            ),
        ],
    ),
    Broken(
        "month-key",
        """\
pinned_pollution:
  2027: 0.5
""",
        [
            "a.yaml:2:3 pinned_pollution.2027: '2027' is not a month; must be a month YYYY-MM, such as 2027-01",
        ],
    ),
    Broken(
        "pin-range",
        """\
pinned_pollution:
  2027-01: 1.5
""",
        [
            (
                "a.yaml:2:12 pinned_pollution.2027-01: 1.5 is too large; "
                "must be a number from 0 to 1 (share): Share of new pages"
            ),
        ],
    ),
    Broken(
        "inf",
        """\
communities:
  a: {share: .inf}
web: {pages_per_month: .nan}
lab: {cadence: 0}
""",
        [
            (
                "a.yaml:2:14 communities.a.share: infinity can't be used: numbers must be finite; "
                "must be a number above 0 and up to 1 (share): Share of all human writing"
            ),
            (
                "a.yaml:3:24 web.pages_per_month: not a number can't be used: numbers must be finite; "
                "must be a number from 1 to 1e12 (pages per month, default 2.7e9): New human pages in "
                "the month before launch"
            ),
            f"a.yaml:4:16 lab.cadence: 0 is too small; {CADENCE}",
        ],
    ),
    Broken(
        "1e999",
        "web: {pages_per_month: 1e999}\n",
        [
            (
                "a.yaml:1:24 web.pages_per_month: infinity can't be used: numbers must be finite; "
                "must be a number from 1 to 1e12 (pages per month, default 2.7e9): New human pages in "
                "the month before launch"
            ),
        ],
    ),
    Broken(
        "budget-word",
        """\
lab:
  budget: unlimitd
""",
        [
            (
                "a.yaml:2:11 lab.budget: 'unlimitd' is neither unlimited nor a mapping; "
                "must be unlimited or a mapping with the keys date, growth, tokens, web_share: Size of "
                "the training set, or `unlimited`; did you mean 'unlimited'?"
            ),
        ],
    ),
    Broken(
        "budget-in",
        """\
lab:
  budget:
    tokens: 0
    tokns: 1
""",
        [
            (
                "a.yaml:3:13 lab.budget.tokens: 0 is too small; "
                "must be a number above 0 and up to 1e18 (tokens, default 5e11): Training tokens at the "
                "reference date"
            ),
            (
                "a.yaml:4:5 lab.budget.tokns: unknown key; allowed: date, growth, tokens, web_share; "
                "did you mean 'tokens'?"
            ),
        ],
    ),
    Broken(
        "mix-number",
        """\
lab:
  mix: {archive: 0.2}
""",
        [
            (
                "a.yaml:2:18 lab.mix.archive: 0.2 is not a mapping; "
                "must be a mapping with the keys price_per_1k_tokens, share"
            ),
        ],
    ),
    Broken(
        "missing",
        """\
communities:
  a: {}
""",
        [
            (
                "a.yaml:2:3 communities.a: the key 'share' is missing; "
                "must be a number above 0 and up to 1 (share): Share of all human writing"
            ),
        ],
    ),
    Broken(
        "missing-slopes",
        """\
writers:
  segments:
    all:
      weight: 1
      participation: trend
""",
        [
            (
                "a.yaml:5:7 writers.segments.all.participation: the key 'slopes' is missing; "
                "must be a list: Dated stretches, in order"
            ),
        ],
    ),
    Broken(
        "unknown-kind",
        """\
lab:
  accumulation: windw
""",
        [
            (
                "a.yaml:2:17 lab.accumulation: there is no kind of accumulation called 'windw'; "
                f"must be one of {KINDS}; did you mean 'window'?"
            ),
        ],
    ),
    Broken(
        "unknown-kind2",
        """\
lab:
  accumulation:
    kind: windw
    months: 3
""",
        [
            (
                "a.yaml:3:11 lab.accumulation.kind: there is no kind of accumulation called 'windw'; "
                f"must be one of {KINDS}; did you mean 'window'?"
            ),
        ],
    ),
    Broken(
        "kind-missing",
        """\
lab:
  accumulation:
    months: 3
""",
        [
            f"a.yaml:2:3 lab.accumulation: the key 'kind' is missing; must be one of {KINDS}",
        ],
    ),
    Broken(
        "kind-number",
        """\
lab:
  accumulation: 24
""",
        [
            (
                "a.yaml:2:17 lab.accumulation: 24 is not one of the choices; "
                f"must be one of {KINDS}: Which crawled pages are eligible; as in {{kind: window, months: 24}}"
            ),
        ],
    ),
    Broken(
        "kind-list",
        """\
lab:
  decoder: {kind: [a]}
""",
        [
            "a.yaml:2:19 lab.decoder.kind: there is no kind of decoder called ['a']; must be one of sampling",
        ],
    ),
    Broken(
        "share-percent",
        """\
labels:
  share: 60 %
  signed: 2.5%
  forged: 60
  removal: "7"
  detection: -5 %
lab: {market_share: 60 %}
""",
        [
            (
                f"a.yaml:2:10 labels.share: '60 %' is not a number; {SHARE}Pages mostly written by a model that carry "
                "a label; write 0.6"
            ),
            (
                f"a.yaml:3:11 labels.signed: '2.5%' is not a number; {SHARE}Pages written without AI that are signed "
                "as such (content credentials); write 0.025"
            ),
            (
                f"a.yaml:4:11 labels.forged: 60 is too large; {SHARE}Pages with AI text that are signed as if written "
                "without; write 0.6"
            ),
            (
                f"a.yaml:5:12 labels.removal: '7' is text in quotes, not a number; {SHARE}Watermarks that paraphrase "
                "or editing removes; write 0.07"
            ),
            (
                "a.yaml:6:14 labels.detection: '-5 %' is not a number; must be a number from 0 to 1 (share, default "
                "0.95): Surviving watermarks that a reader of watermarks finds"
            ),
            (
                "a.yaml:7:21 lab.market_share: '60 %' is not a number; must be a number from 0 to 1,000,000 (weight, "
                "default 1): Weight among labs when writers choose a model"
            ),
        ],
    ),
]
