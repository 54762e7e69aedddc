"""Since when and why the lights of a run have their colours, by subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from openmbi.core.language import Text
from openmbi.core.tables import Level


@dataclass(frozen=True)
class KeptReason:
    """`since`: the first day of the present colour."""

    since: date
    why: Text


class KeptReasons:
    """The reasons of a table of lights (LIGHTS); a row is read when it is asked for. Safe to share between threads."""

    def __init__(self, lights: pa.Table) -> None:
        self._columns = {name: lights[name].combine_chunks() for name in ("since", "reason_zh", "reason_en")}
        pairs = zip(lights["level"].to_pylist(), lights["subject"].to_pylist(), strict=True)
        self._row = {pair: row for row, pair in enumerate(pairs)}

    def of(self, level: Level, subject: str) -> KeptReason | None:
        """Return the reason of one light; None where the run kept none."""
        row = self._row.get((str(level), subject))
        if row is None:
            return None
        since, zh, en = (self._columns[name][row].as_py() for name in ("since", "reason_zh", "reason_en"))
        return KeptReason(since, Text(zh, en))
