"""`/zh/glance.html`: the one-glance page of the viewer's own place; `/data/glance.json`: its document."""

from __future__ import annotations

import orjson
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from openmbi.core.access import no_such
from openmbi.core.language import Language
from openmbi.doors.web.glance import glance_page
from openmbi.doors.web.web import Web
from openmbi.flow.gate.glance import glance
from openmbi.reports.province.paths import GLANCE


def add(app: FastAPI, web: Web) -> None:
    """Serve it. It is made at every request: cases move between runs."""

    @app.get(f"/data/{GLANCE}.json")
    def data(request: Request) -> Response:
        return Response(orjson.dumps(glance(web.gate, web.viewer(request))), media_type="application/json")

    for language in Language:
        _add_page(app, web, language)


def _add_page(app: FastAPI, web: Web, language: Language) -> None:
    @app.get(f"/{language}/{GLANCE}.html")
    def page(request: Request) -> HTMLResponse:
        shown = glance_page(web, request)
        if shown is None:
            raise no_such(GLANCE)
        return shown
