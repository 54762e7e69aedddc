"""A session's cookie: set where somebody has proved who it is, taken away where the session ends."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from openmbi.doors.web import forms
from openmbi.doors.web.cookies import cookie
from openmbi.doors.web.web import Web

_SEE_OTHER = 303


def begin_session(web: Web, request: Request, secret: str, to: str) -> Response:
    """Return the answer that gives a reader its session and leads on.

    A session that the browser had before ends. The form's cookie is made anew, so that no form of before can be sent.
    """
    from openmbi.flow.access.sessions import sign_out  # noqa: PLC0415  the database is slow to import, and not needed without users

    settings = web.settings
    if request.state.session_secret:
        sign_out(web.access, request.state.session_secret, now=web.gate.now())
    answer = RedirectResponse(to, _SEE_OTHER)
    answer.headers.append("Set-Cookie", cookie(settings.session_cookie, secret, secure=settings.secure))
    answer.headers.append("Set-Cookie", cookie(settings.form_cookie, forms.new_secret(), secure=settings.secure))
    request.state.form_used = False
    return answer


def forget_session(web: Web, to: str) -> Response:
    """Return the answer that takes a reader's session away and leads on."""
    answer = RedirectResponse(to, _SEE_OTHER, {"Clear-Site-Data": '"cache", "storage"'})
    for name in (web.settings.session_cookie, web.settings.form_cookie):
        answer.headers.append("Set-Cookie", cookie(name, "", secure=web.settings.secure, seconds=0))
    return answer
