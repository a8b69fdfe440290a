"""Metrics by the names that pictures give them, the first time that they come in the findings."""

import re
from collections.abc import Sequence
from dataclasses import replace

from webloop.metrics.registry import Metric
from webloop.outcomes.findings.evidence import Evidence
from webloop.outcomes.findings.finding import Finding
from webloop.outcomes.findings.wording import label_in_text, noun


def labelled(evidence: Evidence, found: Sequence[Finding]) -> list[Finding]:
    """Findings with the label of each metric behind its first mention, where it is called otherwise in sentences.

    Args:
        evidence: of the study.
        found: findings in the order in which they are read.
    """
    titles = sorted(map(evidence.said, evidence.results.scenarios), key=len, reverse=True)
    said: set[str] = set()
    out = []
    for each in found:
        text = each.text
        for name in dict.fromkeys((each.metric, *(part.metric for part in each.also))):
            metric = evidence.results.recorded.get(name)
            if metric is None or name in said or not _differs(metric):
                continue
            longer = _with_label(text, metric, titles)
            if longer != text:
                said.add(name)
                text = longer
        out.append(replace(each, text=text))
    return out


def _differs(metric: Metric) -> bool:
    """Whether one would not know the picture by the words of the sentence."""
    return label_in_text(metric).lower() not in noun(metric).lower()


def _with_label(text: str, metric: Metric, titles: Sequence[str]) -> str:
    """The text with the label behind the first mention of a metric; titles of scenarios are no mention of it."""
    hidden = text
    for title in titles:
        hidden = hidden.replace(title, "\0" * len(title))
    found = re.search(re.escape(noun(metric)), hidden, re.IGNORECASE)
    if found is None:
        return text
    # no brackets within brackets
    at, label = found.end(), label_in_text(metric).replace(" (", ", ").rstrip(")")
    if text[at:].startswith(" ("):  # not two brackets in a row
        return f"{text[:at]} ({label}; {text[at + 2 :]}"
    return f"{text[:at]} ({label}){text[at:]}"
