"""Under TLS, nothing is said to whoever comes without it: past the proxy, or by a proxy that does not do TLS."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from openmbi.doors.web.answers import refusal
from openmbi.doors.web.refusals import not_secure

_FREE = ("/healthz",)


class SecureOnly:
    """Refuses a request that did not come over TLS. The scheme is the server's own or a declared proxy's word, never a reader's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["scheme"] == "https" or scope["path"] in _FREE:
            await self._app(scope, receive, send)
            return
        await refusal(Request(scope), not_secure())(scope, receive, send)
