"""Pages that stand beside the figures: freshness of data, calendar, methodology, and the audit log for the auditor; each also as `/data/….json`."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response

from openmbi.core.language import Language
from openmbi.doors.web.exporting import wants_export
from openmbi.doors.web.web import Web
from openmbi.flow.gate.audit import MOST, AskedLines, audit_page
from openmbi.flow.gate.calendar_page import calendar_page
from openmbi.flow.gate.freshness import freshness
from openmbi.flow.gate.methodology import methodology
from openmbi.reports.province.paths import AUDIT_LOG, CALENDAR, FRESHNESS, METHODOLOGY

_SHOWN = 100
Year = Annotated[str, Query(max_length=4)]
Word = Annotated[str, Query(max_length=80)]


def add(app: FastAPI, web: Web) -> None:
    """Serve them."""
    _add_data(app, web)
    for language in Language:
        _add_pages(app, web, language)
        _add_audit(app, web, language)


def _add_pages(app: FastAPI, web: Web, language: Language) -> None:
    @app.get(f"/{language}/{FRESHNESS}.html")
    def fresh(request: Request) -> HTMLResponse:
        return web.page(request, freshness(web.gate, web.viewer(request)))

    @app.get(f"/{language}/{CALENDAR}.html")
    def year_of(request: Request, year: Year = "") -> HTMLResponse:
        return web.page(request, calendar_page(web.gate, web.viewer(request), _year(year)))

    @app.get(f"/{language}/{METHODOLOGY}.html")
    def method(request: Request) -> HTMLResponse:
        return web.page(request, methodology(web.gate, web.viewer(request)))


def _add_audit(app: FastAPI, web: Web, language: Language) -> None:
    @app.get(f"/{language}/audit")
    @app.get(f"/{language}/{AUDIT_LOG}.html")
    def log(
        request: Request,
        *,
        actor: Word = "",
        kind: Word = "",
        about: Word = "",
        first: Word = "",
        last: Word = "",
        after: Annotated[int | None, Query(ge=1)] = None,
    ) -> HTMLResponse:
        asked = AskedLines(actor, kind, about, first, last)
        limit = MOST if wants_export(request) else _SHOWN
        return web.page(request, audit_page(web.gate, web.viewer(request), asked, after=after, limit=limit))


def _add_data(app: FastAPI, web: Web) -> None:
    @app.get(f"/data/{FRESHNESS}.json")
    def fresh(request: Request) -> Response:
        return _as_json(freshness(web.gate, web.viewer(request)))

    @app.get(f"/data/{CALENDAR}.json")
    def year_of(request: Request, year: Year = "") -> Response:
        return _as_json(calendar_page(web.gate, web.viewer(request), _year(year)))

    @app.get(f"/data/{METHODOLOGY}.json")
    def method(request: Request) -> Response:
        return _as_json(methodology(web.gate, web.viewer(request)))

    @app.get(f"/data/{AUDIT_LOG}.json")
    def log(request: Request) -> Response:
        return _as_json(audit_page(web.gate, web.viewer(request), AskedLines()))


def _year(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _as_json(found: dict[str, Any]) -> Response:
    return Response(orjson.dumps(found), media_type="application/json")
