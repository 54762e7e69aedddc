"""Which figures of a run follow which pattern, and the tables that a public release makes of them. What is not named here is not published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.catalog.composites import ExpertWeightsSpec
from openmbi.core.disclosure import DisclosureParameters
from openmbi.core.releases import PublicTable
from openmbi.core.tables import Flags, Level
from openmbi.flow.disclosure_basis import WEIGHT, Basis
from openmbi.flow.figures_table import GROWTH
from openmbi.flow.public_margins import DIVIDING, margins, sensitive_while_it_runs

DAY, MONTH = len("2026-01-31"), len("2026-01")
COLUMNS = ("level", "code", "period")
DIGITS = {"coverage": 3, "weight": 4, "group_light": 0, "zone_light": 0, "resumption_rate": 3, "recovery_rate": 3}
AUDITED = ("weight", "group_light")
"""With amounts and levels: figures of groups that the audit bounds, or that are a class and no number."""
OF_MARGINS = ("coverage", "group_change", "group_light.probability", "diffusion", *GROWTH)
"""Figures of groups that no audit bounds."""
OF_THE_ZONE = ("zone_light", "zone_change", "level_change", "resumption_rate", "recovery_rate")


@dataclass(frozen=True)
class Shown:
    """Which groups (G,) of a basis are published, by family; of its last `months` that are over. `parameters`: the rules of disclosure control."""

    basis: Basis
    by_family: Mapping[str, Flags]
    months: int
    parameters: DisclosureParameters = field(default_factory=DisclosureParameters)

    def of(self, families: Sequence[str]) -> Flags:
        """Return which groups (G,) are published in every one of some families that anything is known of."""
        known = [self.by_family[family] for family in families if family in self.by_family]
        return np.all(known, axis=0) if known else np.zeros(len(self.basis.groups), bool)

    def while_it_runs(self, families: Sequence[str]) -> Flags:
        """Return of which groups (G,) figures by day are published in a month that is not over yet, as far as that month says."""
        return ~sensitive_while_it_runs(self.basis, families, self.parameters)

    def of_margins(self, families: Sequence[str]) -> Flags:
        """Return of which groups (G,) a figure is published that rests on some families and that no audit bounds."""
        return margins(self.basis, (*families, WEIGHT), self.of(families), self.parameters)


def followed(main: str, index: str, composite: ExpertWeightsSpec) -> dict[str, tuple[str, ...]]:
    """Return by figure of a group the families that it follows: a ratio or level tells of the amounts that it is made of, so it is suppressed with them.

    A composite follows all its domains: where one is suppressed and the composite were not, it could be worked out from the others.
    """
    january_february = tuple(f"january_february_{name}" for name in GROWTH)
    figures: dict[str, tuple[str, ...]] = dict.fromkeys(
        (index, f"{index}.standard_error", *AUDITED, *OF_MARGINS, *january_february), (main,)
    )
    for domain in composite.domains:
        figures[f"{composite.code}.{domain.domain}"] = tuple(one.indicator for one in domain.indicators)
    every = tuple(one.indicator for domain in composite.domains for one in domain.indicators)
    return figures | {composite.code: (main, *every)}


def figure_tables(figures: pa.Table, follows: Mapping[str, tuple[str, ...]], shown: Shown) -> Iterator[PublicTable]:
    """Yield a table of each figure, of the months shown and the days in them; a suppressed one has no value.

    Of a month that is not over yet days alone are told, and of groups that are not sensitive in it either.
    Of a figure that no audit bounds only the zone and the levels that divide it have rows.
    """
    names = shown.basis.groups.tolist()
    zone = names[0].partition("/")[2]
    level_of = {name.partition("/")[2]: number for number, name in reversed(list(enumerate(names)))}
    index = next(iter(follows))
    levels = {index, f"{index}.standard_error"}  # by day of the zone alone: the pattern of groups is audited by months
    first, last = (
        str(shown.basis.months[shown.basis.over - back].astype("datetime64[M]")) for back in (shown.months, 1)
    )
    every = dict(follows) | dict.fromkeys(OF_THE_ZONE, next(iter(follows.values())))
    bounded = {index, *AUDITED, *OF_THE_ZONE}
    divides = [name.partition("/")[0] in {Level.ZONE, *DIVIDING} for name in names]
    of_margins = {families: shown.of_margins(families) for families in set(every.values())}
    published = {
        figure: shown.of(families) if figure in bounded else of_margins[families] for figure, families in every.items()
    }
    running = {families: shown.while_it_runs(families) for families in set(every.values())}
    recent = pc.and_(pc.is_in(figures["indicator"], pa.array(list(every))), pc.greater_equal(figures["period"], first))
    kept = figures.filter(pc.and_(recent, pc.is_in(figures["subject"], pa.array(list(level_of)))))
    by_figure: dict[str, list[tuple[str, str, float | None]]] = {}
    for row in kept.to_pylist():
        number = level_of[row["subject"]]
        figure, period = row["indicator"], row["period"]
        of_the_zone = figure in OF_THE_ZONE or (figure in levels and len(period) == DAY)
        if "W" in period or (len(period) < DAY and period > last) or (of_the_zone and row["subject"] != zone):
            continue
        if figure not in bounded and not divides[number]:
            continue
        told = published[figure][number] and (period[:MONTH] <= last or running[every[figure]][number])
        value = row["value"] if told else None
        by_figure.setdefault(figure, []).append((names[number], period, value))
    for figure, rows in by_figure.items():
        yield _table(figure, "", rows, DIGITS.get(figure, 4 if "growth" in figure else 2))


def amount_table(measure: str, unit: str, step: float, shown: Shown) -> PublicTable:
    """Return the rounded amounts of the published groups, month by month."""
    basis, published = shown.basis, shown.of((measure,))
    rows: list[tuple[str, str, float | None]] = []
    for month in range(basis.over - shown.months, basis.over):
        amount = basis.amount[measure][month]
        name = str(basis.months[month].astype("datetime64[M]"))
        for number, members in enumerate(basis.members(month, amount)):
            if len(members):
                value = float(np.round(amount[members].sum() / step) * step) if published[number] else None
                rows.append((str(basis.groups[number]), name, value))
    return _table(measure, unit, rows, 6)


def contribution_table(index: str, divisor: tuple[float, float], shown: Shown, family: str) -> PublicTable:
    """Return how many points each published group contributed to the change of the level from the last month's end but one to the last."""
    basis, published = shown.basis, shown.of((family,))
    rows: list[tuple[str, str, float | None]] = []
    held = basis.amount[index]
    sums = [
        np.array([held[month][each].sum() for each in basis.members(month, held[month])])
        for month in (basis.over - 2, basis.over - 1)
    ]
    points = sums[1] / divisor[1] - sums[0] / divisor[0]
    last = str(basis.months[basis.over - 1].astype("datetime64[M]"))
    for number, group in enumerate(basis.groups.tolist()):
        rows.append((group, last, float(points[number]) if published[number] else None))
    return _table("contribution_points", "", rows, 3)


def _table(name: str, unit: str, rows: Sequence[tuple[str, str, float | None]], digits: int) -> PublicTable:
    made = []
    for group, period, value in rows:
        level, _, code = group.partition("/")
        made.append((level, code, period, None if value is None or not np.isfinite(value) else round(value, digits)))
    return PublicTable(name, unit, (*COLUMNS, "value"), tuple(made))
