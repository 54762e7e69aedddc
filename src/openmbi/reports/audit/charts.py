"""The fan of the composite over draws, and the figures' places in small drawings; digits only, words stand beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import floor
from typing import Any

import numpy as np
from matplotlib.ticker import MaxNLocator

from openmbi.reports.overview.frames import INK, QUIET, Canvas, mark_level, name_months, plain_frame
from openmbi.reports.overview.svg import inline_svg

WIDE = Canvas(1088, 320, periods=0, dates=12)
OUTER, INNER = "#dbe5ef", "#b4c8dc"
LEAST_WHOLE = 3.0
"""Index points from which on the axis names whole ones."""
BINS = 10
"""Shades of a correlation from 0 to 1, and as many below 0."""


def fan(score: Mapping[str, Any]) -> str:
    """Return the published score (bold) over bands that hold nine in ten and half of the draws, and their median (dashed)."""
    figure, axes = plain_frame(WIDE)
    days = [date.fromisoformat(f"{month}-01").toordinal() for month in score["months"]]
    drawn = {level: _floats(values) for level, values in score["quantiles"].items()}
    for low, high, colour in (("5", "95", OUTER), ("25", "75", INNER)):
        axes.fill([*days, *reversed(days)], [*drawn[low], *reversed(drawn[high])], color=colour, linewidth=0)
    mark_level(axes, 100)
    axes.plot(days, drawn["50"], color=QUIET, linewidth=1.4, dashes=(4, 2.5))
    axes.plot(days, _floats(score["nominal"]), color=INK, linewidth=2.4, solid_joinstyle="round")
    if np.ptp(axes.get_ylim()) > LEAST_WHOLE:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    name_months(axes, WIDE.dates)
    return inline_svg(figure, "fan")


def share(figure: str | None) -> float:
    """Return an index in per cent as a place from 0 to 100; an estimate beyond either end stands at it."""
    return 0.0 if figure is None else min(max(float(figure), 0.0), 100.0)


def reach(indices: Mapping[str, str | None], kind: str) -> tuple[float, float]:
    """Return where the confidence interval of an index begins and ends, from 0 to 100."""
    middle, half = float(indices[kind] or 0), float(indices[f"{kind}_plus_minus"] or 0)
    return share(str(middle - half)), share(str(middle + half))


def whole(figure: str | None) -> str | None:
    """Return a figure without its digits; a half is rounded up."""
    return None if figure is None else f"{floor(float(figure) + 0.5):d}"


def width(figure: str | None) -> str | None:
    """Return half an interval's width without its digits; one that would round to nothing is "< 1"."""
    found = whole(figure)
    return "< 1" if found == "0" else found


def shade(figure: str | None) -> str:
    """Return the class of a correlation's shade: `p0` … `p9` from 0 to 1, `m0` … `m9` from 0 to −1; none where it is not known."""
    if figure is None:
        return "unknown"
    value = float(figure)
    return f"{'m' if value < 0 else 'p'}{min(int(abs(value) * BINS), BINS - 1)}"


def _floats(texts: Sequence[str | None]) -> np.ndarray:
    return np.array([np.nan if text is None else float(text) for text in texts])
