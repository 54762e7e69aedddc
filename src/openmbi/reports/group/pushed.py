"""What each group contributed to a change of the zone's level: the zone's tree, read from every group's side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from openmbi.core.cell_codes import cell_code
from openmbi.core.tables import ContributionNode, Level
from openmbi.reports.province.inputs import Enterprises

Key = tuple[Level, str]
Leaf = tuple[Decimal, str, str, str]
_BY_TREE = (Level.ZONE, Level.CITY, Level.INDUSTRY, Level.CELL)


class Pushed:
    """Sums of one tree's leaves by group: of cities, industries and cells as the tree has them, of other levels by who belongs to them on the data date.

    `total` (by group) are points of the zone's index; `parts` (by group, then part) are a city's industries, an industry's cities, the zone's both;
    `enterprises` (by group, then enterprise). All sums are of exact decimals, so a group's parts add up to it.
    """

    def __init__(self, root: ContributionNode, zone: str, enterprises: Enterprises | None) -> None:
        self.total: dict[Key, Decimal] = defaultdict(Decimal)
        self.parts: dict[Key, dict[Key, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        self.enterprises: dict[Key, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        others = _others(enterprises)
        for points, city, industry, enterprise in leaves(root):
            groups = [(Level.ZONE, zone), *_placed(city, industry), *others.get(enterprise, ())]
            for group in groups:
                self.total[group] += points
                self.enterprises[group][enterprise] += points
            self._arrange(points, zone, city, industry)

    def _arrange(self, points: Decimal, zone: str, city: str, industry: str) -> None:
        of_city, of_industry = (Level.CITY, city), (Level.INDUSTRY, industry)
        if city:
            self.parts[Level.ZONE, zone][of_city] += points
        if industry:
            self.parts[Level.ZONE, zone][of_industry] += points
        if city and industry:
            self.parts[of_city][of_industry] += points
            self.parts[of_industry][of_city] += points


def leaves(node: ContributionNode, city: str = "", industry: str = "", enterprise: str = "") -> Iterator[Leaf]:
    """Yield the enterprises of a tree: points, city, industry, enterprise; "" where the tree does not say. Lines of entry, exit and rounding are no leaf."""
    if node.level == Level.CITY:
        city = node.code
    elif node.level == Level.INDUSTRY:
        industry = node.code
    elif node.level == Level.ENTERPRISE:
        enterprise = node.code
    if enterprise:
        yield node.points, city, industry, enterprise
        return
    for part in node.parts:
        yield from leaves(part, city, industry, enterprise)


def _placed(city: str, industry: str) -> list[Key]:
    cities = [(Level.CITY, city)] if city else []
    industries = [(Level.INDUSTRY, industry)] if industry else []
    return [*cities, *industries, *([(Level.CELL, cell_code(city, industry))] if city and industry else [])]


def _others(enterprises: Enterprises | None) -> dict[str, Sequence[Key]]:
    """Return the groups of each enterprise on the levels that the tree does not have."""
    found: dict[str, list[Key]] = defaultdict(list)
    if enterprises is None:
        return {}
    for level, belonging in enterprises.belongs.items():
        if level not in _BY_TREE:
            members = enterprises.code[belonging.row].tolist()
            for enterprise, code in zip(members, belonging.code.tolist(), strict=True):
                found[enterprise].append((level, code))
    return dict(found)
