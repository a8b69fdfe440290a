"""How the commands of the documentation are run by tests: shorter ones in place of long ones, and which are not run.

A command is run as it stands unless a rule here says otherwise. Whoever writes one that takes long adds a rule; whoever
writes one that can't be run adds it to NOT_RUN with the reason. Rules and entries that no command needs any more fail a
test.
"""

import re

_LONG = (
    r"(?:webloop/baseline|webloop/ecology|(?:scenarios/study(?:-ecology|-debate|-uncertain)?|my-study|question)\.yaml)"
)
SHORTER: tuple[tuple[str, str], ...] = (
    (r"--replicates \d+", "--replicates 1"),
    (
        r"^(webloop (?:compare|run|plot|threshold|robust|survival|sensitivity) (?!results/)(?!.*--replicates).*)$",
        r"\1 -n 1 -j 1",
    ),
    (rf"^(webloop (?:compare|run|plot|robust|survival) {_LONG}.*)$", r"\1 --set time.end=2030-12"),
    (
        r"^(webloop sensitivity scenarios/.*)$",
        r"\1 --samples 2 --scenario filter --only writers.additive --only lab.cadence --set time.end=2027-12",
    ),
    (r"^(webloop threshold .*)$", r"\1 --tolerance 0.3 --set time.end=2035-01"),
    (r"^(webloop hindcast.*)$", r"\1 --draws 3"),
    (r"^(webloop reproduce .*)$", r"\1 --runs 1"),
    (r"^webloop replicate kazdan-2024 L4$", "webloop replicate he-2025 L4 --quick"),
    (r"^(webloop replicate (?!.*--quick).*)$", r"\1 --quick"),
)
"""Patterns of commands and what stands in their place: fewer replicates, draws and samples, or a nearer horizon."""

LIGHTER = {"draws: {number: 20,": "draws: {number: 4,", "draws: 16\n": "draws: 10\n"}
"""Likewise in files, the shipped studies among them: options say nothing of draws."""

NOT_RUN = {
    "python3 -m venv .venv": "makes an installation",
    "pip install --quiet .": "installs",
    "pip install --quiet --editable '.[test]'": "installs",
    "pip install --editable .": "installs: the sandbox has the package's entry point instead",
    "pip install '.[all]'": "installs",
    "pip install '.[text]'": "installs",
    "pip install 'webloop[text]'": "installs",
    "pip install '.[live]'": "installs",
    "npm install --prefix .cache/editor yaml-language-server": "installs",
    ". .venv/bin/activate": "the sandbox has webloop on its path",
    "pytest --numprocesses auto": "these tests",
    "webloop explore webloop/baseline": "serves a page until it is interrupted; tests of it drive it in a browser",
    "webloop replicate --quick": "two minutes; tests/replication and CI hold every paper",
    "webloop fit": "half an hour; tests/cli/test_fit.py fits less",
    "webloop fit webloop/article-web --steps 250": "half an hour",
    "webloop fit webloop/site-web --steps 300": "half an hour",
    "cp results/fit/*.csv results/fit/*.json scenarios/posteriors/": "what the fits would have written",
    "python analysis/calibration.py --run": "an hour: the fits' hindcast and forward study",
    "python analysis/replication.py --run": "the full suite",
    "webloop run scenarios/study-baseline.yaml": "256 runs; tests/run/test_posteriors.py runs some",
    "webloop sensitivity results/study-baseline": "needs them",
}
"""Commands that are not run, and why."""

MADE = {
    "links.csv": "source,target\na.example,b.example\nb.example,c.example\nc.example,a.example\n",
    "my.txt": None,
}
"""Files that readers have and tests must make; None: written by the test that runs the page."""


def shortened(command: str) -> str:
    """The command that is run in place of one."""
    for pattern, instead in SHORTER:
        command = re.sub(pattern, instead, command)
    return command
