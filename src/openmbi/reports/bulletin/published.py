"""The figures that a bulletin publishes, kept with its document: what the next one compares to tell revisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.bulletin.rounded import months_until
from openmbi.reports.bulletin.sections.groups import LEVEL
from openmbi.reports.bulletin.sections.growth import ADJUSTED, RAW
from openmbi.reports.bulletin.told import Told, decimal_of
from openmbi.reports.overview.figures import both

MONTHS = 13
_NAMES = {
    LEVEL: Text("活跃度", "activity level"),
    RAW: Text("用电同比 %", "use, year on year %"),
    ADJUSTED: Text("用电同比，工作日调整 %", "use, year on year, working-day adj. %"),
    "mbi": Text("MBI", "MBI"),
    "diffusion": Text("扩散指数", "diffusion index"),
}
_PERCENTAGES = (RAW, ADJUSTED)
_ONE_DIGIT = ("mbi", "diffusion")
_OF = Text("{name}：{what}", "{name}: {what}")


@dataclass(frozen=True)
class Revised:
    """A figure that is no longer what the earlier bulletin told; None: not known."""

    name: Text
    month: str
    then: Decimal | None
    now: Decimal | None

    @property
    def by(self) -> Decimal | None:
        """How much it was revised."""
        return None if self.then is None or self.now is None else self.now - self.then


def published_figures(told: Told) -> list[dict[str, Any]]:
    """Return what this bulletin publishes: the zone's figures of the latest 13 months, and those of groups of its month."""
    months = months_until(told.source.month_name, MONTHS)
    zone = Text.of(told.source.overview["headline"]["zone"])
    figures = [_figure(told, name, told.source.zone_code, zone, month) for name in _NAMES for month in months]
    for listed in told.source.groups.values():
        for one in listed:
            name = Text.of(one["name"])
            figures += [_figure(told, what, one["code"], name, told.source.month_name) for what in (LEVEL, RAW)]
    return [figure for figure in figures if figure["value"] is not None]


def revised(told: Told) -> tuple[list[Revised], int]:
    """Return what has changed of the earlier bulletin's figures, the largest revision first, and how many it told."""
    earlier = told.source.earlier or {}
    figures = earlier.get("figures") or []
    return sorted(_changed(told, figures), key=lambda one: (-abs(one.by or 0), one.month, one.name.en)), len(figures)


def _changed(told: Told, figures: list[dict[str, Any]]) -> Iterator[Revised]:
    for one in figures:
        now = decimal_of(_value(told, one["indicator"], one["code"], one["month"]))
        then = Decimal(one["value"])
        if now != then:
            yield Revised(Text.of(one["name"]), one["month"], then, now)


def _figure(told: Told, indicator: str, code: str, name: Text, month: str) -> dict[str, Any]:
    return {
        "indicator": indicator,
        "code": code,
        "name": both(_OF.fill(name=name, what=_NAMES[indicator])),
        "month": month,
        "value": _value(told, indicator, code, month),
    }


def _value(told: Told, indicator: str, code: str, month: str) -> str | None:
    if indicator in _PERCENTAGES:
        value = told.percent(indicator, code, month)
        return None if value is None else str(value)
    if indicator in _ONE_DIGIT:
        figure = told.source.figures.value(indicator, code, month)
        return None if figure is None else f"{figure + 0:.1f}"
    points = told.points(indicator, code, month)
    return None if points is None else str(points)
