"""`/zh/bulletins.html`: months and editions; `/zh/bulletin/2026-03.html`: one to be read, with `?format=pdf|docx|html` as a file.

Each also as `/data/….json`.
"""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response

from openmbi.core.language import Language
from openmbi.doors.web.bulletin_labels import BULLETINS
from openmbi.doors.web.policies import policy_of
from openmbi.doors.web.web import Web
from openmbi.flow.gate.bulletins import (
    Asked,
    Edition,
    Format,
    bulletin_document,
    bulletin_file,
    bulletin_month,
    bulletin_page,
    bulletins,
)

LIST = "bulletins"
_FORMS = ((Format.PDF, BULLETINS["pdf"]), (Format.DOCX, BULLETINS["word"]), (Format.HTML, BULLETINS["page"]))
Run = Annotated[str | None, Query(pattern=r"^\d{6}$")]
Release = Annotated[int | None, Query(ge=1, le=999_999)]


def add(app: FastAPI, web: Web) -> None:
    """Serve them."""

    @app.get(f"/data/{LIST}.json")
    def listed(request: Request, run: Run = None) -> Response:
        return _as_json(bulletins(web.gate, web.viewer(request), run))

    @app.get("/data/bulletin/{month}.json")
    def data(
        request: Request, month: str, edition: Edition = Edition.INTERNAL, run: Run = None, release: Release = None
    ) -> Response:
        asked = Asked(bulletin_month(month), edition, run, release=release)
        return _as_json(bulletin_document(web.gate, web.viewer(request), asked))

    for language in Language:
        _add_pages(app, web, language)


def _add_pages(app: FastAPI, web: Web, language: Language) -> None:
    @app.get(f"/{language}/{LIST}.html")
    def page(request: Request, run: Run = None) -> HTMLResponse:
        found = bulletins(web.gate, web.viewer(request), run)
        values = {"label": BULLETINS, "files": _FORMS, "d": found, "zone": web.gate.bureau.zone}
        return web.own(request, "bulletins.html.jinja", BULLETINS["title"], **values)

    @app.get(f"/{language}/bulletin/{{month}}.html")
    def bulletin(  # noqa: PLR0917  the address has as many parts
        request: Request,
        month: str,
        edition: Edition = Edition.INTERNAL,
        run: Run = None,
        release: Release = None,
        form: Annotated[Format | None, Query(alias="format")] = None,
    ) -> Response:
        viewer, asked = web.viewer(request), Asked(bulletin_month(month), edition, run, release=release)
        if form is not None:
            made = bulletin_file(web.gate, viewer, asked, language, form)
            headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
            return Response(made.content, media_type=made.media_type, headers=headers)
        drawn = bulletin_page(web.gate, viewer, asked, language)
        return HTMLResponse(drawn, headers={"Content-Security-Policy": policy_of(drawn)})


def _as_json(found: object) -> Response:
    return Response(orjson.dumps(found), media_type="application/json")
