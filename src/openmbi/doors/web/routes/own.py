"""`/zh/own.html`: the start page of an enterprise's user; `/zh/releases.html`, `/zh/release/7.html`: public releases; each also as `/data/….json`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from openmbi.core.access import Viewer
from openmbi.core.language import Language
from openmbi.doors.web.web import Web
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.own_page import own_page
from openmbi.flow.gate.release_pages import release_page, releases_page
from openmbi.reports.province.paths import OWN, RELEASES

Made = Callable[[Gate, Viewer], dict[str, Any]]
_PAGES: tuple[tuple[str, Made], ...] = ((OWN, own_page), (RELEASES, releases_page))


def add(app: FastAPI, web: Web) -> None:
    """Serve them."""
    for path, made in _PAGES:
        _add_document(app, web, path, made)
        for language in Language:
            _add_page(app, web, f"/{language}/{path}.html", made)

    @app.get("/data/release/{number}.json")
    def data(request: Request, number: int) -> Response:
        return _as_json(release_page(web.gate, web.viewer(request), number))

    for language in Language:
        _add_release(app, web, language)


def _add_document(app: FastAPI, web: Web, path: str, made: Made) -> None:
    @app.get(f"/data/{path}.json")
    def document(request: Request) -> Response:
        return _as_json(made(web.gate, web.viewer(request)))


def _add_page(app: FastAPI, web: Web, address: str, made: Made) -> None:
    @app.get(address)
    def page(request: Request) -> HTMLResponse:
        return web.page(request, made(web.gate, web.viewer(request)))


def _add_release(app: FastAPI, web: Web, language: Language) -> None:
    @app.get(f"/{language}/release/{{number}}.html")
    def one(request: Request, number: int) -> HTMLResponse:
        return web.page(request, release_page(web.gate, web.viewer(request), number))


def _as_json(found: dict[str, Any]) -> Response:
    return Response(orjson.dumps(found), media_type="application/json")
