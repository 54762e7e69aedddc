"""Changing one's own password; asked of whoever got one from another."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from openmbi.core.language import Language, Text
from openmbi.core.problems import Problem
from openmbi.doors.web.addresses import PASSWORD
from openmbi.doors.web.for_users import for_users
from openmbi.doors.web.known import held_of
from openmbi.doors.web.rates import source_of
from openmbi.doors.web.routes.sign_in import Field
from openmbi.doors.web.sign_in_labels import LABELS
from openmbi.doors.web.web import Web


@for_users
def add(app: FastAPI, web: Web, language: Language) -> None:
    """Serve the page."""
    from openmbi.flow.access.changes import change_own_password  # noqa: PLC0415  the database is slow to import, and not needed without users

    @app.get(f"/{language}{PASSWORD}")
    def form(request: Request) -> Response:
        return _form(web, request)

    @app.post(f"/{language}{PASSWORD}")
    def changed(request: Request, old: Field = "", new: Field = "", again: Field = "") -> Response:
        if new != again:
            return _form(web, request, _differ())
        try:
            kept = held_of(request)
            change_own_password(
                web.access,
                kept.user.identifier,
                old,
                new,
                now=web.gate.now(),
                source=source_of(request.scope),
                session=kept.session.identifier,
            )
        except Problem as problem:
            return _form(web, request, problem)
        return RedirectResponse(f"/{language}/", 303)


def _differ() -> Problem:
    return Problem("access.passwords-differ", LABELS["differ"], Text("请重新输入", "enter them again"))


def _form(web: Web, request: Request, problem: Problem | None = None) -> HTMLResponse:
    return web.own(
        request,
        "password.html.jinja",
        LABELS["password_title"],
        status=422 if problem else 200,
        label=LABELS,
        user=held_of(request).user.identifier,
        due=held_of(request).must_change_password,
        least=web.access.settings.password_least,
        problem=problem,
        token=web.csrf(request),
    )
