"""What every run keeps of its changes: the tree above enterprises, with every figure that it had."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from openmbi.core.tables import ContributionNode
from openmbi.drilldown.node_document import as_document
from openmbi.flow.kept_parts import kept_parts, without_enterprises


def node(level: str, code: str, points: str, *parts: ContributionNode) -> ContributionNode:
    return ContributionNode(level, code, Decimal(points), parts)


FIRMS = (node("enterprise", "a", "0.5"), node("enterprise", "b", "-0.2"), node("rounding", "", "0.0"))
TREE = node(
    "zone",
    "440000",
    "0.7",
    node("city", "440600", "0.3", node("industry", "C39", "0.3", *FIRMS)),
    node("entry_and_exit", "", "0.4"),
)


def test_what_is_left_has_the_points_that_it_had():
    told = without_enterprises(TREE)
    city, line = told.parts
    assert (city.points, line.level, line.points) == (Decimal("0.3"), "entry_and_exit", Decimal("0.4"))
    assert city.parts[0].parts == ()


def test_documents_are_cut_as_trees_are():
    changes = {"composite_expert": {"period": "2026-02", "tree": as_document(TREE)}}
    computed: Any = SimpleNamespace(groups=None)
    kept = kept_parts(computed, changes)
    assert kept == {"composite_expert": {"period": "2026-02", "tree": as_document(without_enterprises(TREE))}}
    assert "enterprise" in str(changes)
