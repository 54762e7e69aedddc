"""The light matrix: rows × columns of lights, the size of each its weight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openmbi.reports.bulletin.charts.canvas import FAINT, QUIET, Canvas, Style, shortened, text_width
from openmbi.reports.province.dots import Dots

LEFT, ROW = 78, 17.5
_HEAD, _NAME = 118.0, 66.0
_LARGEST, _SMALLEST = 16, 6


def draw(drawing: Mapping[str, Any], style: Style) -> Canvas:
    """Draw `cells` (colour, weight; None: nobody there) by `rows` and `columns` (name, code)."""
    rows, columns = drawing["rows"], drawing["columns"]
    names = [shortened(f"{one['code']} {style.say(one['name'])}", _HEAD) for one in columns]
    head = max(text_width(name, 9.5) for name in names) + 12
    canvas = Canvas(style, head + ROW * len(rows) + 4)
    step = (canvas.width - LEFT) / len(columns)
    dots = Dots((cell["weight"] for row in drawing["cells"] for cell in row if cell), _LARGEST, _SMALLEST)
    for place, name in enumerate(names):
        middle = LEFT + (place + 0.5) * step
        canvas.line(middle - step / 2, head - 4, middle - step / 2, canvas.height - 4)
        canvas.text(middle + 3.4, head - 8, name, size=9.5, turn=-90)
    for number, row in enumerate(rows):
        down = head + ROW * (number + 0.5) - 4
        canvas.line(0, down - ROW / 2, canvas.width, down - ROW / 2, QUIET if not number else FAINT)
        canvas.text(LEFT - 6, down + 4, shortened(style.say(row["name"]), _NAME), anchor="end", size=10.5)
        for place, cell in enumerate(drawing["cells"][number]):
            if cell:
                size = float(dots.size(cell["weight"]))
                canvas.light(LEFT + (place + 0.5) * step, down, cell["colour"], size)
    return canvas
