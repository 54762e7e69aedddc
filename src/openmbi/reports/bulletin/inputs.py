"""What a bulletin is made from: the documents of one run, its figures by month, and the cases as they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openmbi.catalog.bulletins import BulletinParameters
from openmbi.core.language import Text
from openmbi.core.periods import Period
from openmbi.core.tables import Level

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Issue:
    """Who issues a bulletin: the line below its title, and whom a reader may ask; what is not said is left out."""

    issued_by: Text
    contact: Text | None = None


@dataclass(frozen=True)
class CaseLine:
    """A case as the bulletin tells it.

    `found_on`: the day of data on which its alert was found; `closed_on`: the local day of its closing; `closing`: how it ended, in words.
    """

    number: int
    name: Text
    level: Level
    state: str
    found_on: date
    closed_on: date | None
    closing: Text | None


@dataclass(frozen=True)
class MonthlyFigures:
    """Unrounded figures of groups by month: indicator → code → month (`2025-12`) → value; what is not known is not there."""

    values: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)

    def series(self, indicator: str, code: str) -> Mapping[str, float]:
        """Return a series by month; empty where there is none."""
        return self.values.get(indicator, {}).get(code, {})

    def value(self, indicator: str, code: str, month: str) -> float | None:
        """Return one figure; None where not known."""
        return self.series(indicator, code).get(month)


@dataclass(frozen=True)
class BulletinSource:
    """Everything that a bulletin tells.

    `overview`, `zone`, `matrix`, `tiles`, `alerts` and `quality` are documents of the run as its pages show them; a part that is None leaves its section out.
    `groups` are the lines of a level's list. `alerts_by_month`: how many alerts the run knows by the month in which they were found and by colour.
    `earlier`: the document of the bulletin before this one. `made_at` is aware and in local time.
    """

    month: Period
    made_at: datetime
    run: str
    release: str | None
    issue: Issue
    parameters: BulletinParameters
    overview: Document
    figures: MonthlyFigures
    zone_code: str
    zone: Document | None = None
    matrix: Document | None = None
    tiles: Document | None = None
    alerts: Document | None = None
    quality: Document | None = None
    groups: Mapping[Level, Sequence[Document]] = field(default_factory=dict)
    alerts_by_month: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    cases: tuple[CaseLine, ...] | None = None
    earlier: Document | None = None

    @property
    def month_name(self) -> str:
        """The month as figures name it: `2025-12`."""
        return str(self.month)

    @property
    def month_before(self) -> str:
        """The month before it."""
        first = self.month.first
        return f"{first.year - (first.month == 1)}-{(first.month - 2) % 12 + 1:02d}"

    @property
    def data_until(self) -> date:
        """The newest day of data."""
        return date.fromisoformat(self.overview["headline"]["data_until"])

    @property
    def is_complete(self) -> bool:
        """Whether the data reach the end of the month."""
        return self.data_until >= self.month.last
