"""Pages of the newest run: `/zh/city/440600.html`, their documents `/data/city/440600.json`, the overview, and their style sheet."""

from __future__ import annotations

import orjson
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from openmbi.core.access import no_such
from openmbi.core.language import Language
from openmbi.doors.web.negotiation import preferred
from openmbi.doors.web.shell import links
from openmbi.doors.web.start import start_page
from openmbi.doors.web.web import Web
from openmbi.flow.gate.documents import document, frame
from openmbi.flow.gate.standing import home
from openmbi.reports.province.paths import GLANCE, OVERVIEW, href
from openmbi.reports.province.style import STYLE_FILE, style


def add(app: FastAPI, web: Web) -> None:
    """Serve them. Documents are asked for at every request, so that a new run shows without a restart."""

    @app.get("/")
    def choose(request: Request) -> RedirectResponse:
        language = preferred(request.headers.get("accept-language", ""))
        return RedirectResponse(f"/{language}/", headers={"Vary": "Accept-Language"})

    @app.get("/overview.json")
    def overview_document(request: Request) -> Response:
        return _as_json(document(web.gate, web.viewer(request), OVERVIEW))

    @app.get(f"/{STYLE_FILE}")
    def sheet(request: Request) -> Response:
        found = frame(web.gate, web.viewer(request))
        if found is None:
            raise no_such(STYLE_FILE)
        return Response(style(found["legend"]), media_type="text/css")

    @app.get("/data/{path:path}.json")
    def data(request: Request, path: str) -> Response:
        return _as_json(document(web.gate, web.viewer(request), path))

    for language in Language:
        _add_pages(app, web, language)


def _add_pages(app: FastAPI, web: Web, language: Language) -> None:
    @app.get(f"/{language}/")
    def first(request: Request) -> Response:
        viewer = web.viewer(request)
        path = home(viewer)
        shown = start_page(web, request, path) if path else None
        if shown is None and path == GLANCE and viewer.scope.is_everywhere:
            return overview(request)
        others = [
            link.address
            for link in links(viewer, language, web.addresses)
            if not (path and link.address.endswith(href(path)))
        ]
        return shown or RedirectResponse(others[0], 303)

    @app.get(f"/{language}/{OVERVIEW}.html")
    def overview(request: Request) -> HTMLResponse:
        viewer = web.viewer(request)
        found, around = document(web.gate, viewer, OVERVIEW), frame(web.gate, viewer)
        return web.page(request, found, navigation=around["navigation"] if around else ())

    @app.get(f"/{language}/{{path:path}}.html")
    def page(request: Request, path: str) -> HTMLResponse:
        return web.page(request, document(web.gate, web.viewer(request), path))


def _as_json(found: object) -> Response:
    return Response(orjson.dumps(found), media_type="application/json")
