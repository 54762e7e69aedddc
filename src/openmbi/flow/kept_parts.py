"""What every run keeps of its latest changes: taken apart down to cells. Parts down to the enterprise are kept of the newest run alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from openmbi.core.periods import parse_period
from openmbi.core.problems import Problem
from openmbi.core.tables import ContributionNode, Level
from openmbi.drilldown.by_group import by_group
from openmbi.drilldown.node_document import as_document
from openmbi.flow.change_trees import LEVEL
from openmbi.flow.compute import Computed

_PATH = (Level.CITY, Level.INDUSTRY)
Parts = Mapping[str, Mapping[str, Any]]


def kept_parts(computed: Computed, changes: Parts) -> dict[str, Any]:
    """Return by index the period and tree of its latest change, without enterprises: of the level over the latest month with data, of composites as
    `kept_changes` has them (`changes`). Empty where nothing tells groups apart.
    """
    found = {index: {"period": one["period"], "tree": _cut(one["tree"])} for index, one in changes.items()}
    if computed.groups is None:
        return found
    last = computed.series.days[-1].item()
    month = parse_period(f"{last:%Y-%m}")
    try:
        root = by_group(computed.terms, computed.series, month, [computed.groups.stints[level] for level in _PATH])
    except Problem:  # the first day of all: there is no close before it
        return found
    told = replace(without_enterprises(root), level=str(Level.ZONE))
    return found | {LEVEL: {"period": str(month), "tree": as_document(told)}}


def without_enterprises(node: ContributionNode) -> ContributionNode:
    """Return a tree that ends above its enterprises; every node that is left has the points that it had."""
    if any(part.level == Level.ENTERPRISE for part in node.parts):
        return replace(node, parts=())
    return replace(node, parts=tuple(without_enterprises(part) for part in node.parts))


def _cut(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same of a tree's document."""
    parts = tree.get("parts", ())
    told = {name: value for name, value in tree.items() if name != "parts"}
    above = parts and all(part["level"] != Level.ENTERPRISE for part in parts)
    return told | ({"parts": [_cut(part) for part in parts]} if above else {})
