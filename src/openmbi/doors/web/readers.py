"""Who asks: finds the reader by the session's cookie, asks who is not known to sign in, holds a user to the rate."""

from __future__ import annotations

from typing import Any

from limits import parse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openmbi.core.access import LOCAL
from openmbi.core.problems import Problem
from openmbi.doors.web import forms
from openmbi.doors.web.addresses import OIDC, PASSWORD, SIGN_IN, SIGN_OUT, in_language, without_language
from openmbi.doors.web.answers import API, refusal, wants_json
from openmbi.doors.web.cookies import cookie
from openmbi.doors.web.kept_sheets import ADDRESS as SHEETS
from openmbi.doors.web.negotiation import language_of
from openmbi.doors.web.rates import Counts, patience
from openmbi.doors.web.refusals import not_signed_in, password_due
from openmbi.doors.web.web import Web

_OPEN = ("", "/healthz", SIGN_IN)
_OPEN_BELOW = (OIDC, "/assets/", SHEETS, API)
"""What is answered to whoever has not signed in; the API asks for its own tokens."""
_WHILE_PASSWORD_IS_DUE = (PASSWORD, SIGN_OUT)
_WHATEVER_IS_DUE = ("/assets/", SHEETS)


class Readers:
    """Sets `viewer`, `held`, `session_secret` and `form_secret` in the state of a request, or answers it in the route's stead."""

    def __init__(self, app: ASGIApp, *, web: Web) -> None:
        self._app = app
        self._web = web
        self._counts = Counts()
        self._rate = parse(web.settings.per_user)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            await self._know(request)
            refused = self._refused(request)
        except Problem as problem:
            refused = refusal(request, problem)
        await (refused or self._app)(scope, receive, self._setting_cookie(request, send))

    async def _know(self, request: Request) -> None:
        """Find who asks."""
        state, settings = request.state, self._web.settings
        state.session_secret = request.cookies.get(settings.session_cookie, "")
        state.form_secret = request.cookies.get(settings.form_cookie) or forms.new_secret()
        state.form_used = False
        state.held = state.viewer = None
        if self._web.access is None:
            state.viewer = LOCAL
            return
        if state.session_secret:
            state.held = await run_in_threadpool(self._held, state.session_secret)
        state.viewer = state.held.viewer if state.held and not state.held.must_change_password else None

    def _held(self, secret: str) -> Any:
        from openmbi.flow.access.sessions import held  # noqa: PLC0415  the database is slow to import, and not needed without users

        return held(self._web.access, secret, now=self._web.gate.now())

    def _refused(self, request: Request) -> Response | None:
        """Return the answer to who may not go on; None where the route answers."""
        held, path = request.state.held, without_language(request.url.path).removesuffix("/")
        if held is not None and held.must_change_password and not _may_while_due(path):
            if wants_json(request):
                return refusal(request, password_due())
            return RedirectResponse(in_language(PASSWORD, language_of(request)), 303)
        if self._web.access is None or is_open(path):
            return None
        if held is None:
            return refusal(request, not_signed_in())
        who = ("user", held.user.identifier)
        if self._counts.takes(self._rate, *who):
            return None
        return patience(request, self._counts.wait_seconds(self._rate, *who))

    def _setting_cookie(self, request: Request, send: Send) -> Send:
        settings = self._web.settings

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and request.state.form_used:
                value = cookie(settings.form_cookie, request.state.form_secret, secure=settings.secure)
                MutableHeaders(scope=message).append("Set-Cookie", value)
            await send(message)

        return sent


def _may_while_due(path: str) -> bool:
    return path in _WHILE_PASSWORD_IS_DUE or path.startswith(_WHATEVER_IS_DUE)


def is_open(path: str) -> bool:
    """Whether an address, given without its language, is answered to whoever has not signed in."""
    return path in _OPEN or f"{path}/".startswith(_OPEN_BELOW)
