"""Everything in webloop that says where something is from."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import webloop
from webloop.bibliography.docstrings import docstrings
from webloop.bibliography.parts import modules_of
from webloop.metrics.registry import metrics
from webloop.registry import Config, load
from webloop.replication.registry import papers
from webloop.scenario import study  # noqa: F401 (studies are parts of scenario files, too)
from webloop.scenario.shipped import shipped_folder

DATA = Path(webloop.__file__).parent / "calibration/data"


def modules() -> list[str]:
    """Dotted names of webloop's modules; the bibliography's own show what citations look like."""
    return [name for name in modules_of(("webloop.*",)) if not name.startswith("webloop.bibliography")]


def texts() -> Iterator[tuple[str, str]]:
    """Where each text stands, and the text."""
    for module in modules():
        yield module, docstrings(module)
    for name, metric in metrics().items():
        yield f"metric {name}", metric.source
    for cls in configs(Config):
        for name, field in cls.model_fields.items():
            extra = field.json_schema_extra
            yield f"{cls.__name__}.{name}", str(extra.get("source", "")) if isinstance(extra, dict) else ""
    for paper in papers().values():
        yield paper.key, "; ".join([*paper.ids, *(claim.source for claim in paper.claims)])
    with (DATA / "parameters.csv").open(encoding="utf-8", newline="") as file:
        yield from ((row["parameter"], row["source"]) for row in csv.DictReader(file))
    for file in sorted(shipped_folder().rglob("*.yaml")):
        yield file.name, re.sub(r"\n\s*#?\s*", " ", file.read_text(encoding="utf-8"))


def configs(base: type[Config]) -> Iterator[type[Config]]:
    """All parts of scenario files."""
    load()
    for cls in base.__subclasses__():
        if cls.__module__.startswith("webloop."):
            yield cls
        yield from configs(cls)
