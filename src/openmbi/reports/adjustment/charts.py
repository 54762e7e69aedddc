"""The charts of the page: digits only, words stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from openmbi.reports.overview.frames import INK, QUIET, Canvas, mark_level, name_months, plain_frame
from openmbi.reports.overview.svg import inline_svg

WIDE = Canvas(1088, 300, periods=0, dates=12)
HALF = Canvas(520, 280, periods=0, dates=6)
DASHES = ((None, None), (6, 2.5), (1.6, 1.6), (6, 2, 1.6, 2), (10, 3))
SHOWN_YEARS = len(DASHES)
HALF_BAR = 0.16
LEAST_REACH = 0.05
"""Per cent that the chart of revisions reaches at least, so that next to nothing looks like next to nothing."""


def draw(indicator: dict[str, Any]) -> dict[str, str]:
    """Return the charts that an indicator has figures for, as inline SVG by name."""
    name = indicator["code"]
    drawn = {"level": _level(indicator, f"level-{name}")}
    if indicator["festival"]["years"]:
        drawn["festival"] = _festival(indicator["festival"], f"festival-{name}")
    if indicator["revisions"]:
        drawn["revisions"] = _revisions(indicator["revisions"]["cuts"], f"revisions-{name}")
    return drawn


def _level(indicator: dict[str, Any], name: str) -> str:
    """Draw what was read (thin), calendar-adjusted (bold) and seasonally adjusted (dashed), by month."""
    figure, axes = plain_frame(WIDE)
    days = [_ordinal(month) for month in indicator["months"]]
    level = {stage: _floats(values) for stage, values in indicator["level"].items()}
    mark_level(axes, 100)
    axes.plot(days, level["read"], color=QUIET, linewidth=1.2)
    axes.plot(days, level["calendar"], color=INK, linewidth=2.4, solid_joinstyle="round")
    axes.plot(days, level["season"], color=INK, linewidth=1.6, dashes=(4, 2.5))
    name_months(axes, WIDE.dates)
    return inline_svg(figure, name)


def _festival(festival: dict[str, Any], name: str) -> str:
    """Draw the effect by day from New Year, or by month: the latest year solid, those before dashed and dotted."""
    figure, axes = plain_frame(HALF)
    mark_level(axes, 0)
    for year, dashes in zip(reversed(festival["years"]), DASHES, strict=False):
        axes.plot(festival["offset"], _floats(year["effect"]), color=INK, linewidth=1.7, dashes=dashes)
    if len(festival["offset"]) > 3:
        mark_level(axes, 0, upright=True)
    else:
        axes.set_xticks(festival["offset"])
    axes.margins(x=0.03)
    return inline_svg(figure, name)


def _revisions(cuts: Sequence[dict[str, Any]], name: str) -> str:
    """Draw what the last figure of each cut became: a month later (hollow) and by the last data (filled)."""
    figure, axes = plain_frame(HALF)
    mark_level(axes, 0)
    place = np.arange(len(cuts))
    for field, fill, side in (("later", "white", -HALF_BAR), ("last", INK, HALF_BAR)):
        height = np.nan_to_num(_floats([cut[field] for cut in cuts]))
        axes.bar(place + side, height, width=2 * HALF_BAR, facecolor=fill, edgecolor=INK, linewidth=1.3)
    axes.set_xticks(place, [cut["end"][:7] for cut in cuts])
    reach = max(*(abs(edge) for edge in axes.get_ylim()), LEAST_REACH)
    axes.set_ylim(-reach, reach)
    return inline_svg(figure, name)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _floats(texts: Sequence[str | None]) -> np.ndarray:
    return np.array([np.nan if text is None else float(text) for text in texts])
