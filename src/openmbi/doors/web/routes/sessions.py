"""One's own sessions, and ending those elsewhere."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from openmbi.core.language import Language
from openmbi.doors.web.addresses import SESSIONS
from openmbi.doors.web.for_users import for_users
from openmbi.doors.web.known import held_of
from openmbi.doors.web.sign_in_labels import LABELS
from openmbi.doors.web.web import Web


@for_users
def add(app: FastAPI, web: Web, language: Language) -> None:
    """Serve the page."""
    from openmbi.flow.access.sessions import end_all, live_sessions  # noqa: PLC0415  the database is slow to import, and not needed without users

    address = f"/{language}{SESSIONS}"

    @app.get(address)
    def listed(request: Request) -> HTMLResponse:
        held = held_of(request)
        return web.own(
            request,
            "sessions.html.jinja",
            LABELS["sessions_title"],
            label=LABELS,
            sessions=live_sessions(web.access, held.user.identifier, now=web.gate.now()),
            this=held.session.identifier,
            zone=web.gate.bureau.zone,
            token=web.csrf(request),
            by_password=held.user.oidc is None,
        )

    @app.post(f"{address}/end")
    def ended(request: Request) -> Response:
        held, now = held_of(request), web.gate.now()
        user = held.user.identifier
        end_all(web.access, user, by=user, now=now, why="signed-out", but=held.session.identifier)
        return RedirectResponse(address, 303)
