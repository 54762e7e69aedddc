"""Figures by month as they are published: rounded once, so that sentences, tables and charts agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from openmbi.core.language import Text
from openmbi.reports.bulletin.inputs import BulletinSource
from openmbi.reports.bulletin.month_lights import MonthLights
from openmbi.reports.overview.figures import month_text, percent, points, signed


@dataclass(frozen=True)
class Told:
    """The figures of a bulletin's month, and of those before it."""

    source: BulletinSource

    @property
    def months(self) -> list[str]:
        """The months that charts show, oldest first; the last is the bulletin's."""
        return months_until(self.source.month_name, self.source.parameters.months_shown)

    @cached_property
    def lights(self) -> MonthLights:
        """The lights of the month."""
        return MonthLights(self.source)

    @property
    def group_composite(self) -> str | None:
        """The composite that groups have, as its figures are named; None where they have none."""
        values = self.source.figures.values
        codes = {one["code"] for listed in self.source.groups.values() for one in listed}
        return next(
            (
                name
                for name in values
                if name.startswith("composite_") and "." not in name and codes & set(values[name])
            ),
            None,
        )

    def short(self, name: Text) -> Text:
        """Return the short name of a group that is listed; the name itself of any other."""
        return self._short_names.get(name.zh, name)

    @cached_property
    def _short_names(self) -> dict[str, Text]:
        return {one["name"]["zh"]: Text.of(one["short"]) for listed in self.source.groups.values() for one in listed}

    def points(self, indicator: str, code: str, month: str) -> Decimal | None:
        """Return a figure in index points, two digits; None where not known."""
        value = self.source.figures.value(indicator, code, month)
        return None if value is None else points(value)

    def percent(self, indicator: str, code: str, month: str) -> Decimal | None:
        """Return a fraction in per cent, one digit; None where not known."""
        value = self.source.figures.value(indicator, code, month)
        shown = None if value is None else percent(value)
        return None if shown is None else Decimal(shown)

    def change(self, indicator: str, code: str, month: str) -> Decimal | None:
        """Return how much a figure in points lies above that of the month before, as published."""
        now, before = self.points(indicator, code, month), self.points(indicator, code, month_before(month))
        return None if now is None or before is None else now - before

    def latest(self, indicator: str, code: str) -> str | None:
        """Return the latest month, up to the bulletin's, of which a figure is known."""
        known = [month for month in self.source.figures.series(indicator, code) if month <= self.source.month_name]
        return max(known, default=None)

    def line(self, indicator: str, code: str) -> list[str | None]:
        """Return a series in points over the months shown."""
        return [text_of(self.points(indicator, code, month)) for month in self.months]

    def percent_line(self, indicator: str, code: str) -> list[str | None]:
        """Return a series in per cent over the months shown."""
        return [text_of(self.percent(indicator, code, month)) for month in self.months]


def text_of(value: Decimal | None) -> str | None:
    """Return a figure as a document carries it."""
    return None if value is None else str(value)


def decimal_of(text: str | None) -> Decimal | None:
    """Return a figure of a document."""
    return None if text is None else Decimal(text)


def month_name(month: str) -> Text:
    """Return a month (`2025-12`) in words."""
    return month_text(date.fromisoformat(f"{month}-01"))


def month_before(month: str) -> str:
    """Return the month before one."""
    return months_until(month, 2)[0]


def months_until(month: str, count: int) -> list[str]:
    """Return `count` months, oldest first, of which the last is the one given."""
    year, number = map(int, month.split("-"))
    places = range(year * 12 + number - count, year * 12 + number)
    return [f"{place // 12}-{place % 12 + 1:02d}" for place in places]


def up(value: Decimal) -> str:
    """Return by how much, without a sign."""
    return str(abs(value))


def with_sign(value: Decimal | str | None) -> str:
    """Return a figure with a sign, a true minus and no negative zero; a dash for none."""
    return "–" if value is None else signed(Decimal(value) + 0)


def named(entries: Sequence[tuple[Text, Decimal]], unit: Text) -> Text:
    """Return names with their changes, as a sentence lists them."""
    parts = [
        Text("{name}（{value}{unit}）", "{name} ({value}{unit})").fill(name=name, value=with_sign(value), unit=unit)
        for name, value in entries
    ]
    return joined(parts)


def as_sentence(text: Text) -> Text:
    """Return a remark as a sentence: it begins with a capital letter and ends with a full stop."""
    return Text(text.zh.rstrip("。；") + "。", text.en[:1].upper() + text.en[1:].rstrip(".;") + ".")


def joined(parts: Sequence[Text]) -> Text:
    """Return texts as one list, by the comma of each language."""
    return Text("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))
