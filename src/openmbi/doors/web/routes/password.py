"""Changing one's own password; asked of whoever got one from another."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from openmbi.core.language import Language, Text
from openmbi.core.problems import Problem
from openmbi.doors.web.addresses import PASSWORD, SIGN_IN
from openmbi.doors.web.rates import source_of
from openmbi.doors.web.refusals import not_signed_in
from openmbi.doors.web.routes.sign_in import Field
from openmbi.doors.web.sign_in_labels import LABELS
from openmbi.doors.web.signed_in import forget_session
from openmbi.doors.web.web import Web


def add(app: FastAPI, web: Web) -> None:
    """Serve the page where there are users."""
    if web.access is None:
        return
    for language in Language:
        _add_pages(app, web, language)


def _add_pages(app: FastAPI, web: Web, language: Language) -> None:
    from openmbi.flow.access.changes import change_own_password  # noqa: PLC0415  the database is slow to import, and not needed without users

    @app.get(f"/{language}{PASSWORD}")
    def form(request: Request) -> Response:
        return _form(web, request)

    @app.post(f"/{language}{PASSWORD}")
    def changed(request: Request, old: Field = "", new: Field = "", again: Field = "") -> Response:
        if new != again:
            return _form(web, request, _differ())
        try:
            source = source_of(request.scope)
            change_own_password(web.access, _user(request), old, new, now=web.gate.now(), source=source)
        except Problem as problem:
            return _form(web, request, problem)
        return forget_session(web, f"/{language}{SIGN_IN}")


def _user(request: Request) -> str:
    if request.state.held is None:
        raise not_signed_in()
    return request.state.held.user.identifier


def _differ() -> Problem:
    return Problem("access.passwords-differ", LABELS["differ"], Text("请重新输入", "enter them again"))


def _form(web: Web, request: Request, problem: Problem | None = None) -> HTMLResponse:
    return web.own(
        request,
        "password.html.jinja",
        LABELS["password_title"],
        status=422 if problem else 200,
        label=LABELS,
        user=_user(request),
        due=request.state.held.must_change_password,
        least=web.access.settings.password_least,
        problem=problem,
        token=web.csrf(request),
    )
