"""`/assets/…`: the bundled scripts. Their names follow their content, so that a browser keeps them for good; everyone may have them, they hold no figures."""

from __future__ import annotations

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import Response

from openmbi.doors.web.assets.assets import ADDRESS, content_of
from openmbi.doors.web.web import Web

FOR_GOOD = "public, max-age=31536000, immutable"


def add(app: FastAPI, _web: Web) -> None:
    """Add the route."""

    @app.get(f"{ADDRESS}/{{file}}")
    def asset(file: str, request: Request) -> Response:
        compressed = "gzip" in request.headers.get("accept-encoding", "")
        content = content_of(file, compressed=compressed)
        if content is None:
            raise HTTPException(404)
        headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding", "ETag": f'"{file}"'}
        if compressed:
            headers["Content-Encoding"] = "gzip"
        return Response(content, media_type="text/javascript", headers=headers)
