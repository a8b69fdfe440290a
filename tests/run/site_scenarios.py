"""A small world of linked sites with farms, and a policy that parts from it later."""

from tests.conftest import SMALL

LINKED = (
    SMALL.replace("title: Small", "title: Linked")
    + """\
sites: {number: 300, links_per_site: 4}
readers: {ranking: pagerank}
farms: {kind: profit, cost: 0.001, entry: 0.01, most: 5}
"""
)
CLOSED = LINKED.replace(
    "participation: {slopes", "opt_out: {saturation: 0.5, time_constant: 6}, participation: {slopes"
)
REPLACE = """\
extends: linked.yaml
title: Replace
interventions: [{date: 2024-01, set: {lab.accumulation: replace, readers.ranking: pages}}]
"""
