"""Addresses of the pages beside the overview: `/zh/city/440600.html`, their documents `/data/city/440600.json`, and their style sheet."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import orjson
from fastapi import FastAPI, HTTPException
from fastapi.responses import HTMLResponse, Response

from openmbi.core.language import Language
from openmbi.flow.gate.site import Site
from openmbi.reports.province.rendering import POLICY, page
from openmbi.reports.province.style import STYLE_FILE, style

LONE = ("adjustment", "audit", "backtest", "group_factors", "nowcast", "quality")
"""Reports whose pages have charts of their own: each draws itself, and is imported when first asked for."""


def add_site(app: FastAPI, site: Site) -> None:
    """Serve a site's pages. They are drawn at every request, so that a new run shows without a restart."""

    @app.get(f"/{STYLE_FILE}")
    def sheet() -> Response:
        return Response(style(_found(site.frame())["legend"]), media_type="text/css")

    @app.get("/data/{path:path}.json")
    def document(path: str) -> Response:
        return Response(orjson.dumps(_found(site.document(path))), media_type="application/json")

    for language in Language:
        _add_pages(app, language, site)


def _add_pages(app: FastAPI, language: Language, site: Site) -> None:
    @app.get(f"/{language}/{{path:path}}.html")
    def shown(path: str) -> HTMLResponse:
        found = _found(site.document(path))
        drawn = _lone(found, language) or page(found, language, served=site.shows_enterprises)
        return HTMLResponse(drawn, headers={"Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'"})


def _lone(document: dict[str, Any], language: Language) -> str | None:
    """Return the page of a report that draws itself; None for the others."""
    name = document["report"]
    return import_module(f"openmbi.reports.{name}.page").pages(document)[language] if name in LONE else None


def _found(document: dict[str, Any] | None) -> dict[str, Any]:
    """Return what was found, or say that there is no such page."""
    if document is None:
        raise HTTPException(404)
    return document
