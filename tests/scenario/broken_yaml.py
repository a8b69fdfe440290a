"""Files that are not YAML, or not a mapping."""

from tests.scenario.broken import LAB, Broken

CASES = [
    Broken(
        "top-list",
        """\
- a
- b
""",
        [
            "a.yaml:1:1: the file is a list; it must be lines of `key: value`",
        ],
    ),
    Broken(
        "top-text",
        "hello\n",
        [
            "a.yaml:1:1: the file is a single value; it must be lines of `key: value`",
        ],
    ),
    Broken(
        "tab",
        """\
lab:
\tcadence: 6
""",
        [
            "a.yaml:2:1: this is not valid YAML: this line is indented with a tab; use spaces",
        ],
    ),
    Broken(
        "colon",
        "title: What: a question\n",
        [
            (
                "a.yaml:1:12: this is not valid YAML: a `: ` can't stand here; "
                "check how the line is indented and that text with a colon is in quotes"
            ),
        ],
    ),
    Broken(
        "flow",
        "lab: {cadence: 6\n",
        [
            "a.yaml:1:6: this is not valid YAML: a `{` that was opened is not closed, or a comma is missing",
        ],
    ),
    Broken(
        "quote",
        """\
title: 'open
lab: {}
""",
        [
            "a.yaml:1:8: this is not valid YAML: a quote that was opened is never closed",
        ],
    ),
    Broken(
        "indent",
        """\
lab:
    cadence: 6
  max_epochs: 4
""",
        [
            "a.yaml:3:3: this is not valid YAML: this line is indented differently from the ones it belongs with",
        ],
    ),
    Broken(
        "undefined-alias",
        "lab: *common\n",
        [
            "a.yaml:1:6: this is not valid YAML: there is no anchor of that name in this file",
        ],
    ),
    Broken(
        "two-docs",
        """\
title: a
---
title: b
""",
        [
            "a.yaml:2:1: this is not valid YAML: a second `---` starts another document; a file holds one scenario",
        ],
    ),
    Broken(
        "sign",
        "title: @home\n",
        [
            "a.yaml:1:8: this is not valid YAML: a value can't start with this sign; put it in quotes",
        ],
    ),
    Broken(
        "nocolon",
        """\
title: a
lab
""",
        [
            "a.yaml:2:1: this is not valid YAML: this line has no `key: value`; is a colon missing?",
        ],
    ),
    Broken(
        "dup",
        """\
lab:
  cadence: 6
  max_epochs: 2
  cadence: 12
""",
        [
            "a.yaml:4:3 lab.cadence: this key is given twice; it stands in line 2 already; keep one of them",
        ],
    ),
    Broken(
        "dup-and",
        """\
lab:
  cadence: 6
  cadence: 0
  max_epoch: 2
""",
        [
            "a.yaml:3:3 lab.cadence: this key is given twice; it stands in line 2 already; keep one of them",
            f"a.yaml:4:3 lab.max_epoch: unknown key; allowed: {LAB}; did you mean 'max_epochs'?",
        ],
    ),
    Broken(
        "recursive",
        """\
lab: &x
  budget: *x
""",
        [
            "a.yaml:1:6 lab.budget: this alias stands inside its own anchor; write the values out",
        ],
    ),
    Broken(
        "tag",
        "lab: !foo {cadence: 6}\n",
        [
            "a.yaml:1:6 lab: the tag !foo means nothing here; leave it out",
        ],
    ),
    Broken(
        "badmerge",
        """\
lab:
  <<: [1]
  cadence: 6
""",
        [
            "a.yaml:2:7 lab: `<<` takes over the keys of a mapping; give it an alias such as *name",
        ],
    ),
    Broken(
        "complexkey",
        """\
? [a, b]
: 1
""",
        [
            "a.yaml:1:3: a key must be a single word, not a list or a mapping",
        ],
    ),
    Broken(
        "utf8",
        b"title: a\nclaim: caf\xe9\n",
        [
            "a.yaml:2:11: this line is not UTF-8 text; save the file as UTF-8",
        ],
    ),
    Broken(
        "control",
        b"title: a\x00b\n",
        [
            "a.yaml:1:9: this line holds a character that text can't have; save the file as plain text",
        ],
    ),
    Broken(
        "no-file",
        {},
        [
            "a.yaml: there is no file a.yaml",
        ],
    ),
    Broken(
        "folder",
        {"a.yaml": None},
        [
            "a.yaml: this is a folder, not a file",
        ],
    ),
]
