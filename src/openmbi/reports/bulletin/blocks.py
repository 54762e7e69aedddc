"""The blocks that a bulletin's sections are built of, as plain JSON types; every renderer knows these kinds and no other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.overview.figures import both

Block = dict[str, Any]
Cell = Text | Mapping[str, Any] | str | None
"""A table's cell: a text, a light (as a page's line has it), a figure as published, or None for not known."""


@dataclass(frozen=True)
class Column:
    """A table's column. `width`: its share of the table; figures are set flush right."""

    title: Text
    width: float = 1
    is_number: bool = True


def section(code: str, title: Text, blocks: Iterable[Block | None]) -> dict[str, Any] | None:
    """Return a section; None where nothing is in it."""
    found = [block for block in blocks if block]
    return {"code": code, "title": both(title), "blocks": found} if found else None


def heading(title: Text) -> Block:
    """Return a heading below the section's."""
    return {"kind": "heading", "text": both(title)}


def note(text: Text) -> Block:
    """Return a remark in small print."""
    return {"kind": "note", "text": both(text)}


def listed(texts: Iterable[Text]) -> Block | None:
    """Return a list of texts; None where there are none."""
    found = [both(text) for text in texts]
    return {"kind": "list", "items": found} if found else None


def tiles(items: Iterable[Block | None]) -> Block | None:
    """Return key figures that stand side by side."""
    found = [item for item in items if item]
    return {"kind": "tiles", "items": found} if found else None


def tile(label: Text, value: str | None, remark: Text | None, light: Mapping[str, Any] | None = None) -> Block | None:
    """Return one key figure; None where it is not known."""
    if value is None:
        return None
    return {"label": both(label), "value": value, "remark": remark and both(remark), "light": light}


def chart(code: str, caption: Text, alt: Text, drawing: Mapping[str, Any]) -> Block:
    """Return a chart: `drawing` names its kind and holds its figures; `alt` says in words what it shows."""
    return {"kind": "chart", "code": code, "caption": both(caption), "alt": both(alt), "drawing": dict(drawing)}


def table(
    code: str, caption: Text, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, total: bool = False
) -> Block | None:
    """Return a table; None where it has no rows. `total`: the last row sums up the others."""
    found = [[_cell(cell) for cell in row] for row in rows]
    if not found:
        return None
    heads = [{"title": both(one.title), "width": one.width, "number": one.is_number} for one in columns]
    return {"kind": "table", "code": code, "caption": both(caption), "columns": heads, "rows": found, "total": total}


def _cell(cell: Cell) -> dict[str, Any]:
    if cell is None:
        return {"text": {"zh": "–", "en": "–"}}
    if isinstance(cell, Text):
        return {"text": both(cell)}
    if isinstance(cell, str):
        shown = cell.replace("-", "−", 1) if cell[:1] == "-" else cell
        return {"text": {"zh": shown, "en": shown}}
    return {"light": dict(cell)}
