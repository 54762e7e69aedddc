"""Answers are compressed for pages of this door alone.

Who can make a browser ask for a page with words of his choice, and sees how long the answers are, can guess a secret that stands in a compressed page letter
by letter (BREACH, Prado, Harris and Gluck 2013). Such requests come from another site, and browsers say so (`Sec-Fetch-Site`, W3C Fetch Metadata): what is
not asked for by a page of this door or by the reader is sent as it is. The one secret of a page, the token of its forms, is masked besides (`forms`).
"""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from openmbi.doors.web.answers import API

LEAST_BYTES = 1024
_LEVEL = 5
_OWN = ("same-origin", "none")
_EXPORT = "format"


class Compressed:
    """Compresses what a page of this door, or the reader, asks for; files to keep and what the API answers stay as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._packing = GZipMiddleware(app, minimum_size=LEAST_BYTES, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        app = self._packing if scope["type"] == "http" and _is_own(Request(scope)) else self._app
        await app(scope, receive, send)


def _is_own(request: Request) -> bool:
    asked_by = request.headers.get("sec-fetch-site")
    return asked_by in _OWN and not request.url.path.startswith(API) and _EXPORT not in request.query_params
