"""The charts of the page: digits only, words stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse
from matplotlib.ticker import MaxNLocator

from openmbi.reports.overview.frames import INK, QUIET, Canvas, mark_level, name_months, plain_frame
from openmbi.reports.overview.svg import inline_svg

WIDE = Canvas(1088, 340, periods=0, dates=12)
FLAT = Canvas(1088, 240, periods=0, dates=12)
THIRD = Canvas(340, 200, periods=0, dates=6)
SHADES = {"95%": "#e6edf3", "80%": "#c5d5e4", "50%": "#9db8d0"}
DOT = 9
DASHES = ((None, None), (6, 2.5), (1.6, 1.6))


def draw(document: dict[str, Any]) -> dict[str, Any]:
    """Return the charts as inline SVG: the fan, the race of squared errors, and the PIT of each method shown."""
    return {
        "fan": _fan(document) if document["shown"] else "",
        "race": _race(document) if len(document["shown"]) > 1 else "",
        "pit": [_pit(one, f"pit-{place}") for place, one in enumerate(document["calibration"])],
    }


def _fan(document: dict[str, Any]) -> str:
    """Draw the densities of the catalog's method as bands, its mean, the reference dashed, and the prints as dots."""
    figure, axes = plain_frame(WIDE)
    first, days = document["shown"][0], _days(document)
    own = document["forecasts"][first]
    for share, shade in SHADES.items():
        low, high = (_floats(end) for end in own["intervals"][share])
        _band(axes, np.array(days), low, high, shade)
    axes.plot(days, _floats(own["mean"]), color=INK, linewidth=2.2, solid_joinstyle="round")
    reference = document["reference"]["name"]
    if reference in document["forecasts"] and reference != first:
        axes.plot(days, _floats(document["forecasts"][reference]["mean"]), color=QUIET, linewidth=1.4, dashes=(4, 2.5))
    came = _floats(document["outcome"])
    low, high = _reach(axes, came)
    _dots(axes, days, came)
    if low < 0 < high:
        mark_level(axes, 0)
    name_months(axes, WIDE.dates)
    return inline_svg(figure, "fan")


def _band(axes: Axes, days: np.ndarray, low: np.ndarray, high: np.ndarray, shade: str) -> None:
    """Fill between two lines over every run of days on which both are known."""
    known = np.flatnonzero(np.isfinite(low) & np.isfinite(high))
    for run in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1):
        edge = np.concatenate([low[run], high[run][::-1]])
        axes.fill(np.concatenate([days[run], days[run][::-1]]), edge, facecolor=shade, linewidth=0)


def _reach(axes: Axes, came: np.ndarray) -> tuple[float, float]:
    """Make the chart reach every print, and return from where to where it goes."""
    low, high = axes.get_ylim()
    room = 0.04 * (high - low)
    low, high = min(low, np.nanmin(came, initial=high) - room), max(high, np.nanmax(came, initial=low) + room)
    axes.set_ylim(low, high)
    return low, high


def _dots(axes: Axes, days: Sequence[int], came: np.ndarray) -> None:
    """Draw the prints as circles of their own: markers are references, which do not stand inline."""
    first, last = axes.get_xlim()
    low, high = axes.get_ylim()
    box = axes.get_position()
    wide, tall = (
        DOT * (end - begin) / (size * share)
        for begin, end, size, share in ((first, last, WIDE.width, box.width), (low, high, WIDE.height, box.height))
    )
    for day, value in zip(days, came.tolist(), strict=True):
        if not np.isnan(value):
            axes.add_patch(Ellipse((day, value), wide, tall, facecolor="white", edgecolor=INK, linewidth=1.6, zorder=3))
    axes.set_xlim(first, last)


def _race(document: dict[str, Any]) -> str:
    """Draw the sum, so far, of the reference's squared errors less each method's, over the months of both: rising where the method is the better one."""
    figure, axes = plain_frame(FLAT)
    days, reference = _days(document), document["reference"]["name"]
    base = _squared(document, reference)
    mark_level(axes, 0)
    for name, dashes in zip((one for one in document["shown"] if one != reference), DASHES, strict=False):
        gain = base - _squared(document, name)
        axes.plot(days, np.nancumsum(gain), color=INK, linewidth=1.9, dashes=dashes)
    name_months(axes, FLAT.dates)
    return inline_svg(figure, "race")


def _squared(document: dict[str, Any], name: str) -> np.ndarray:
    return (_floats(document["outcome"]) - _floats(document["forecasts"][name]["mean"])) ** 2


def _pit(one: dict[str, Any], name: str) -> str:
    """Draw how many prints fell into each tenth of the density; the line is what right densities give on average."""
    figure, axes = plain_frame(THIRD)
    count = one["pit"]
    width = 1 / len(count)
    axes.bar((np.arange(len(count)) + 0.5) * width, count, width=width, facecolor="white", edgecolor=INK, linewidth=1.3)
    mark_level(axes, one["number"] * width)
    axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_ylim(0, max([*count, 2]) * 1.1)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    return inline_svg(figure, name)


def _days(document: dict[str, Any]) -> list[int]:
    return [date.fromisoformat(one["first"]).toordinal() for one in reversed(document["months"])]


def _floats(values: Sequence[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], np.float64)
