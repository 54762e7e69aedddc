"""What every answer carries, whatever it is."""

from __future__ import annotations

from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openmbi.doors.web.policies import NOTHING

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
    "Content-Security-Policy": NOTHING,
}
_TLS_ONLY = {"Strict-Transport-Security": "max-age=63072000"}
"""RFC 6797; two years. Other hosts of the same domain are not this door's to decide for."""
REQUEST_ID = "X-Request-Id"


def always(secure: bool) -> dict[str, str]:
    """Return the headers that an answer has where it does not set them itself."""
    return _ALWAYS | (_TLS_ONLY if secure else {})


class Headers:
    """Adds the headers that an answer does not set itself, and the identifier of the request, by which a reader's complaint is found in the log."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._headers = always(secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identifier = uuid4().hex
        scope.setdefault("state", {})["request_id"] = identifier

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers[REQUEST_ID] = identifier
            await send(message)

        await self._app(scope, receive, sent)
