"""The search among all enterprises: `/zh/enterprises.html?q=…`, which needs no script; with one, what was found is put in its place without a new page."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response

from openmbi.core.language import Language
from openmbi.doors.web.assets.assets import addresses
from openmbi.doors.web.exporting import wants_export
from openmbi.doors.web.web import Web
from openmbi.flow.gate.enterprises import MOST
from openmbi.flow.gate.search_page import search_page
from openmbi.reports.enterprises.inputs import SearchAsked

SHOWN = 50
Word = Annotated[str, Query(max_length=100)]
Code = Annotated[str, Query(max_length=12)]
After = Annotated[str | None, Query(max_length=40)]


def _asked(
    *, q: Word = "", place: Code = "", industry: Code = "", light: Code = "", alert: Code = "", sort: Code = "weight"
) -> SearchAsked:
    return SearchAsked(q, place, industry, light, alert, sort)


Asked = Annotated[SearchAsked, Depends(_asked)]


def add(app: FastAPI, web: Web) -> None:
    """Serve it."""

    @app.get("/data/enterprises.json")
    def document(request: Request, asked: Asked, after: After = None) -> Response:
        found = search_page(web.gate, web.viewer(request), asked, after=after)
        return Response(orjson.dumps(found), media_type="application/json")

    for language in Language:
        _add_page(app, web, language)


def _add_page(app: FastAPI, web: Web, language: Language) -> None:
    @app.get(f"/{language}/search")
    @app.get(f"/{language}/enterprises.html")
    def page(request: Request, asked: Asked, after: After = None) -> HTMLResponse:
        limit = MOST if wants_export(request) else SHOWN
        found = search_page(web.gate, web.viewer(request), asked, after=after, limit=limit)
        return web.page(request, found, scripts=addresses(["htmx.js"]))
