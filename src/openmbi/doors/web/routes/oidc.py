"""Signing in through the bureau's identity provider: there, and back."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_bytes
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from itsdangerous import BadData, URLSafeTimedSerializer

from openmbi.doors.web.addresses import OIDC, within
from openmbi.doors.web.cookies import cookie
from openmbi.doors.web.rates import source_of
from openmbi.doors.web.refusals import sign_in_broken_off
from openmbi.doors.web.signed_in import begin_session
from openmbi.doors.web.web import Web

START, BACK = f"{OIDC}start", f"{OIDC}callback"
_SECONDS = 600
"""For how long one may be away."""
_HMAC = {"digest_method": sha256, "key_derivation": "hmac"}
"""HMAC-SHA-256; the default of itsdangerous is SHA-1."""


def add(app: FastAPI, web: Web) -> None:
    """Serve the way there and back where the bureau has an identity provider."""
    if web.access is None or web.access.settings.oidc is None:
        return
    from openmbi.flow.access.oidc import begin, finish  # noqa: PLC0415  slow to import, and seldom needed

    signer = URLSafeTimedSerializer(token_bytes(32), salt="oidc", signer_kwargs=_HMAC)
    name = f"{web.settings.session_cookie}-oidc"

    @app.get(START)
    def there(request: Request, to: str = "") -> Response:
        begun = begin(web.access, str(request.url.replace(path=BACK, query="")))
        kept = signer.dumps([begun.kept, within(to, "/")])
        answer = RedirectResponse(begun.address, 303)
        answer.headers.append("Set-Cookie", cookie(name, _text(kept), secure=web.settings.secure, seconds=_SECONDS))
        return answer

    @app.get(BACK)
    def back(request: Request) -> Response:
        kept, to = _kept(signer, request.cookies.get(name, ""))
        query = dict(request.query_params)
        session = finish(web.access, kept, query, now=web.gate.now(), source=source_of(request.scope))
        answer = begin_session(web, request, session.secret, within(to, "/"))
        answer.headers.append("Set-Cookie", cookie(name, "", secure=web.settings.secure, seconds=0))
        return answer


def _kept(signer: URLSafeTimedSerializer, value: str) -> tuple[Any, str]:
    """Return what was kept while the reader was away, and where it leads afterwards."""
    try:
        kept, to = signer.loads(value, max_age=_SECONDS)
    except BadData as error:
        raise sign_in_broken_off() from error
    return kept, to


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value
