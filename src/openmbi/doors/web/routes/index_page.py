"""`/zh/index-page.html?run=…`: the index page, an earlier run beside the newest where one is asked for; `/data/index-page.json` with the same."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response

from openmbi.core.language import Language
from openmbi.doors.web.assets.assets import addresses
from openmbi.doors.web.web import Web
from openmbi.flow.gate.index_page import index_page
from openmbi.reports.province.paths import INDEX_PAGE

Run = Annotated[str | None, Query(pattern=r"^\d{6}$")]
_SCRIPTS = ("charts.js",)


def add(app: FastAPI, web: Web) -> None:
    """Serve it."""

    @app.get(f"/data/{INDEX_PAGE}.json")
    def data(request: Request, run: Run = None) -> Response:
        found = index_page(web.gate, web.viewer(request), run)
        return Response(orjson.dumps(found), media_type="application/json")

    for language in Language:
        _add_page(app, web, language)


def _add_page(app: FastAPI, web: Web, language: Language) -> None:
    @app.get(f"/{language}/{INDEX_PAGE}.html")
    def page(request: Request, run: Run = None) -> HTMLResponse:
        return web.page(request, index_page(web.gate, web.viewer(request), run), scripts=addresses(_SCRIPTS))
