"""What each group contributed to a change of the zone's level: the zone's tree, read from every group's side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from openmbi.core.cell_codes import cell_code
from openmbi.core.tables import ContributionNode, Level
from openmbi.reports.province.inputs import Enterprises

Key = tuple[Level, str]
Leaf = tuple[Decimal, str, str, str, str]
_BY_TREE = (Level.ZONE, Level.CITY, Level.INDUSTRY, Level.CELL)


class Pushed:
    """Sums of one tree's leaves by group: of cities, industries and cells as the tree has them, of other levels by who belongs to them on the data date.

    `total` (by group) are points of the zone's index; `parts` (by group, then part) are a city's industries, an industry's cities, the zone's both;
    `enterprises` (by group, then enterprise); `indicators` (by group, then indicator) where the tree has them. All sums are of exact decimals, so a
    group's parts add up to it.
    """

    def __init__(self, root: ContributionNode, zone: str, enterprises: Enterprises | None) -> None:
        self.total: dict[Key, Decimal] = defaultdict(Decimal)
        self.parts: dict[Key, dict[Key, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        self.enterprises: dict[Key, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        self.indicators: dict[Key, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        others = _others(enterprises)
        for points, indicator, city, industry, enterprise in leaves(root):
            groups = [(Level.ZONE, zone), *_placed(city, industry), *others.get(enterprise, ())]
            for group in groups:
                self.total[group] += points
                self.enterprises[group][enterprise] += points
                if indicator:
                    self.indicators[group][indicator] += points
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


INDICATOR = "indicator"


def leaves(node: ContributionNode, above: Mapping[str, str] = MappingProxyType({})) -> Iterator[Leaf]:
    """Yield the enterprises of a tree: points, indicator, city, industry, enterprise; "" where the tree does not say. Entry, exit and rounding are no leaf."""
    along = {**above, node.level: node.code}
    if along.get(Level.ENTERPRISE):
        indicator, city, industry = (along.get(level, "") for level in (INDICATOR, Level.CITY, Level.INDUSTRY))
        yield node.points, indicator, city, industry, node.code
        return
    for part in node.parts:
        yield from leaves(part, along)


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
