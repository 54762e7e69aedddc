"""`/zh/matrix.html?level=…&month=…&sort=…`: the light matrix in the view that the address says; `/data/matrix.json` with the same."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response

from openmbi.core.language import Language
from openmbi.doors.web.assets.assets import addresses
from openmbi.doors.web.web import Web
from openmbi.flow.gate.documents import document
from openmbi.reports.matrix.view import MatrixView, Order, Shown, seen
from openmbi.reports.province.paths import MATRIX

Month = Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}$")]
_SCRIPTS = ("timeline.js",)


def add(app: FastAPI, web: Web) -> None:
    """Serve it."""

    @app.get(f"/data/{MATRIX}.json")
    def data(request: Request, level: Shown = Shown.CELL, month: Month = None, sort: Order = Order.CODE) -> Response:
        found = _asked(web, request, MatrixView(level, month, sort))
        return Response(orjson.dumps(found), media_type="application/json")

    for language in Language:
        _add_page(app, web, language)


def _add_page(app: FastAPI, web: Web, language: Language) -> None:
    @app.get(f"/{language}/{MATRIX}.html")
    def page(
        request: Request, level: Shown = Shown.CELL, month: Month = None, sort: Order = Order.CODE
    ) -> HTMLResponse:
        found = _asked(web, request, MatrixView(level, month, sort))
        return web.page(request, found, scripts=addresses(_SCRIPTS))


def _asked(web: Web, request: Request, view: MatrixView) -> dict[str, Any]:
    """Return the document in a view; as it is where it was asked for in no particular one."""
    found = document(web.gate, web.viewer(request), MATRIX)
    return found if view == MatrixView() else seen(found, view)
