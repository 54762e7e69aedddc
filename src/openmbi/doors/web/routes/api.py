"""The API, mounted beside the pages."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openmbi.doors.api.app import MOUNTED_AT, api
from openmbi.doors.web.web import Web


def add(app: FastAPI, web: Web) -> None:
    """Mount it."""
    mounted = api(web.gate, web.access, web.settings.per_user)
    mounted.add_middleware(Unkept)
    app.mount(MOUNTED_AT, mounted)


class Unkept:
    """Lets a browser keep nothing that was asked by a session; a program with a token may keep an answer, and ask whether it has changed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        by_session = scope.get("state", {}).get("held") is not None

        async def sent(message: Message) -> None:
            if by_session and message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, sent)
