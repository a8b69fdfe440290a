"""ODD tables of a study, from its files, the loop and the registry.

ODD is the protocol for describing agent-based models: Grimm et al. 2020, doi:10.18564/jasss.4259.
"""

from collections.abc import Callable, Collection

from webloop.months import format_month
from webloop.reference.entities import entity_tables
from webloop.reference.in_use import used_table
from webloop.reference.markdown import code, escaped, table
from webloop.reference.schedule import schedule_table
from webloop.reference.values import change_table, input_table, parameter_table
from webloop.scenario.problems import show_value
from webloop.scenario.study import Study

NOTHING = "None.\n"


def scenario_table(study: Study) -> str:
    """The scenarios, with title and claim."""
    rows = [(code(each.name), escaped(each.scenario.title), escaped(each.scenario.claim)) for each in study.scenarios]
    return table(("scenario", "title", "claim"), rows)


def scale_table(study: Study) -> str:
    """How large a world is in time, in agents and in what they exchange, and how often it is run."""
    rules, resolved = study.scenarios[0].scenario, study.scenarios[0]
    writers, time = rules.writers, rules.time
    cohorts = len(writers.segments) * len(rules.communities) * writers.cohorts_per_cell
    sites = "one for each segment and community" if rules.sites is None else f"{rules.sites.number:,} at the start"
    if rules.sites is not None and rules.sites.from_edges is not None:
        sites = f"as in {rules.sites.from_edges}"
    span = f"{format_month(time.start)} to {format_month(time.end)}, {time.end - time.start + 1} months"
    rows = (
        ("time", "one step is a month", span),
        ("history", "years of human pages that the web opens with", str(time.history_years)),
        ("communities", "whose tails of ideas differ", _names(rules.communities)),
        ("segments", "kinds of publishers", _names(writers.segments)),
        ("cohorts", "agents: segments x communities x cohorts in each", f"{cohorts:,}"),
        ("labs", "agents", _names(rules.labs)),
        ("crawlers", "stores of pages", _names(rules.crawlers)),
        ("sites", "where pages stand", escaped(sites)),
        ("pages", "by people, in the month before launch", code(show_value(rules.web.pages_per_month))),
        ("ideas", "alive at a time, and errors", f"{rules.ideas.number:,} and {rules.ideas.errors:,}"),
        ("changes of rules", "dates of interventions", ", ".join(format_month(date) for date, _ in resolved.changes)),
        ("runs", "scenarios x draws x replicates, and the seed", _runs(study)),
    )
    return table(("scale", "what it is", f"in {escaped(resolved.name)}"), rows)


def uncertain_table(study: Study) -> str:
    """What is drawn, and from what; empty when nothing is."""
    rows = [
        (code(path), code(show_value(distribution.model_dump(mode="json"), quote="")))
        for path, distribution in study.uncertain.items()
    ]
    rows += [(escaped(f"what was fitted, in {name}"), escaped(each.name)) for name, each in study.posteriors.items()]
    return table(("parameter", "drawn from"), rows)


def study_document(study: Study) -> str:
    """All tables under ODD's headings, as a Markdown document."""
    title = escaped(study.title or study.scenarios[0].scenario.title or study.baseline)
    parts = [f"# ODD tables: {title}\n"]
    for heading, tables in SECTIONS.items():
        parts.append(f"## {heading}\n")
        for name, made in tables.items():
            parts.append(f"### {name}\n\n{made(study) or NOTHING}")
    return "\n".join(parts)


SECTIONS: dict[str, dict[str, Callable[[Study], str]]] = {
    "1 Purpose and patterns": {"Scenarios": scenario_table},
    "2 Entities, state variables and scales": {
        "Scales": scale_table,
        "Entities and state variables": lambda _: entity_tables(),
    },
    "3 Process overview and scheduling": {"One month": lambda _: schedule_table()},
    "5 Initialization": {
        "Values at the start": lambda study: parameter_table(study.scenarios[0]),
        "What other scenarios change": change_table,
        "What is uncertain": uncertain_table,
    },
    "6 Input data": {"Files and texts": lambda study: input_table(study.scenarios)},
    "7 Submodels": {"Submodels in use": used_table},
}
"""Tables by ODD's elements. Design concepts, element 4, are in docs/ODD.md: they are the same for every study."""


def _names(of: Collection[str]) -> str:
    return f"{len(of)}: {', '.join(code(name) for name in of)}"


def _runs(study: Study) -> str:
    draws = study.draws.number if study.draws else 1
    return f"{len(study.scenarios)} x {draws} x {study.replicates}, seed {study.seed}"
