"""What pages say of their provenance and what labs ask for do not fit together."""

from tests.scenario.broken import Broken

CASES = [
    Broken(
        "nobody-signs",
        "lab: {filter: {signed: require}}\nlabs: {a: {}, b: {filter: {signed: trust}}}\n",
        [
            (
                "a.yaml:1:24 lab.filter.signed: no page is ever signed, so that 'a' would find nothing to train on; "
                "set labels.signed above 0, or `trust` or `ignore` here"
            ),
        ],
    ),
    Broken(
        "nobody-signs-from-a-date-on",
        """\
interventions:
  - date: 2027-01
    set: {lab.filter.signed: require}
""",
        [
            (
                "a.yaml:3:30 interventions[0].set.lab.filter.signed: no page is ever signed, so that 'lab' would find "
                "nothing to train on; set labels.signed above 0, or `trust` or `ignore` here"
            ),
        ],
    ),
    Broken(
        "signed-values",
        """\
labels: {signed: 2}
lab: {filter: {signed: always}}
""",
        [
            (
                "a.yaml:1:18 labels.signed: 2 is too large; must be a number from 0 to 1 (share, default 0): "
                "Pages written without AI that are signed as such (content credentials)"
            ),
            (
                "a.yaml:2:24 lab.filter.signed: 'always' is not one of the choices; "
                "must be one of ignore, trust, require (default ignore): "
                "Signed pages: `trust` spares them the detector, `require` drops all others"
            ),
        ],
    ),
    Broken(
        "impure-too-early",
        "archive: {date: 2021-02, impurity: 0.1}\nlab: {first_release: 2021-02}\n",
        [
            (
                "a.yaml:1:36 archive.impurity: no model could write these pages: the archive is taken 2021-02; "
                "must be 0, or archive.date later than 2021-02, the first release"
            ),
        ],
    ),
    Broken(
        "impure-later",
        """\
interventions:
  - {date: 2027-01, set: {archive.impurity: 0.1}}
""",
        [
            (
                "a.yaml:2:27 interventions[0].set.archive.impurity: this can't change during a run; "
                "set it for the whole scenario instead"
            ),
        ],
    ),
]
