"""What pages hold, and what labs do to them, do not fit together."""

from tests.scenario.broken import Broken

CASES = [
    Broken(
        "content-needs-its-learner",
        """\
content: gaussian
""",
        [
            (
                "a.yaml:1:1 lab.learner: 'maximum_likelihood' learns ideas, and pages hold gaussian (content); "
                "allowed: gaussian_mixture, gaussian_mle, kernel_density"
            ),
            (
                "a.yaml:1:1 time.history_years: the web can't open with a stock of pages: pages hold no ideas "
                "(content: gaussian); must be 0"
            ),
        ],
    ),
    Broken(
        "content-unknown",
        """\
content: {kind: gausian}
""",
        [
            (
                "a.yaml:1:17 content.kind: there is no kind of content called 'gausian'; must be one of "
                "gaussian, ideas, regression, text; did you mean 'gaussian'?"
            ),
        ],
    ),
    *[
        Broken(
            f"content-held-out-{said}",
            f"content: {{kind: text, held_out: {said}}}\n",
            [
                (
                    f"a.yaml:1:33 content.held_out: {wrong}; must be a number above 0 and below 1 or text (share, "
                    "default 0.1): The last part of each section, that nobody publishes and models are scored on, as "
                    "a share; or the path of a text of its own"
                ),
            ],
        )
        for said, wrong in {
            "0": "0 is too small",
            "1.0": "1 is too large",
            "true": "true is not a number",
            "[0.1]": "a list is not a number",
        }.items()
    ],
    Broken(
        "content-odd",
        """\
content: {kind: regression, dimensions: 3, outcome: class}
time: {history_years: 0}
market: quality
readers: {imitation: {}}
lab:
  learner: ridge
  first_release: 2021-01
  decoder: {temperature: 0.9, top_k: 5}
  choice: best_of
  filter: {detector: {selectivity: 1}}
""",
        [
            (
                "a.yaml:1:1 crawlers.common.coverage: with `design: same` the first page of every draw is about "
                "the first x: all must be fetched; must be 1 without budget, or content.design fresh"
            ),
            (
                "a.yaml:3:9 market: 'quality' compares what models publish by ideas: pages hold no ideas "
                "(content: regression); must be fixed"
            ),
            (
                "a.yaml:4:22 readers.imitation: nobody can imitate ideas: pages hold no ideas (content: "
                "regression); must be null"
            ),
            (
                "a.yaml:8:12 lab.decoder: pages hold no ideas (content: regression); must be `sampling` without "
                "top_k and top_p"
            ),
            ("a.yaml:8:26 lab.decoder.temperature: models have no temperature here (content: regression); must be 1"),
            (
                "a.yaml:9:11 lab.choice: 'best_of' looks at ideas, and pages hold no ideas (content: "
                "regression); must be first"
            ),
            (
                "a.yaml:10:22 lab.filter.detector: 'classifier' looks at ideas, and pages hold no ideas "
                "(content: regression); set selectivity to 0"
            ),
        ],
    ),
    Broken(
        "content-moments-of-modes",
        """\
content: {kind: gaussian, keep: moments, modes: 2}
""",
        [
            ("a.yaml:1:1 content: only pages can be kept of several modes: set keep to pages"),
        ],
    ),
    Broken(
        "content-numbers-with-flips",
        """\
content: {kind: regression, flip: 0.1}
""",
        [
            ("a.yaml:1:1 content: flip is the share of wrong classes: outcome must be class"),
        ],
    ),
    Broken(
        "content-cannot-err",
        """\
content: gaussian
time: {history_years: 0}
lab:
  learner: kernel_density
  first_release: 2021-01
  hallucination: 0.1
  decoder: {temperature: 0.9}
  filter: {detector: verifier}
""",
        [
            ("a.yaml:6:18 lab.hallucination: no page of this content is wrong (content: gaussian); must be 0"),
            (
                "a.yaml:7:26 lab.decoder.temperature: models have no temperature here (learner: kernel_density);"
                " must be 1"
            ),
            (
                "a.yaml:8:22 lab.filter.detector: 'verifier' tells right pages from wrong ones, and here none is"
                " wrong; take another detector, or null"
            ),
        ],
    ),
    Broken(
        "lists-of-ideas",
        """\
ideas: {number: 3, frequencies: [1, 2]}
""",
        [
            ("a.yaml:1:1 ideas: frequencies has 2 entries; there are 3 ideas (number)"),
        ],
    ),
    Broken(
        "rewards-of-other-ideas",
        """\
ideas: {frequencies: [1, 2, 3], rewards: [1, 2]}
""",
        [
            ("a.yaml:1:1 ideas: rewards has 2 entries; there are 3 ideas (number)"),
        ],
    ),
    Broken(
        "frequencies-twice",
        """\
ideas: {frequencies: [1, 2], from_text: "python:pydoc_data.topics"}
""",
        [
            ("a.yaml:1:1 ideas: frequencies and from_text both say how often people write each idea: give one of them"),
        ],
    ),
    Broken(
        "frequency-of-nothing",
        """\
ideas: {frequencies: [1, 2, 0]}
""",
        [
            (
                "a.yaml:1:29 ideas.frequencies[2]: 0 is too small; must be a number above 0 and up to 1e9 "
                "(relative): Frequency"
            ),
        ],
    ),
    Broken(
        "moments-of-what-is-picked",
        """\
content: {kind: gaussian, keep: moments}
time: {history_years: 0}
crawlers: {common: {coverage: 1}}
lab:
  first_release: 2021-01
  accumulation: accumulate_subsample
  learner: kernel_density
  mix: {archive: {share: 0.1}}
labs: {a: {}, b: {}}
""",
        [
            (
                "a.yaml:1:1 archive.coverage: an archive of some pages needs single pages, and only moments are "
                "kept; set content.keep to pages"
            ),
            (
                "a.yaml:1:1 lab.budget: a budget needs single pages, and only moments are kept; set content.keep"
                " to pages"
            ),
            (
                "a.yaml:1:1 web.lifetime: the death of pages needs single pages, and only moments are kept; set "
                "content.keep to pages"
            ),
            (
                "a.yaml:7:12 lab.learner: 'kernel_density' needs single pages, and only moments are kept; set "
                "content.keep to pages"
            ),
            (
                "a.yaml:8:8 lab.mix: a share of human data needs single pages, and only moments are kept; set "
                "content.keep to pages"
            ),
            (
                "a.yaml:9:7 labs: telling the pages of labs apart that share a web needs single pages, and only "
                "moments are kept; set content.keep to pages"
            ),
        ],
    ),
    Broken(
        "nothing-to-read",
        """\
labs: {a: {filter: {detector: text_classifier}}}
""",
        [
            (
                "a.yaml:1:31 labs.a.filter.detector: 'text_classifier' reads text, and pages hold ideas (content); "
                "allowed: arms_race, classifier, perfect, verifier"
            ),
        ],
    ),
    Broken(
        "choice-without-rewards",
        """\
lab: {choice: best_of}
""",
        [
            (
                "a.yaml:1:15 lab.choice: 'best_of' chooses by rewards, and all ideas are liked alike; set "
                "ideas.rewards, or choose first"
            ),
        ],
    ),
    Broken(
        "no-page-counts",
        """\
lab: {weights: {human: 0, assisted: 0, synthetic: 0}, sampling: exact}
""",
        [
            ("a.yaml:1:7 lab.weights: all are 0; pages of some kind must count in training"),
            (
                "a.yaml:1:65 lab.sampling: 'exact' is not one of the choices; must be one of independent, fixed "
                "(default independent): How pages are chosen for budgets and shares: each `independent`ly, or a "
                "`fixed` number without replacement"
            ),
        ],
    ),
]
