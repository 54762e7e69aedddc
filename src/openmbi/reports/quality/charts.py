"""The charts of the page: digits only, words stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Ellipse
from matplotlib.ticker import MaxNLocator, PercentFormatter

from openmbi.reports.overview.frames import INK, QUIET, Canvas, mark_level, plain_frame
from openmbi.reports.overview.svg import inline_svg

WIDE = Canvas(1088, 260, periods=0, dates=12)
SQUARE = Canvas(420, 380, periods=0, dates=6)
DOT = 9
MOST_NAMES = 14


def draw(document: dict[str, Any]) -> dict[str, Any]:
    """Return the charts as inline SVG: by basis the months, and each reliability diagram."""
    bases = dict.fromkeys(one["basis"]["code"] for one in document["months"])
    return {
        "months": {basis: _months(document, basis) for basis in bases},
        "reliability": [_reliability(one, f"reliability-{place}") for place, one in enumerate(document["reliability"])],
    }


def _months(document: dict[str, Any], basis: str) -> str:
    """Draw the share of false ones of each month with its interval."""
    figure, axes = plain_frame(WIDE)
    lines = [one for one in document["months"] if one["basis"]["code"] == basis]
    known = [(place, one["false"]["numbers"]) for place, one in enumerate(lines) if one["false"]["numbers"]]
    axes.set_xlim(-0.6, len(lines) - 0.4)
    most = max([0.2, *(numbers[2] for _, numbers in known)])
    axes.set_ylim(-0.04 * most, 1.06 * most)
    mark_level(axes, float(document["nominal"]) / 100)
    for place, (low, _, high) in known:
        axes.plot([place, place], [low, high], color=QUIET, linewidth=3, solid_capstyle="butt")
    _dots(axes, [(place, share) for place, (_, share, _) in known], WIDE)
    step = max(1, -(-len(lines) // MOST_NAMES))
    axes.set_xticks(range(0, len(lines), step), [one["name"]["en"] for one in lines[::step]])
    axes.yaxis.set_major_formatter(PercentFormatter(1, 0, symbol=""))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.set_yticks([tick for tick in axes.get_yticks() if 0 <= tick <= most])
    return inline_svg(figure, f"months-{basis}")


def _reliability(one: dict[str, Any], name: str) -> str:
    """Draw stated probabilities against realised shares, each from its lowest to 1."""
    figure, axes = plain_frame(SQUARE)
    dots = [(line["stated_number"], line["right"]["numbers"]) for line in one["bins"]]
    left, foot = (floor(10 * min(values)) / 10 for values in ([x for x, _ in dots], [y[0] for _, y in dots]))
    axes.set_xlim(left - 0.03 * (1 - left), 1 + 0.03 * (1 - left))
    axes.set_ylim(foot - 0.03 * (1 - foot), 1 + 0.03 * (1 - foot))
    axes.plot([max(left, foot), 1], [max(left, foot), 1], color=QUIET, linewidth=0.9, dashes=(4, 3))
    for stated, (low, _, high) in dots:
        axes.plot([stated, stated], [low, high], color=QUIET, linewidth=3, solid_capstyle="butt")
    _dots(axes, [(stated, numbers[1]) for stated, numbers in dots], SQUARE)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1, 0, symbol=""))
    axes.set_xticks([left + part * (1 - left) / 5 for part in range(6)])
    axes.set_yticks([foot + part * (1 - foot) / 5 for part in range(6)])
    return inline_svg(figure, name)


def _dots(axes: Axes, places: Sequence[tuple[float, float]], canvas: Canvas) -> None:
    """Draw circles of their own: markers are references, which do not stand inline."""
    (first, last), (low, high), box = axes.get_xlim(), axes.get_ylim(), axes.get_position()
    wide, tall = (
        DOT * (end - begin) / (size * share)
        for begin, end, size, share in ((first, last, canvas.width, box.width), (low, high, canvas.height, box.height))
    )
    for place in places:
        axes.add_patch(
            Ellipse(place, wide, tall, facecolor="white", edgecolor=INK, linewidth=1.6, zorder=3, clip_on=False)
        )
