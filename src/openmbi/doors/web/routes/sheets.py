"""Style sheets of the door itself, and the health check."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response

from openmbi.core.registry import package_folder
from openmbi.doors.web.shell import SHEET
from openmbi.doors.web.web import Web

BASE = "/base.css"


def add(app: FastAPI, web: Web) -> None:  # noqa: ARG001  the signature of all routes
    """Serve them; they say nothing of any bureau."""
    shell = (package_folder("openmbi.doors.web") / "templates" / "shell.css").read_text(encoding="utf-8")
    base = (package_folder("openmbi.reports.overview") / "page.css").read_text(encoding="utf-8")

    @app.get("/healthz")
    def health() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @app.get(SHEET)
    def shell_sheet() -> Response:
        return _sheet(shell)

    @app.get(BASE)
    def base_sheet() -> Response:
        return _sheet(base)


def _sheet(text: str) -> Response:
    return Response(text, media_type="text/css", headers={"Cache-Control": "no-cache"})
