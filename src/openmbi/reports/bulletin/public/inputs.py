"""What the public edition is made from: a public release, how it stands, and declarations that anybody may read. No run, no case, no enterprise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openmbi.catalog.bulletins import BulletinParameters
from openmbi.core.language import Text
from openmbi.core.periods import Period
from openmbi.core.releases import PublicRelease
from openmbi.core.tables import Level
from openmbi.reports.bulletin.inputs import Issue


@dataclass(frozen=True)
class Place:
    """Where a city stands on the tile grid."""

    column: int
    row: int


@dataclass(frozen=True)
class PublicSource:
    """Everything that the public edition tells.

    `signed_on`: the local day of its signature. `corrected_by`: the public release that corrects this one, where it may be seen already. `measure`: the
    indicator whose amounts the level is made of, as the release's table is called. `index` and `composite`: the codes of the level and of the composite.
    `domains`: by code of a table its domain in words. `legend`: how lights look. `short`: short names by level and code; `tiles` by code of a city.
    `made_at` is aware and in local time.
    """

    month: Period
    made_at: datetime
    issue: Issue
    parameters: BulletinParameters
    bureau: Text
    zone_code: str
    zone: Text
    release: PublicRelease
    as_of: datetime
    signed_on: date
    measure: str
    index: str
    composite: str
    domains: Mapping[str, Text]
    legend: Sequence[Mapping[str, Any]]
    corrected_by: int | None = None
    short: Mapping[tuple[Level, str], Text] = field(default_factory=dict)
    tiles: Mapping[str, Place] = field(default_factory=dict)

    @property
    def month_name(self) -> str:
        """The month as figures name it: `2025-12`."""
        return str(self.month)
