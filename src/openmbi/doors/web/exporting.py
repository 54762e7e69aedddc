"""`?format=csv|xlsx|svg|png` behind the address of any page: the same document as a file; and the links to them at the page's foot."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from openmbi.core.access import Permission, Viewer
from openmbi.core.language import Language, Text
from openmbi.core.problems import Problem
from openmbi.doors.web.negotiation import language_of
from openmbi.flow.gate.exports import Drawn, Format, Wish, export
from openmbi.flow.gate.gate import Gate
from openmbi.reports.export.drawings import charts_in
from openmbi.reports.province.style import style

_FIELD = "format"
_TAKE = Text("导出：", "Export: ")
_CHART = Text("图 {number}", "chart {number}")
_END = "</footer>"
_MOST_CHARTS = 12


def wants_export(request: Request) -> bool:
    """Whether a request asks for a file instead of the page."""
    return _FIELD in request.query_params


def exported(gate: Gate, viewer: Viewer, request: Request, document: dict[str, Any], page: str) -> HTMLResponse:
    """Return the document as the file that a request asks for, for who asks. `page`: as it was drawn.

    Raises
    ------
    Problem
        As `openmbi.flow.gate.exports.export`; `export.no-format`, `export.no-chart`.
    """
    asked = request.query_params
    wish = Wish(_format(asked[_FIELD]), language_of(request), asked.get("table", ""), _number(asked.get("chart", "1")))
    sheets = style(document["legend"]) if document.get("legend") else ""
    made = export(gate, viewer, document, wish, Drawn(page, sheets))
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return HTMLResponse(made.content, media_type=made.media_type, headers=headers)


def with_links(page: str, request: Request, viewer: Viewer | None, language: Language) -> str:
    """Return a page with links to its files at its foot, for who may take them."""
    if viewer is None or not viewer.may(Permission.EXPORT) or request.method != "GET" or _END not in page:
        return page
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != _FIELD]
    links = [_link(kept, kind.value.upper(), format=kind.value) for kind in (Format.CSV, Format.XLSX)]
    for number in range(1, min(charts_in(page), _MOST_CHARTS) + 1):
        name = _CHART.say(language).format(number=number)
        links += [
            _link(kept, f"{name} {kind.upper()}", format=kind.value, chart=number) for kind in (Format.SVG, Format.PNG)
        ]
    listed = " · ".join(links)
    return page.replace(_END, f'<p class="exports">{_TAKE.say(language)}{listed}</p>\n{_END}', 1)


def _link(kept: list[tuple[str, str]], label: str, **asked: object) -> str:
    return f'<a href="?{escape(urlencode([*kept, *asked.items()]))}" download rel="nofollow">{label}</a>'


def _format(name: str) -> Format:
    if name in list(Format):
        return Format(name)
    listed = ", ".join(Format)
    raise Problem(
        "export.no-format",
        Text("没有「{name}」这种格式", "there is no format “{name}”").fill(name=name[:20]),
        Text("改用其中一种", "ask for one of them"),
        expected=Text(listed, listed),
        field=_FIELD,
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0
