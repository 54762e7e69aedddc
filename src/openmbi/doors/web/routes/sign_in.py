"""Signing in by user and password, and signing out."""

from __future__ import annotations

from typing import Annotated

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from openmbi.core.language import Language
from openmbi.core.problems import Problem
from openmbi.doors.web.addresses import SIGN_IN, SIGN_OUT, within
from openmbi.doors.web.for_users import for_users
from openmbi.doors.web.rates import source_of
from openmbi.doors.web.sign_in_labels import LABELS
from openmbi.doors.web.signed_in import begin_session, forget_session
from openmbi.doors.web.web import Web

_MOST = 1000
"""Characters of a field."""
Field = Annotated[str, Form(max_length=_MOST)]


@for_users
def add(app: FastAPI, web: Web, language: Language) -> None:
    """Serve the pages."""
    from openmbi.flow.access.sessions import sign_out  # noqa: PLC0415  the database is slow to import, and not needed without users
    from openmbi.flow.access.sign_in import sign_in  # noqa: PLC0415

    first = f"/{language}/"

    @app.get(f"/{language}{SIGN_IN}")
    def form(request: Request, to: str = "") -> Response:
        if request.state.held is not None:
            return RedirectResponse(within(to, first), 303)
        return _form(web, request, within(to, first))

    @app.post(f"/{language}{SIGN_IN}")
    def signed_in(request: Request, user: Field = "", password: Field = "", to: Field = "") -> Response:
        leads_to = within(to, first)
        try:
            session = sign_in(web.access, user, password, now=web.gate.now(), source=source_of(request.scope))
        except Problem as problem:
            return _form(web, request, leads_to, user=user, problem=problem)
        return begin_session(web, request, session.secret, leads_to)

    @app.post(f"/{language}{SIGN_OUT}")
    def signed_out(request: Request) -> Response:
        sign_out(web.access, request.state.session_secret, now=web.gate.now())
        return forget_session(web, f"/{language}{SIGN_IN}")


def _form(web: Web, request: Request, to: str, *, user: str = "", problem: Problem | None = None) -> HTMLResponse:
    return web.own(
        request,
        "sign_in.html.jinja",
        LABELS["title"],
        status=401 if problem else 200,
        label=LABELS,
        to=to,
        user=user,
        problem=problem,
        oidc=web.access.settings.oidc is not None,
        token=web.csrf(request),
    )
