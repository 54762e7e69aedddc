"""How the light matrix is looked at: which groups, of which month, in which order; the address of the page says it, so that a link shows the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.reports.matrix.report import WORST


class Shown(StrEnum):
    """Cells by city and industry at one month; or cities, or industries, over all months."""

    CELL = "cell"
    CITY = "city"
    INDUSTRY = "industry"


class Order(StrEnum):
    """By code; the heaviest first; or the most urgent light first, and of these the heaviest."""

    CODE = "code"
    WEIGHT = "weight"
    LIGHT = "light"


@dataclass(frozen=True)
class MatrixView:
    """What is asked of the matrix; `month` such as `2025-06`, None for the data date."""

    level: Shown = Shown.CELL
    month: str | None = None
    sort: Order = Order.CODE


def seen(document: Mapping[str, Any], view: MatrixView) -> dict[str, Any]:
    """Return the document as a view shows it. Of a past month only the lights are known here: its levels, reasons and alerts are null. Where the document
    has no totals (`corner` is null), its columns have no lights and stand by code.

    Raises
    ------
    Problem
        `matrix.month` where the run keeps no lights of the month.
    """
    months = document["timeline"]["months"] if document.get("timeline") else []
    at = len(months) - 1 if view.month is None else _place(months, view.month)
    past = at < len(months) - 1
    then = _then(document["legend"], at) if past else dict
    whole = document["corner"] is not None
    rows = [then(each) for each in document["rows"]]
    columns = [then(each) if whole else each for each in document["columns"]]
    cells = [[cell and then(cell) for cell in row] for row in document["cells"]]
    by_row = _order(document["legend"], rows, view.sort)
    by_column = _order(document["legend"], columns, view.sort if whole else Order.CODE)
    found = [cell for row in cells for cell in row if cell]
    return {
        **document,
        "corner": document["corner"] and then(document["corner"]),
        "rows": [rows[place] for place in by_row],
        "columns": [columns[place] for place in by_column],
        "cells": [[cells[row][column] for column in by_column] for row in by_row],
        "counts": _counts(document["counts"], found) if past else document["counts"],
        "worst": _worst(document["legend"], found) if past else document["worst"],
        "view": {
            "level": view.level.value,
            "sort": view.sort.value,
            "month": months[at] if past else None,
        },
    }


def _place(months: Sequence[str], month: str) -> int:
    if month not in months:
        raise Problem(
            "matrix.month",
            Text("没有 {month} 的灯", "there are no lights of {month}").fill(month=month),
            Text("从页面上的月份中选择", "choose one of the months on the page"),
            expected=Text(f"{months[0]}…{months[-1]}", f"{months[0]}…{months[-1]}") if months else None,
            field="month",
        )
    return list(months).index(month)


def _then(legend: Sequence[Mapping[str, Any]], at: int) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Return what puts a group's line back to a month: its light of then, and nothing that is only known of the data date."""
    faces = [{name: look[name] for name in ("colour", "shape", "letter", "word")} for look in legend]
    no_data = next(face for face in faces if face["colour"] == "no_data")

    def put_back(entry: Mapping[str, Any]) -> dict[str, Any]:
        light = faces[int(entry["months"][at])] if entry["months"] else no_data
        return {**entry, "light": light, "since": None, "measure": None, "value": None, "alert": None}

    return put_back


def _order(legend: Sequence[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]], sort: Order) -> list[int]:
    urgency = {look["colour"]: place for place, look in enumerate(legend)}
    keys = {
        Order.CODE: lambda entry: (entry["code"],),
        Order.WEIGHT: lambda entry: (-float(entry["weight"] or 0), entry["code"]),
        Order.LIGHT: lambda entry: (urgency[entry["light"]["colour"]], -float(entry["weight"] or 0), entry["code"]),
    }
    return sorted(range(len(entries)), key=lambda place: keys[sort](entries[place]))


def _counts(present: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    counted = []
    for look in present:
        here = [cell for cell in found if cell["light"]["colour"] == look["colour"]]
        weight = sum(float(cell["weight"] or 0) for cell in here)
        counted.append({**look, "groups": len(here), "weight": f"{weight:.1f}"})
    return counted


def _worst(legend: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    urgent = [cell for cell in found if cell["light"]["colour"] == legend[0]["colour"]]
    urgent.sort(key=lambda cell: (-float(cell["weight"] or 0), cell["code"]))
    return [{**cell, "reason": None} for cell in urgent[:WORST]]
