"""A page of tables as a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.overview.figures import both

Cell = Text | str | int | float | date | None


@dataclass(frozen=True)
class Column:
    """A column: the code that rows have it by, and its head. `above`: on the page its value stands above the rows that share it, with its note and `about`."""

    code: str
    label: Text
    number: bool = False
    above: bool = False


@dataclass(frozen=True)
class Section:
    """One table. `rows` by code of column; `<code>_note`: small words below a cell. `warn`: the column whose cell is marked in a row.

    `folded`: its rows show when asked for. `stacks`: on a phone its cells stand one below the other; else, as with a column a month, it is pushed sideways.
    """

    code: str
    title: Text
    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, Cell]]
    lead: Text | None = None
    empty: Text | None = None
    folded: bool = False
    stacks: bool = True


@dataclass(frozen=True)
class Field:
    """One question of the page: a word, or a choice where there are `options`."""

    name: str
    label: Text
    value: str
    options: Mapping[str, Text] | None = None


@dataclass(frozen=True)
class Sheets:
    """A page. `remarks`: what is said before the tables; `warned`: whether they are a warning. `next`: the question of the next page."""

    path: str
    title: Text
    lead: Text
    sections: tuple[Section, ...]
    remarks: tuple[Text, ...] = ()
    warned: bool = False
    fields: tuple[Field, ...] = ()
    next: str | None = None


def sheets(source: Sheets, frame: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document: `sections` with their columns and rows."""
    return {
        "report": "sheets",
        **frame,
        "path": source.path,
        "title": both(source.title),
        "lead": both(source.lead),
        "remarks": [both(text) for text in source.remarks],
        "warned": source.warned,
        "asked": [_field(one) for one in source.fields],
        "next": source.next,
        "sections": [_section(one) for one in source.sections],
    }


def _field(one: Field) -> dict[str, Any]:
    options = one.options
    listed = None if options is None else [{"value": value, "label": both(label)} for value, label in options.items()]
    return {"name": one.name, "label": both(one.label), "value": one.value, "options": listed}


def _section(one: Section) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": both(one.title),
        "lead": both(one.lead) if one.lead else None,
        "empty": both(one.empty) if one.empty else None,
        "folded": one.folded,
        "stacks": one.stacks,
        "columns": [{**vars(each), "label": both(each.label)} for each in one.columns],
        "rows": [{name: _cell(value) for name, value in row.items()} for row in one.rows],
    }


def _cell(value: Cell) -> Any:
    if isinstance(value, Text):
        return both(value)
    return value.isoformat() if isinstance(value, date) else value
