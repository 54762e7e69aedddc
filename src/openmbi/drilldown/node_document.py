"""A contribution tree as plain JSON types and back, and the way to one of its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from openmbi.core.tables import ContributionNode, LineKind


def as_document(node: ContributionNode) -> dict[str, Any]:
    """Return a node as level, code, points (a text, so that no digit is lost) and parts, which a leaf has none of."""
    document: dict[str, Any] = {"level": str(node.level), "code": node.code, "points": f"{node.points:f}"}
    if node.parts:
        document["parts"] = [as_document(part) for part in node.parts]
    return document


def from_document(document: Mapping[str, Any]) -> ContributionNode:
    """Return the node that `as_document` made a document of."""
    parts = tuple(from_document(part) for part in document.get("parts", ()))
    return ContributionNode(document["level"], document["code"], Decimal(document["points"]), parts)


def find(node: ContributionNode, path: Sequence[str]) -> ContributionNode | None:
    """Return the part that the codes of a path lead to, such as `("use_kwh", "440600", "C39")`; the node itself by an empty path, None where there is none.

    Entry and exit and rounding have no code and are not found.
    """
    for code in path:
        found = [part for part in node.parts if part.code == code and not _is_line(part)]
        if not found:
            return None
        node = found[0]
    return node


def _is_line(node: ContributionNode) -> bool:
    return node.level in (LineKind.ENTRY_AND_EXIT, LineKind.WINSORISING, LineKind.ROUNDING)
