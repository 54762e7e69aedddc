"""No form that another site sent in a reader's name is taken."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from openmbi.doors.web import forms
from openmbi.doors.web.answers import API, refusal
from openmbi.doors.web.bodies import UNSAFE, replaying
from openmbi.doors.web.refusals import foreign_form

_MOST_FILES, _MOST_FIELDS = 20, 1000
"""Parts that a form may have; a longer one is taken for none of ours."""


class OwnForms:
    """Refuses an unsafe request that does not come from a page of this door."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] not in UNSAFE or _bears_token(Request(scope)):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        body = await request.body()
        answer = self._app if await _is_own(request, body) else refusal(request, foreign_form())
        await answer(scope, replaying(body, receive), send)


def _bears_token(request: Request) -> bool:
    """Whether a request to the API names its user by a token, which no other site can send."""
    bearer = request.headers.get("authorization", "").lower().startswith("bearer ")
    return bearer and request.url.path.startswith(API)


async def _is_own(request: Request, body: bytes) -> bool:
    """Whether an unsafe request comes from a page of this door: by what the browser says of its origin, and by the form's token."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if site is None and origin is not None and urlsplit(origin).netloc != request.url.netloc:
        return False
    given = request.headers.get(forms.HEADER) or await _field(request, body)
    return forms.is_token(request, given)


async def _field(request: Request, body: bytes) -> str:
    """Return the token that a form carries as a field."""
    again = Request(request.scope, replaying(body, request.receive))
    try:
        async with again.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS) as form:
            value = form.get(forms.FIELD)
    except HTTPException:
        return ""
    return value if isinstance(value, str) else ""
