"""What runs said of single figures, read once."""

from __future__ import annotations

import pyarrow.parquet as pq

from openmbi.store.runs import Saved

_REMEMBERED = 4096


class Vintages:
    """What runs said of single figures; a run never changes, so that each is read once. Safe to share between threads."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str, str], list[float | None]] = {}

    def said(self, run: Saved, indicator: str, subject: str, period: str) -> list[float | None]:
        """Return the value of a figure by a run; none where the run has no such figure."""
        key = (run.name, indicator, subject, period)
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            named = [("indicator", "==", indicator), ("subject", "==", subject), ("period", "==", period)]
            found = pq.read_table(run.folder / "figures.parquet", columns=["value"], filters=named)
            self._known[key] = found["value"].to_pylist()
        return self._known.get(key, [])
