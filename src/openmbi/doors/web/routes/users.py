"""Users, for the officers: all of them, one of them, and what is done to one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from secrets import token_urlsafe
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from openmbi.core.access import Permission, Scope, UserRole, Viewer
from openmbi.core.language import Language
from openmbi.core.problems import Problem
from openmbi.doors.web.addresses import USERS
from openmbi.doors.web.for_users import for_users
from openmbi.doors.web.refusals import status_of
from openmbi.doors.web.routes.sign_in import Field
from openmbi.doors.web.shell_labels import ROLES
from openmbi.doors.web.user_labels import LABELS
from openmbi.doors.web.web import Web
from openmbi.flow.gate.standing import place_name

_TEMPORARY_BYTES = 15
_BETWEEN = re.compile(r"[\s,，、;；]+")
_OUT_OF_REACH = (403, 404)

Step = Callable[[Any, Viewer, str], object]


@for_users
def add(app: FastAPI, web: Web, language: Language) -> None:
    """Serve the pages."""
    _add_list(app, web, language)
    _add_one(app, web, language)


def _add_list(app: FastAPI, web: Web, language: Language) -> None:
    from openmbi.flow.access.changes import NewUser  # noqa: PLC0415  the database is slow to import, and not needed without users
    from openmbi.flow.gate import users  # noqa: PLC0415

    @app.get(f"/{language}{USERS}")
    def listed(request: Request) -> HTMLResponse:
        return _list(web, request)

    @app.post(f"/{language}{USERS}")
    def added(request: Request, identifier: Field = "", name: Field = "", oidc: Field = "") -> HTMLResponse:
        password = None if oidc else token_urlsafe(_TEMPORARY_BYTES)
        try:
            users.add(web.gate, web.viewer(request), NewUser(identifier, name, password, oidc or None))
        except Problem as problem:
            if status_of(problem) in _OUT_OF_REACH:
                raise
            return _list(web, request, problem, {"identifier": identifier, "name": name, "oidc": oidc})
        return _one(web, request, identifier, password=password, done=True)


def _add_one(app: FastAPI, web: Web, language: Language) -> None:
    from openmbi.flow.gate import users  # noqa: PLC0415  the database is slow to import, and not needed without users

    steps: Mapping[str, Step] = {
        "disable": users.disable,
        "enable": users.enable,
        "unlock": users.unlock,
        "end": users.end_sessions,
    }
    address = f"/{language}{USERS}/{{identifier}}"

    @app.get(address)
    def one(request: Request, identifier: str) -> HTMLResponse:
        return _one(web, request, identifier)

    @app.post(f"{address}/grant")
    def granted(  # noqa: PLR0917  fields of a form
        request: Request,
        identifier: str,
        role: Field = "",
        places: Field = "",
        enterprises: Field = "",
        owner: Field = "",
    ) -> HTMLResponse:
        scope = Scope(_codes(places), _codes(enterprises))
        known = UserRole(role) if role in list(UserRole) else None
        return _taken(
            web,
            request,
            identifier,
            lambda gate, viewer, who: users.grant(gate, viewer, who, known, scope, owner=owner or None),
        )

    _add_reset(app, web, f"{address}/password")
    for name, step in steps.items():
        _add_step(app, web, f"{address}/{name}", step)


def _add_reset(app: FastAPI, web: Web, address: str) -> None:
    from openmbi.flow.gate import users  # noqa: PLC0415  as above

    @app.post(address)
    def reset(request: Request, identifier: str) -> HTMLResponse:
        password = token_urlsafe(_TEMPORARY_BYTES)
        return _taken(
            web,
            request,
            identifier,
            lambda gate, viewer, who: users.reset_password(gate, viewer, who, password),
            password=password,
        )


def _add_step(app: FastAPI, web: Web, address: str, step: Step) -> None:
    @app.post(address)
    def taken(request: Request, identifier: str) -> Response:
        return _taken(web, request, identifier, step)


def _taken(web: Web, request: Request, identifier: str, step: Step, password: str | None = None) -> HTMLResponse:
    """Take a step with a user and return its page, which says how that went."""
    try:
        step(web.gate, web.viewer(request), identifier)
    except Problem as problem:
        if status_of(problem) in _OUT_OF_REACH:
            raise
        return _one(web, request, identifier, problem=problem)
    return _one(web, request, identifier, password=password, done=True)


def _list(
    web: Web, request: Request, problem: Problem | None = None, typed: Mapping[str, str] | None = None
) -> HTMLResponse:
    from openmbi.flow.gate.users import users  # noqa: PLC0415  the database is slow to import, and not needed without users

    viewer = web.viewer(request)
    return web.own(
        request,
        "users.html.jinja",
        LABELS["title"],
        status=status_of(problem) if problem else 200,
        users=users(web.gate, viewer)["users"],
        typed=typed or {"identifier": "", "name": "", "oidc": ""},
        **_shared(web, request, viewer, problem),
    )


def _one(
    web: Web,
    request: Request,
    identifier: str,
    *,
    problem: Problem | None = None,
    password: str | None = None,
    done: bool = False,
) -> HTMLResponse:
    from openmbi.flow.gate.users import user  # noqa: PLC0415  the database is slow to import, and not needed without users

    viewer = web.viewer(request)
    return web.own(
        request,
        "user.html.jinja",
        LABELS["title"],
        status=status_of(problem) if problem else 200,
        user=user(web.gate, viewer, identifier),
        password=password,
        done=done,
        **_shared(web, request, viewer, problem),
    )


def _shared(web: Web, request: Request, viewer: Viewer, problem: Problem | None) -> dict[str, Any]:
    return {
        "label": LABELS,
        "roles": ROLES,
        "problem": problem,
        "manages": viewer.may(Permission.MANAGE_USERS),
        "secures": viewer.may(Permission.MANAGE_SECURITY),
        "own": viewer.user,
        "place": partial(place_name, web.gate),
        "oidc": web.access.settings.oidc is not None,
        "zone": web.gate.bureau.zone,
        "token": web.csrf(request),
    }


def _codes(text: str) -> tuple[str, ...]:
    """Return codes that were typed one after the other."""
    return tuple(code for code in _BETWEEN.split(text.strip()) if code)
