"""`/zh/matrix.html?level=…&month=…&sort=…`: the light matrix in the view that the address says; `/data/matrix.json` with the same."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response

from openmbi.core.language import Language
from openmbi.doors.web.assets.assets import addresses
from openmbi.doors.web.web import Web
from openmbi.flow.gate.matrix import matrix
from openmbi.reports.matrix.view import MatrixView, Order, Shown
from openmbi.reports.province.paths import MATRIX

Month = Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}$")]
_SCRIPTS = ("timeline.js",)


def add(app: FastAPI, web: Web) -> None:
    """Serve it."""

    @app.get(f"/data/{MATRIX}.json")
    def data(request: Request, level: Shown = Shown.CELL, month: Month = None, sort: Order = Order.CODE) -> Response:
        found = matrix(web.gate, web.viewer(request), MatrixView(level, month, sort))
        return Response(orjson.dumps(found), media_type="application/json")

    for language in Language:
        _add_page(app, web, language)


def _add_page(app: FastAPI, web: Web, language: Language) -> None:
    @app.get(f"/{language}/{MATRIX}.html")
    def page(
        request: Request, level: Shown = Shown.CELL, month: Month = None, sort: Order = Order.CODE
    ) -> HTMLResponse:
        found = matrix(web.gate, web.viewer(request), MatrixView(level, month, sort))
        return web.page(request, found, scripts=addresses(_SCRIPTS))
