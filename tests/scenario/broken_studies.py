"""Study files."""

from tests.scenario.broken import CADENCE, LAB, Broken

CASES = [
    Broken(
        "study-missing",
        {
            "a.yaml": """\
baseline: base.yaml
scenarios:
  - base2.yaml
  - webloop/basline
""",
            "base1.yaml": "title: a\n",
        },
        [
            "a.yaml:1:11 baseline: there is no file base.yaml; did you mean 'base1.yaml'?",
            "a.yaml:3:5 scenarios[0]: there is no file base2.yaml; did you mean 'base1.yaml'?",
            (
                "a.yaml:4:5 scenarios[1]: there is no shipped scenario 'basline'; "
                "did you mean 'baseline'? `webloop list scenarios` has all"
            ),
        ],
    ),
    Broken(
        "study-same",
        {
            "a.yaml": """\
baseline: base.yaml
scenarios:
  - base.yaml
  - x/base.yaml
""",
            "base.yaml": "title: a\n",
            "x/base.yaml": "title: b\n",
        },
        [
            (
                "a.yaml:3:5 scenarios[0]: two scenarios are called 'base'; the other is base.yaml; "
                "the baseline is run anyway: leave it out here"
            ),
            "a.yaml:4:5 scenarios[1]: two scenarios are called 'base'; the other is base.yaml; rename one of the files",
        ],
    ),
    Broken(
        "study-unknown",
        {
            "a.yaml": """\
baseline: base.yaml
scenaros: [b.yaml]
replicates: 0
seed: x
""",
            "base.yaml": "title: a\n",
        },
        [
            (
                "a.yaml:2:1 scenaros: unknown key; "
                "allowed: baseline, draws, replicates, scenarios, seed, sweep, title, uncertain; "
                "did you mean 'scenarios'?"
            ),
            (
                "a.yaml:3:13 replicates: 0 is too small; "
                "must be a whole number from 1 to 1,000,000 (runs, default 10): Runs of each scenario"
            ),
            (
                "a.yaml:4:7 seed: 'x' is not a whole number; "
                "must be a whole number from 0 to 9,223,372,036,854,775,807 (default 1): Seed that all "
                "scenarios share"
            ),
        ],
    ),
    Broken(
        "study-nobase",
        {
            "a.yaml": "scenarios: [base.yaml]\n",
            "base.yaml": "title: a\n",
        },
        [
            "a.yaml:1:1: the key 'baseline' is missing; must be text: Scenario file that the others are compared with",
        ],
    ),
    Broken(
        "study-basetype",
        {
            "a.yaml": """\
baseline: [base.yaml]
scenarios: base.yaml
""",
            "base.yaml": "title: a\n",
        },
        [
            "a.yaml:1:11 baseline: a list is not text; must be text: Scenario file that the others are compared with",
            "a.yaml:2:12 scenarios: 'base.yaml' is not a list; must be a list: Scenario files to compare",
        ],
    ),
    Broken(
        "study-item",
        {
            "a.yaml": """\
baseline: base.yaml
scenarios: [1]
""",
            "base.yaml": "title: a\n",
        },
        [
            "a.yaml:2:13 scenarios[0]: 1 is not text; must be text",
        ],
    ),
    Broken(
        "study-two-files-dup",
        {
            "a.yaml": """\
baseline: base.yaml
baseline: base.yaml
replicates: 0
""",
            "base.yaml": "lab: {cadence: 0}\n",
        },
        [
            "a.yaml:2:1 baseline: this key is given twice; it stands in line 1 already; keep one of them",
            (
                "a.yaml:3:13 replicates: 0 is too small; "
                "must be a whole number from 1 to 1,000,000 (runs, default 10): Runs of each scenario"
            ),
            f"base.yaml:1:16 lab.cadence: 0 is too small; {CADENCE}",
        ],
    ),
    Broken(
        "study-sweep",
        {
            "a.yaml": """\
baseline: base.yaml
sweep:
  lab.cadens: [6, 12]
  lab.cadence: [6, 0, 700]
  lab.accumulation: [replace, {kind: window, month: 3}]
""",
            "base.yaml": "title: a\n",
        },
        [
            f"a.yaml:3:3 lab.cadens: unknown key; allowed: {LAB}; did you mean 'cadence'?",
            f"a.yaml:4:20 lab.cadence: 0 is too small; {CADENCE}",
            f"a.yaml:4:23 lab.cadence: 700 is too large; {CADENCE}",
            "a.yaml:5:31 lab.accumulation.month: unknown key; allowed: kind, months; did you mean 'months'?",
        ],
    ),
    Broken(
        "study-sweep-empty",
        {
            "a.yaml": """\
baseline: base.yaml
sweep:
  lab.cadence: []
  lab.max_epochs: 4
""",
            "base.yaml": "title: a\n",
        },
        [
            "a.yaml:3:3 sweep.lab.cadence: is empty; must have at least one entry: Values of one path",
            "a.yaml:4:19 sweep.lab.max_epochs: 4 is not a list; must be a list: Values of one path",
        ],
    ),
    Broken(
        "study-sweep-twice",
        {
            "a.yaml": """\
baseline: base.yaml
sweep:
  lab.cadence: [6, 6]
""",
            "base.yaml": "title: a\n",
        },
        [
            "a.yaml:3:20 sweep.lab.cadence[1]: 6 is given twice; name each value once",
        ],
    ),
    Broken(
        "study-sweep-combo",
        {
            "a.yaml": """\
baseline: base.yaml
sweep:
  lab.mix.archive.share: [0.2, 0.8]
  lab.mix.licensed.share: [0, 0.5]
""",
            "base.yaml": "title: a\n",
        },
        [
            (
                "a.yaml:3:3 lab.mix: with archive.share=0.8, licensed.share=0.5 the shares sum to 1.3; "
                "together they must be at most 1 (the web makes up the rest)"
            ),
        ],
    ),
    Broken(
        "study-files",
        {
            "a.yaml": """\
baseline: base.yaml
scenarios: [other.yaml]
""",
            "base.yaml": "lab: {cadence: 0}\n",
            "other.yaml": """\
extends: base.yaml
lab: {max_epochs: 0}
""",
        },
        [
            f"base.yaml:1:16 lab.cadence: 0 is too small; {CADENCE}",
            (
                "other.yaml:2:19 lab.max_epochs: 0 is too small; "
                "must be a number from 1 to 1,000 (times, default 4): How often a scarce source is "
                "repeated at most"
            ),
        ],
    ),
    Broken(
        "study-in-study",
        {
            "a.yaml": """\
baseline: base.yaml
scenarios: [b.yaml]
""",
            "base.yaml": "title: a\n",
            "b.yaml": "baseline: base.yaml\n",
        },
        [
            "b.yaml:1:1 baseline: this is a study file, and a scenario is needed here",
        ],
    ),
]
