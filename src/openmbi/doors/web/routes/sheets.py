"""`/sheets/…`: style sheets by the names of their content, for everyone; and the health check."""

from __future__ import annotations

from fastapi import FastAPI, HTTPException
from fastapi.responses import PlainTextResponse, Response

from openmbi.doors.web.kept_sheets import ADDRESS
from openmbi.doors.web.routes.assets import FOR_GOOD
from openmbi.doors.web.web import Web


def add(app: FastAPI, web: Web) -> None:
    """Serve them; they say nothing of any bureau."""

    @app.get("/healthz")
    def health() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @app.get(f"{ADDRESS}{{file}}")
    def sheet(file: str) -> Response:
        content = web.sheets.content(file)
        if content is None:
            raise HTTPException(404)
        return Response(content, media_type="text/css", headers={"Cache-Control": FOR_GOOD})
