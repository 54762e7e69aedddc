"""Growth that readers use, as the overview and the pages of groups tell it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from openmbi.core.growth import ReaderGrowth
from openmbi.core.language import Text
from openmbi.reports.overview.figures import Pair, both, day_text, month_text, percent
from openmbi.reports.province.growth_texts import (
    CALENDAR,
    CLOSE,
    FESTIVAL,
    LUNAR,
    NO_FESTIVAL,
    NO_PARTS,
    NO_SEASON,
    NOTES,
    RAW,
    TOGETHER,
    TOGETHER_LABEL,
    UNFINISHED,
)

FIGURES = (
    "raw",
    "excluding_festival",
    "working_day_adjusted",
    "temperature_adjusted",
    "lunar_aligned",
    "month_annualised",
)
PARTS = {
    "festival": ("raw", "excluding_festival"),
    "calendar": ("excluding_festival", "working_day_adjusted"),
    "temperature": ("working_day_adjusted", "temperature_adjusted"),
}
"""What lies between two figures of a row. Each part is the difference of figures as published: the parts add up to the difference of the last and the first."""

COLUMNS = (
    "raw",
    "excluding_festival",
    "festival",
    "working_day_adjusted",
    "calendar",
    "temperature_adjusted",
    "temperature",
    "lunar_aligned",
    "month_annualised",
)
"""Figures in the order of a table, each part after the figure that it leads to; those that no row has are left out."""

Row = dict[str, Any]


def growth_section(found: ReaderGrowth | None, row: int | None) -> dict[str, Any] | None:
    """Return the growth of one group: `rows` in order of time, figures in per cent, `parts` in percentage points; null where nothing can be compared.

    `sentence` is about the latest period that is complete, January and February together where it is February; `since` about the month that is not over.
    """
    if found is None or row is None:
        return None
    rows = [_row(found, row, at) for at in range(len(found.periods.last))]
    known = [one for one in rows if any(one[name] is not None for name in FIGURES)]
    if not known:
        return None
    told = [one for one in known if one["raw"] is not None]
    complete = [one for one in told if one["complete"]]
    return {
        "sentence": both(_sentence(complete[-1])) if complete else None,
        "since": both(_sentence(told[-1])) if told and not told[-1]["complete"] else None,
        "latest": complete[-1]["period"] if complete else None,
        "columns": [name for name in COLUMNS if any(_cell(one, name) is not None for one in known)],
        "rows": known,
        "why_no_parts": None if found.parts_known else both(NO_PARTS),
        "why_no_month": None if found.seasonal else both(NO_SEASON),
        "notes": [both(note) for note in NOTES],
    }


def _row(found: ReaderGrowth, row: int, at: int) -> Row:
    periods = found.periods
    figures = {name: percent(float(getattr(found, name)[row, at])) for name in FIGURES}
    lunar = int(found.lunar_enterprises[row, at])
    return {
        "period": _name(found, at),
        "label": _label(found, at),
        "first": str(periods.first[at]),
        "last": str(periods.last[at]),
        "combined": bool(periods.combined[at]),
        "in_combined": _in_combined(found, at),
        "complete": bool(periods.complete[at]),
        "provisional": bool(found.provisional[at]),
        **figures,
        "parts": {name: _difference(figures[first], figures[last]) for name, (first, last) in PARTS.items()},
        "enterprises": int(found.enterprises[row, at]),
        "lunar_enterprises": lunar,
        "load_share": percent(float(found.load_share[row, at])),
    }


def _cell(row: Row, name: str) -> str | None:
    return row["parts"][name] if name in PARTS else row[name]


def _name(found: ReaderGrowth, at: int) -> str:
    """Return the month as `2025-03`, January and February together as `2025-01…02`."""
    month = str(found.periods.last[at])[:7]
    return f"{month[:5]}01…02" if found.periods.combined[at] else month


def _label(found: ReaderGrowth, at: int) -> Pair:
    last = found.periods.last[at].item()
    said = TOGETHER_LABEL.fill(year=last.year) if found.periods.combined[at] else month_text(last)
    return both(said if found.periods.complete[at] else UNFINISHED.fill(month=said, last=day_text(last)))


def _in_combined(found: ReaderGrowth, at: int) -> bool:
    """Say whether a single month is told together with the other one as well."""
    periods = found.periods
    together = periods.combined & (periods.first <= periods.first[at]) & (periods.last >= periods.last[at])
    return bool(np.any(together)) and not bool(periods.combined[at])


def _difference(first: str | None, last: str | None) -> str | None:
    return None if first is None or last is None else str(Decimal(last) - Decimal(first))


def _sentence(row: Row) -> Text:
    """Return the row in words, with what is known of it."""
    label = Text(row["label"]["zh"], row["label"]["en"])
    festival = row["parts"]["festival"]
    said = RAW.fill(raw=_minus(row["raw"]))
    if festival is not None and not Decimal(festival):
        said += NO_FESTIVAL
    elif festival is not None:
        said += FESTIVAL.fill(figure=_minus(row["excluding_festival"]), difference=_signed(festival))
    if row["working_day_adjusted"] is not None:
        said += CALENDAR.fill(figure=_minus(row["working_day_adjusted"]))
    if row["lunar_aligned"] is not None and not (festival and not Decimal(festival)):
        said += LUNAR.fill(figure=_minus(row["lunar_aligned"]))
    end = TOGETHER if row["period"].endswith("-01") and row["complete"] else CLOSE
    return label + said + end


def _minus(figure: str) -> str:
    return figure.replace("-", "−")


def _signed(figure: str) -> str:
    value = Decimal(figure)
    return f"{value:+}".replace("-", "−") if value else str(abs(value))
