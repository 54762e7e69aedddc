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
from openmbi.reports.bulletin.rounded import Rounded
from openmbi.reports.overview.figures import month_text, signed


@dataclass(frozen=True)
class Told:
    """The figures of a bulletin's month, and of those before it."""

    source: BulletinSource

    @property
    def months(self) -> list[str]:
        """The months that charts show, oldest first; the last is the bulletin's."""
        return self.rounded.months

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

    @cached_property
    def rounded(self) -> Rounded:
        """The figures, rounded."""
        return Rounded(self.source.figures, self.source.month_name, self.source.parameters.months_shown)

    def points(self, indicator: str, code: str, month: str) -> Decimal | None:
        """As `Rounded.points`."""
        return self.rounded.points(indicator, code, month)

    def percent(self, indicator: str, code: str, month: str) -> Decimal | None:
        """As `Rounded.percent`."""
        return self.rounded.percent(indicator, code, month)

    def change(self, indicator: str, code: str, month: str) -> Decimal | None:
        """As `Rounded.change`."""
        return self.rounded.change(indicator, code, month)

    def latest(self, indicator: str, code: str) -> str | None:
        """As `Rounded.latest`."""
        return self.rounded.latest(indicator, code)

    def percent_line(self, indicator: str, code: str) -> list[str | None]:
        """As `Rounded.percent_line`."""
        return self.rounded.percent_line(indicator, code)


def decimal_of(text: str | None) -> Decimal | None:
    """Return a figure of a document."""
    return None if text is None else Decimal(text)


def month_name(month: str) -> Text:
    """Return a month (`2025-12`) in words."""
    return month_text(date.fromisoformat(f"{month}-01"))


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
