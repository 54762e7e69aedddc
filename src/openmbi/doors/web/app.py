"""The web door: the application of one gate, with its routes found by discovery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from openmbi.core.problems import Problem
from openmbi.doors.web.answers import refusal
from openmbi.doors.web.drawing import Drawing
from openmbi.doors.web.first_run import told_before_first_run
from openmbi.doors.web.guards import add_guards
from openmbi.doors.web.headers import always
from openmbi.doors.web.notices import broken_off, no_method, no_page, wrong_question
from openmbi.doors.web.routes import add_routes
from openmbi.doors.web.settings import WebSettings
from openmbi.doors.web.web import Web
from openmbi.flow.gate.gate import Gate

if TYPE_CHECKING:
    from openmbi.flow.access.desk import AccessDesk


def application(gate: Gate, access: AccessDesk | None = None, settings: WebSettings | None = None) -> FastAPI:
    """Return the application. `access`: where users sign in; None: nobody does, every request is `LOCAL`'s, and only loopback may be served."""
    app = FastAPI(title="openmbi", docs_url=None, redoc_url=None, openapi_url=None)
    web = Web(gate, access, settings or WebSettings(), Drawing(enterprises=gate.site.shows_enterprises))
    add_guards(app, web)
    _add_answers(app, web)
    add_routes(app, web)
    web.addresses.update(path for route in app.routes if isinstance(path := getattr(route, "path", None), str))
    app.state.web = web
    return app


def _add_answers(app: FastAPI, web: Web) -> None:
    @app.exception_handler(Problem)
    def refused(request: Request, problem: Problem) -> Response:
        return refusal(request, told_before_first_run(web.gate, problem))

    @app.exception_handler(HTTPException)
    def unknown(request: Request, error: HTTPException) -> Response:
        return refusal(request, no_method() if error.status_code == 405 else no_page())

    @app.exception_handler(RequestValidationError)
    def mistaken(request: Request, error: RequestValidationError) -> Response:
        return refusal(request, wrong_question(error))

    @app.exception_handler(Exception)
    def broken(request: Request, _error: Exception) -> Response:
        """Say that it was not the reader's fault; the traceback goes to the log, and the server's headers are added here, outside all guards."""
        answer = refusal(request, broken_off())
        for name, value in always(web.settings.secure).items():
            answer.headers.setdefault(name, value)
        return answer
