"""Enterprises in one line: name, light, since, reason, weight; each is put into words once, however many pages show it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Colour, Level, Numbers
from openmbi.reports.overview.figures import both, published
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.figures import one_digit, share
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.paths import page_path
from openmbi.reports.province.short_names import short_name

LARGEST = 20
MOST_URGENT = 50
_UNNAMED = Text("企业 {code}", "Enterprise {code}")


class EnterpriseLines:
    """The enterprises of a run by code and by group."""

    def __init__(self, source: ProvinceInput, entries: Entries) -> None:
        self.source, self.entries = source, entries
        self._lines: dict[int, dict[str, Any]] = {}

    def named(self, code: str) -> dict[str, Any]:
        """Return an enterprise's name and page."""
        row = self._row.get(code)
        name = "" if row is None or self.source.enterprises is None else str(self.source.enterprises.name[row])
        said = Text(name, name) if name else _UNNAMED.fill(code=code)
        return {"code": code, "name": both(said), "path": page_path(Level.ENTERPRISE, code)}

    def of(self, level: Level, code: str) -> dict[str, Any] | None:
        """Return the enterprises of a group: counts by light, and the heaviest and the most urgent in full; null where none are known.

        `share` is of the group's weight, `weight` of the zone's, in per cent.
        """
        rows = self._rows_of.get(level, {}).get(code)
        if rows is None or self.source.enterprises is None:
            return None
        colours, weights = self.source.enterprises.colour[rows], self.source.enterprises.weight[rows]
        urgent = np.flatnonzero(colours == int(self._ranks[0]))[:MOST_URGENT]
        shown = np.union1d(np.arange(min(LARGEST, len(rows))), urgent)
        order = shown[np.lexsort((shown, self._urgency[colours[shown]]))]
        total = float(weights.sum())
        return {
            "count": len(rows),
            "counts": [
                {**self.entries.faces[colour], "groups": int(np.sum(colours == int(colour)))} for colour in self._ranks
            ],
            "largest": LARGEST,
            "most_urgent": MOST_URGENT,
            "rest": len(rows) - len(shown),
            "listed": [
                {**self._line(int(rows[at])), "share": one_digit(100 * float(weights[at]) / total) if total else None}
                for at in order
            ],
        }

    def _line(self, row: int) -> dict[str, Any]:
        if row not in self._lines:
            self._lines[row] = self._told(row)
        return self._lines[row]

    def _told(self, row: int) -> dict[str, Any]:
        all_of = self.source.enterprises
        assert all_of is not None
        code = str(all_of.code[row])
        since = all_of.since[row]
        return {
            **self.named(code),
            "city": both(short_name(self.source, Level.CITY, str(all_of.city[row]))),
            "industry": both(short_name(self.source, Level.INDUSTRY, str(all_of.industry[row]))),
            "light": self.entries.faces[Colour(int(all_of.colour[row]))],
            "since": None if np.isnat(since) else str(since.astype("datetime64[D]")),
            "value": published(float(all_of.level[row])),
            "weight": share(float(all_of.weight[row])),
            "reason": both(self.source.reason(Level.ENTERPRISE, code)),
        }

    @cached_property
    def _row(self) -> dict[str, int]:
        all_of = self.source.enterprises
        return {} if all_of is None else {code: row for row, code in enumerate(all_of.code.tolist())}

    @cached_property
    def _ranks(self) -> list[Colour]:
        return [colour for colour, _ in self.source.about.palette.legend()]

    @cached_property
    def _urgency(self) -> Numbers:
        """Return the place in the legend by colour code."""
        places = np.full(max(Colour) + 1, len(self._ranks), np.intp)
        places[[int(colour) for colour in self._ranks]] = np.arange(len(self._ranks))
        return places

    @cached_property
    def _rows_of(self) -> dict[Level, dict[str, Numbers]]:
        """Return the rows of every group, the heaviest first."""
        all_of = self.source.enterprises
        if all_of is None:
            return {}
        rank = np.empty(len(all_of.code), np.intp)
        rank[np.lexsort((all_of.code, -np.nan_to_num(all_of.weight)))] = np.arange(len(all_of.code))
        return {
            level: _grouped(belonging.row[order], belonging.code[order])
            for level, belonging in all_of.belongs.items()
            for order in (np.lexsort((rank[belonging.row], belonging.code)),)
        }


def _grouped(rows: Numbers, codes: np.ndarray) -> dict[str, Numbers]:
    """Return rows by code, both given in the order of code."""
    if not len(rows):
        return {}
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    return dict(zip(codes[starts].tolist(), np.split(rows, starts[1:]), strict=True))
