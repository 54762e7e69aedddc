"""`/zh/glance.html?place=…`: the one-glance page of the viewer's own place, or of one of several; `/data/glance.json`: its document."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response

from openmbi.core.language import Language
from openmbi.doors.web.web import Web
from openmbi.flow.gate.glance import glance
from openmbi.reports.province.paths import GLANCE

Place = Annotated[str | None, Query(pattern=r"^\d{6}$")]


def add(app: FastAPI, web: Web) -> None:
    """Serve it. It is made at every request: cases move between runs."""

    @app.get(f"/data/{GLANCE}.json")
    def data(request: Request, place: Place = None) -> Response:
        return Response(orjson.dumps(glance(web.gate, web.viewer(request), place)), media_type="application/json")

    for language in Language:
        _add_page(app, web, language)


def _add_page(app: FastAPI, web: Web, language: Language) -> None:
    @app.get(f"/{language}/{GLANCE}.html")
    def page(request: Request, place: Place = None) -> HTMLResponse:
        return web.page(request, glance(web.gate, web.viewer(request), place))
