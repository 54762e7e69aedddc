"""What leaves the system: a document as CSV, XLSX, SVG or PNG, with a watermark and a line of the audit chain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from openmbi.core.access import Permission, Viewer
from openmbi.core.language import Language, Text
from openmbi.core.problems import Problem
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.standing import reach_name
from openmbi.flow.picture import png_of
from openmbi.reports.export import csv_file, workbook
from openmbi.reports.export.drawings import drawings
from openmbi.reports.export.tables import ExportTable, tables_of
from openmbi.reports.export.watermark import Watermark
from openmbi.reports.province.paths import OVERVIEW
from openmbi.store.audit_chain import AuditChain
from openmbi.store.runs import saved


class Format(StrEnum):
    """As what a document is taken out."""

    CSV = "csv"
    XLSX = "xlsx"
    SVG = "svg"
    PNG = "png"


@dataclass(frozen=True)
class Wish:
    """What is asked for. `table`: the name of one table, for CSV; the longest where it is empty. `chart`: the number of one chart, from 1."""

    format: Format
    language: Language
    table: str = ""
    chart: int = 1


@dataclass(frozen=True)
class Drawn:
    """The page of a document as it was drawn, and its style sheets; needed for pictures alone."""

    page: str = ""
    style: str = ""


@dataclass(frozen=True)
class Exported:
    """A file to be saved: its name, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


_UNDRAWN = Drawn()


def export(gate: Gate, viewer: Viewer, document: Mapping[str, Any], wish: Wish, drawn: Drawn = _UNDRAWN) -> Exported:
    """Return a document that the viewer was given as a file, once the audit chain has a line of it.

    Raises
    ------
    Problem
        `access.not-permitted`; `export.no-table`, `export.no-chart`, `export.not-drawn`; those of the operational database.
    """
    viewer.check(Permission.EXPORT)
    document = {"path": OVERVIEW, "title": document["bureau"]} | document.get("method", {}) | dict(document)
    now = gate.now()
    mark = Watermark(
        viewer.user,
        viewer.name,
        f"{now.astimezone(gate.bureau.zone):%Y-%m-%d %H:%M:%S %z}",
        reach_name(gate, viewer),
        _run(gate),
    )
    made, rows = _made(document, wish, drawn, mark)
    AuditChain(gate.bureau.operations).append(
        at=now,
        actor=viewer.user,
        kind="export",
        about=f"page:{document['path']}",
        content={
            "format": wish.format.value,
            "language": wish.language.value,
            "part": made.name,
            "rows": rows,
            "bytes": len(made.content),
            "run": mark.run,
            "places": list(viewer.scope.places),
            "enterprises": list(viewer.scope.enterprises),
        },
    )
    return made


def _made(document: Mapping[str, Any], wish: Wish, drawn: Drawn, mark: Watermark) -> tuple[Exported, int]:
    """Return the file and how many rows it has; a picture has none."""
    notes, name = mark.notes(document, wish.language), _name(document)
    match wish.format:
        case Format.CSV:
            table = _table(tables_of(document, wish.language), wish.table)
            file = Exported(f"{name}-{table.name}.csv", csv_file.MEDIA_TYPE, csv_file.csv_file(table, notes))
            return file, len(table.rows)
        case Format.XLSX:
            tables = tables_of(document, wish.language)
            content = workbook.workbook(tables, notes, mark.line(document, wish.language))
            return Exported(f"{name}.xlsx", workbook.MEDIA_TYPE, content), sum(len(one.rows) for one in tables)
        case _:
            charts = drawings(drawn.page, drawn.style, mark.line(document, wish.language))
            if not 1 <= wish.chart <= len(charts):
                raise _no_chart(wish.chart, len(charts))
            svg = charts[wish.chart - 1]
            if wish.format is Format.SVG:
                return Exported(f"{name}-{wish.chart}.svg", "image/svg+xml", svg), 0
            return Exported(f"{name}-{wish.chart}.png", "image/png", png_of(svg)), 0


def _table(tables: list[ExportTable], name: str) -> ExportTable:
    found = next((one for one in tables if name in ("", one.name)), None)
    if found is not None:
        return found
    names = ", ".join(one.name for one in tables)
    raise Problem(
        "export.no-table",
        Text("本页没有「{name}」这个表", "the page has no table “{name}”").fill(name=name[:60]),
        Text("改用其中一个表名", "name one of its tables"),
        expected=Text(names, names),
        field="table",
    )


def _run(gate: Gate) -> str:
    """Return the newest run."""
    return next((one.name for one in reversed(saved(gate.bureau.store, "runs"))), "–")


def _name(document: Mapping[str, Any]) -> str:
    """Return the beginning of a file's name: letters, digits and hyphens only."""
    return "mbi-" + re.sub(r"[^0-9A-Za-z]+", "-", f"{document['path']}-{document.get('data_until', '')}").strip("-")


def _no_chart(number: int, count: int) -> Problem:
    return Problem(
        "export.no-chart",
        Text("本页没有第 {number} 幅图", "the page has no chart {number}").fill(number=number),
        Text("表格可导出为 CSV 或 XLSX", "tables can be exported as CSV or XLSX"),
        expected=Text("共 {count} 幅", "it has {count}").fill(count=count),
        field="chart",
    )
