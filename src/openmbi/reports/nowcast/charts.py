"""The charts of the page: digits only, words stand beside them."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from openmbi.reports.overview.frames import INK, QUIET, Canvas, mark_level, name_months, plain_frame
from openmbi.reports.overview.svg import inline_svg

WIDE = Canvas(1088, 300, periods=0, dates=12)
FAN = ("#dde6ee", "#b9c9d8", "#8fa8be")
"""From the widest interval to the narrowest."""
HALF_DASH = 0.008
"""Half the length of a dash, as a share of the width."""


def draw(document: dict[str, Any]) -> dict[str, str]:
    """Return the charts that the document has figures for, as inline SVG by name."""
    drawn = {"path": _path(document)}
    if document["past"]["rows"]:
        drawn["past"] = _past(document["past"])
    return drawn


def _path(document: dict[str, Any]) -> str:
    """Draw the nowcast by day (bold) in its fan, and the last figure out (dashed)."""
    figure, axes = plain_frame(WIDE)
    path = document["trajectory"]
    days = [date.fromisoformat(day).toordinal() for day in path["days"]]
    for one, colour in zip(reversed(path["intervals"]), FAN, strict=False):
        edge = np.concatenate([_floats(one["low"]), _floats(one["high"])[::-1]])
        axes.fill([*days, *reversed(days)], edge, color=colour, linewidth=0)
    mark_level(axes, float(document["last"]["value"]))
    mean = _floats(path["mean"])
    axes.plot(days, mean, color=INK, linewidth=2.4, solid_joinstyle="round")
    _dot(axes, days[-1], mean[-1], 9, INK)
    axes.annotate(
        document["headline"]["mean"], (days[-1], mean[-1]), xytext=(9, 0), textcoords="offset points", va="center",
        fontsize=13, fontweight="bold", color=INK, annotation_clip=False,
    )  # fmt: skip
    axes.set_xlim(days[0], days[-1])
    _name_days(axes, days)
    return inline_svg(figure, "nowcast-path")


def _name_days(axes: Axes, days: list[int]) -> None:
    """Name every other day of the path, but for the first, which stands at the other axis."""
    named = days[:0:-2][::-1]
    axes.set_xticks(named, [f"{date.fromordinal(day):%m-%d}" for day in named])


def _past(past: dict[str, Any]) -> str:
    """Draw what had been said of each past figure with its interval (bars) and what came out (hollow rings)."""
    figure, axes = plain_frame(WIDE)
    rows = past["rows"]
    days = np.array([date.fromisoformat(f"{row['month']}-15").toordinal() for row in rows])
    mean, low, high = (_floats([row[name] for row in rows]) for name in ("mean", "low", "high"))
    released = _floats([row["released"] for row in rows])
    half = HALF_DASH * max(int(days[-1] - days[0]), 60)
    axes.plot(days, released, color=QUIET, linewidth=1.1)
    for day, said, bottom, top, out in zip(days.tolist(), mean, low, high, released, strict=True):
        axes.plot([day, day], [bottom, top], color=FAN[1], linewidth=10, solid_capstyle="butt")
        axes.plot([day - half, day + half], [said, said], color=INK, linewidth=2.6, solid_capstyle="butt")
        _dot(axes, day, out, 9, INK)
        _dot(axes, day, out, 5.5, "white")
    axes.margins(x=0.03)
    name_months(axes, WIDE.dates)
    return inline_svg(figure, "nowcast-past")


def _dot(axes: Axes, day: float, value: float, size: float, colour: str) -> None:
    """Draw a dot as a stroke without length: what matplotlib calls a marker refers to an id, which a page has not."""
    axes.plot([day, day], [value, value], color=colour, linewidth=size, solid_capstyle="round", zorder=3)


def _floats(texts: list[str]) -> np.ndarray:
    return np.array([float(text) for text in texts])
