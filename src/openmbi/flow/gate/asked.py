"""Which figures are asked for, and the columns in which they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from openmbi.core.periods import Frequency, Period
from openmbi.core.tables import Level

MOST_ROWS = 100_000
FIGURE_COLUMNS = pa.schema(
    [
        pa.field("indicator", pa.string(), nullable=False),
        pa.field("level", pa.string(), nullable=False),
        pa.field("frequency", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("period", pa.string(), nullable=False),
        pa.field("value", pa.float64()),
    ]
)


@dataclass(frozen=True)
class FiguresAsked:
    """Which figures are asked for; what is empty or None asks for all.

    `place`, `industry`: codes that subjects lie in (`440600`, `C39`). `areas`, `activities`: the two parts of
    a subject's key (`key_of`), exactly. `first`, `last`: figures whose period overlaps the time from the one to the other.
    `newest`: the last so many periods of each indicator, level and frequency. `as_of`: the newest run that knew no more. `after`: where the page before
    ended; that page's run answers. `limit`: rows of a page, from 1 to MOST_ROWS.
    """

    indicators: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    frequencies: tuple[Frequency, ...] = ()
    subjects: tuple[str, ...] = ()
    place: str | None = None
    industry: str | None = None
    areas: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    first: Period | None = None
    last: Period | None = None
    newest: int | None = None
    as_of: datetime | None = None
    after: str | None = None
    limit: int = 10_000
