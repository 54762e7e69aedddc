"""How much a request may bring."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openmbi.doors.web.addresses import without_language
from openmbi.doors.web.answers import refusal
from openmbi.doors.web.refusals import too_long
from openmbi.doors.web.settings import WebSettings

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
"""Methods that change something."""
UPLOADS = ("/case/",)
"""Addresses that take files, from whoever has signed in."""


class Bodies:
    """Takes the whole body of an unsafe request in before anyone reads it, and refuses one that is too long, whatever length it declares."""

    def __init__(self, app: ASGIApp, *, settings: WebSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] not in UNSAFE:
            await self._app(scope, receive, send)
            return
        most_bytes = self._most_bytes(scope["path"])
        body = await _body(receive, most_bytes)
        if body is None:
            await refusal(Request(scope), too_long(most_bytes))(scope, receive, send)
            return
        await self._app(scope, replaying(body, receive), send)

    def _most_bytes(self, path: str) -> int:
        uploads = without_language(path).startswith(UPLOADS)
        return self._settings.upload_bytes if uploads else self._settings.body_bytes


async def _body(receive: Receive, most_bytes: int) -> bytes | None:
    """Return the body; None where it is too long or was broken off."""
    taken = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        taken += message.get("body", b"")
        if len(taken) > most_bytes:
            return None
        if not message.get("more_body"):
            return bytes(taken)


def replaying(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was taken in once more, then whatever comes after it."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed
