"""Figures of the newest run or of the run that an `as_of` means, as far as a viewer's scope reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from openmbi.core.access import Viewer
from openmbi.core.periods import Frequency, Period
from openmbi.core.tables import Level
from openmbi.flow.gate.answer import Answer
from openmbi.flow.gate.gate import Gate

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

    `place`, `industry`: codes that subjects lie in (`440600`, `C39`). `first`, `last`: figures whose period overlaps the time from the one to the other.
    `newest`: the last so many periods of each indicator, level and frequency. `as_of`: the newest run that knew no more. `release`: the number of a signed
    release, or `newest`. `after`: where the page before ended. `limit`: rows of a page, at most MOST_ROWS.
    """

    indicators: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    frequencies: tuple[Frequency, ...] = ()
    subjects: tuple[str, ...] = ()
    place: str | None = None
    industry: str | None = None
    first: Period | None = None
    last: Period | None = None
    newest: int | None = None
    as_of: datetime | None = None
    release: str | None = None
    after: str | None = None
    limit: int = 10_000


def figures(gate: Gate, viewer: Viewer, asked: FiguresAsked) -> Answer:
    """Return figures in the order of indicator, level, frequency, subject and period.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where an indicator or subject does not exist or the scope does not reach it; `run.none`;
        `figures.no-run` where no run is so old; `figures.page` where `after` is none of this question's.
    """
    raise NotImplementedError
