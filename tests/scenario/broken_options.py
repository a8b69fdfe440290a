"""`--set` and `extends`."""

from tests.scenario.broken import ANY, CADENCE, LAB, SHIPPED, Broken

CASES = [
    Broken(
        "set-unknown",
        "title: a\n",
        [
            f"--set lab.cadens=6: unknown key; allowed: {LAB}; did you mean 'cadence'?",
        ],
        settings=["lab.cadens=6"],
    ),
    Broken(
        "set-range",
        "title: a\n",
        [
            f"--set lab.cadence=0: 0 is too small; {CADENCE}",
            (
                "--set lab.mix.archive={share: 2} lab.mix.archive.share: 2 is too large; "
                "must be a number from 0 to 1 (share, default 0.2): Of the training set, from the archive"
            ),
        ],
        settings=["lab.cadence=0", "lab.mix.archive={share: 2}"],
    ),
    Broken(
        "set-noeq",
        "title: a\n",
        [
            "--set lab.cadence: write it as path=value, such as lab.cadence=6",
        ],
        settings=["lab.cadence"],
    ),
    Broken(
        "set-yaml",
        "title: a\n",
        [
            "--set lab.cadence={: this is not valid YAML: something is missing at the end",
            "--set lab.x=*a: this is not valid YAML: there is no anchor of that name in this file",
        ],
        settings=["lab.cadence={", "lab.x=*a"],
    ),
    Broken(
        "set-nothing",
        "title: a\n",
        [
            "--set lab.cadence=: the value is missing; null takes out what is there",
            "--set web.lifetime=# none: the value is missing; null takes out what is there",
        ],
        settings=["lab.cadence=", "web.lifetime=# none"],
    ),
    Broken(
        "set-any",
        "writers: {segments: {press: {weight: 0.6}, forum: {weight: 0.4}}}\n",
        [
            f"--set writers.assist_bins.*.share=1: {ANY}",
            f"--set writers.segments.*.opt_out.saturation=0.6: {ANY}; name one of press, forum",
        ],
        settings=["writers.segments.*.opt_out.saturation=0.6", "writers.assist_bins.*.share=1"],
    ),
    Broken(
        "set-number-for-kind",
        "writers: {segments: {press: {weight: 1}}}\n",
        [
            (
                "--set writers.segments.press.adoption=6: 6 is not one of the choices; must be one of bass, "
                "constant, never, saturating, threshold: How AI use spreads"
            ),
            (
                "--set writers.segments.press.opt_out=0.6: 0.6 is not one of the choices; must be one of bass, "
                "constant, never, saturating, threshold: Sites that shut AI crawlers out; "
                "as in {kind: constant, level: 0.6}"
            ),
        ],
        settings=["writers.segments.press.opt_out=0.6", "writers.segments.press.adoption=6"],
    ),
    Broken(
        "ext-address",
        "extends: https://example.org/baseline.yaml\n",
        [
            (
                "a.yaml:1:10 extends: this is an address; name a file on this machine by its path, and download it "
                "first if it isn't there"
            ),
        ],
    ),
    Broken(
        "set-twice",
        "title: a\n",
        [
            "--set lab.cadence=2: lab.cadence is set twice",
        ],
        settings=["lab.cadence=1", "lab.cadence=2"],
    ),
    Broken(
        "set-list",
        "title: a\n",
        [
            "--set writers.assist_bins.0.share=1: writers.assist_bins is a list that no file gives; write it in full",
        ],
        settings=["writers.assist_bins.0.share=1"],
    ),
    Broken(
        "set-list2",
        "interventions: [{date: 2027-01, set: {lab.cadence: 6}}]\n",
        [
            "--set interventions.3.date=2028-01: interventions has the items 0 to 0, but no '3'",
        ],
        settings=["interventions.3.date=2028-01"],
    ),
    Broken(
        "set-list3",
        "interventions: [{date: 2027-01, set: {lab.cadence: 6}}]\n",
        [
            (
                "--set interventions.0.date=2028 interventions[0].date: 2028 is not a month; "
                "must be a month YYYY-MM, such as 2027-01: First month in which the change holds"
            ),
        ],
        settings=["interventions.0.date=2028"],
    ),
    Broken(
        "set-null",
        "title: a\n",
        [
            (
                "--set labs.zeta=null: null removes an entry, but there is no 'zeta' to remove; "
                "`zeta: {}` adds it with every value at its default"
            ),
        ],
        settings=["labs.zeta=null"],
    ),
    Broken(
        "set-dots",
        "title: a\n",
        [
            "--set lab..cadence=6: this is not a path; write it as names with a dot between, such as lab.cadence",
        ],
        settings=["lab..cadence=6"],
    ),
    Broken(
        "set-with-file-faults",
        "lab: {cadence: 0}\n",
        [
            (
                "--set lab.max_epochs=0: 0 is too small; "
                "must be a number from 1 to 1,000 (times, default 4): How often a scarce source is "
                "repeated at most"
            ),
            f"a.yaml:1:16 lab.cadence: 0 is too small; {CADENCE}",
        ],
        settings=["lab.max_epochs=0"],
    ),
    Broken(
        "ext-missing",
        {
            "a.yaml": """\
title: x
extends: baselin.yaml
""",
            "baseline.yaml": "title: b\n",
        },
        [
            "a.yaml:2:10 extends: there is no file baselin.yaml; did you mean 'baseline.yaml'?",
        ],
    ),
    Broken(
        "ext-self",
        "extends: a.yaml\n",
        [
            "a.yaml:1:10 extends: a file can't extend itself",
        ],
    ),
    Broken(
        "ext-cycle",
        {
            "a.yaml": "extends: b.yaml\n",
            "b.yaml": "extends: c.yaml\n",
            "c.yaml": "extends: b.yaml\n",
        },
        [
            "c.yaml:1:10 extends: the files extend each other in a circle: b.yaml -> c.yaml -> b.yaml",
        ],
    ),
    Broken(
        "ext-shipped-far",
        "extends: webloop/xyzzy\n",
        [
            f"a.yaml:1:10 extends: there is no shipped scenario 'xyzzy'; allowed: {SHIPPED}",
        ],
    ),
    Broken(
        "ext-shipped",
        "extends: webloop/basline\n",
        [
            (
                "a.yaml:1:10 extends: there is no shipped scenario 'basline'; "
                "did you mean 'baseline'? `webloop list scenarios` has all"
            ),
        ],
    ),
    Broken(
        "ext-list",
        "extends: [b.yaml, c.yaml]\n",
        [
            "a.yaml:1:10 extends: a scenario extends one file only; must be a path, or webloop/NAME",
        ],
    ),
    Broken(
        "ext-number",
        "extends: 5\n",
        [
            "a.yaml:1:10 extends: this does not name a file; must be a path, or webloop/NAME",
        ],
    ),
    Broken(
        "ext-study",
        {
            "a.yaml": "extends: b.yaml\n",
            "b.yaml": "baseline: a.yaml\n",
        },
        [
            "b.yaml:1:1 baseline: this is a study file, and a scenario is needed here",
        ],
    ),
    Broken(
        "ext-value",
        {
            "a.yaml": """\
extends: sub/b.yaml
lab: {cadence: 6}
""",
            "sub/b.yaml": """\
extends: c.yaml
lab:
  max_epochs: 0
""",
            "sub/c.yaml": """\
archive:
  coverage: 2
lab: {cadence: 0}
""",
        },
        [
            (
                "sub/b.yaml:3:15 lab.max_epochs: 0 is too small; "
                "must be a number from 1 to 1,000 (times, default 4): How often a scarce source is "
                "repeated at most"
            ),
            (
                "sub/c.yaml:2:13 archive.coverage: 2 is too large; "
                "must be a number from 0 to 1 (share, default 0.04): Share of the live human pages that "
                "it holds"
            ),
        ],
    ),
    Broken(
        "ext-kind",
        {
            "a.yaml": """\
extends: b.yaml
lab:
  accumulation: {kind: replace, months: 12}
""",
            "b.yaml": "lab: {accumulation: {kind: window, months: 24}}\n",
        },
        [
            "a.yaml:3:33 lab.accumulation.months: unknown key; allowed: kind; 'months' belongs to the kind window",
        ],
    ),
    Broken(
        "ext-fault",
        {
            "a.yaml": """\
extends: b.yaml
lab: {cadence: 0}
""",
            "b.yaml": """\
lab:
  max_epoch: 2
""",
        },
        [
            f"a.yaml:2:16 lab.cadence: 0 is too small; {CADENCE}",
            f"b.yaml:2:3 lab.max_epoch: unknown key; allowed: {LAB}; did you mean 'max_epochs'?",
        ],
    ),
    Broken(
        "ext-null",
        {
            "a.yaml": """\
extends: b.yaml
communities:
  c: null
""",
            "b.yaml": """\
communities:
  a: {share: 1}
""",
        },
        [
            "a.yaml:3:3 communities.c: null removes an entry, but there is no 'c' to remove",
        ],
    ),
    Broken(
        "ext-weights",
        {
            "a.yaml": """\
extends: b.yaml
communities:
  c: {share: 0.2}
""",
            "b.yaml": """\
communities:
  a: {share: 1}
""",
        },
        [
            "a.yaml:2:1 communities: the communities' shares sum to 1.2; they must sum to 1",
        ],
    ),
]
