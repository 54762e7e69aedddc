"""Tokens for programs: one's own, made, shown once and revoked; for officers those of all users."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from openmbi.core.language import Language
from openmbi.core.problems import Problem
from openmbi.doors.web.addresses import TOKENS
from openmbi.doors.web.for_users import for_users
from openmbi.doors.web.refusals import status_of
from openmbi.doors.web.routes.sign_in import Field
from openmbi.doors.web.token_labels import LABELS
from openmbi.doors.web.web import Web

_OUT_OF_REACH = (403, 404)
_EXAMPLE = "api/v1/lights"


@for_users
def add(app: FastAPI, web: Web, language: Language) -> None:
    """Serve the page."""
    from openmbi.flow.gate import users  # noqa: PLC0415  the database is slow to import, and not needed without users

    address = f"/{language}{TOKENS}"

    @app.get(address)
    def listed(request: Request) -> HTMLResponse:
        return _page(web, request)

    @app.post(address)
    def made(request: Request, label: Field = "", days: Field = "") -> HTMLResponse:
        try:
            new = users.create_token(web.gate, web.viewer(request), label, _whole(days))
        except Problem as problem:
            if status_of(problem) in _OUT_OF_REACH:
                raise
            return _page(web, request, problem=problem, typed={"label": label, "days": days})
        return _page(web, request, secret=new.secret)

    @app.post(f"{address}/revoke")
    def revoked(request: Request, identifier: Field = "") -> HTMLResponse:
        try:
            users.revoke_token(web.gate, web.viewer(request), identifier)
        except Problem as problem:
            if status_of(problem) in _OUT_OF_REACH:
                raise
            return _page(web, request, problem=problem)
        return _page(web, request, ended=True)


def _page(
    web: Web,
    request: Request,
    *,
    problem: Problem | None = None,
    typed: Mapping[str, str] | None = None,
    secret: str | None = None,
    ended: bool = False,
) -> HTMLResponse:
    from openmbi.flow.gate.users import tokens_of  # noqa: PLC0415  as above

    shown: dict[str, Any] = tokens_of(web.gate, web.viewer(request))
    answer = web.own(
        request,
        "tokens.html.jinja",
        LABELS["title"],
        status=status_of(problem) if problem else 200,
        label=LABELS,
        problem=problem,
        typed=typed or {"label": "", "days": str(shown["most_days"])},
        secret=secret,
        ended=ended,
        example=f"{request.base_url}{_EXAMPLE}",
        zone=web.gate.bureau.zone,
        token=web.csrf(request),
        **shown,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _whole(text: str) -> int:
    """Return days that were typed; none, which is refused, of what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
