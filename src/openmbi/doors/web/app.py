"""The web door: the overview, the pages of a province and of enterprises in both languages, their documents, and a health check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.middleware.trustedhost import TrustedHostMiddleware

from openmbi.core.language import Language
from openmbi.core.problems import Problem
from openmbi.doors.web.negotiation import preferred
from openmbi.doors.web.notices import not_found, problem_notice
from openmbi.doors.web.protection import LOOPBACK_HOSTS, NOTICE_POLICY, protect
from openmbi.doors.web.rendered import Rendered, Rendering
from openmbi.doors.web.site_pages import add_site
from openmbi.flow.gate.site import Site

Documents = Callable[[], dict[str, Any]]
"""Returns the overview document of the newest run; it is asked at every request, so that a new run shows without a restart."""


def application(documents: Documents, site: Site | None = None) -> FastAPI:
    """Return the application. A Problem that `documents` raises is shown as a page, with status 503. `site`: the other pages of the newest run."""
    app = FastAPI(title="openmbi", docs_url=None, redoc_url=None, openapi_url=None)
    rendering = Rendering(enterprises=site is not None and site.shows_enterprises)
    _add_protection(app)
    _add_notices(app)

    def newest() -> Rendered:
        frame = site.frame() if site else None
        return rendering.of(documents(), frame["navigation"] if frame else ())

    @app.get("/")
    def choose(request: Request) -> RedirectResponse:
        language = preferred(request.headers.get("accept-language", ""))
        return RedirectResponse(f"/{language}/", headers={"Vary": "Accept-Language"})

    @app.get("/overview.json")
    def document() -> Response:
        return Response(newest().document, media_type="application/json")

    @app.get("/healthz")
    def health() -> PlainTextResponse:
        return PlainTextResponse("ok")

    for language in Language:
        _add_page(app, language, newest)
    if site:
        add_site(app, site)
    return app


def _add_page(app: FastAPI, language: Language, newest: Callable[[], Rendered]) -> None:
    """Serve the page of one language under both addresses that pages link to each other by."""

    @app.get(f"/{language}/")
    @app.get(f"/{language}/index.html")
    def overview() -> HTMLResponse:
        rendered = newest()
        headers = {"Content-Security-Policy": f"{rendered.policy}; frame-ancestors 'none'"}
        return HTMLResponse(rendered.pages[language], headers=headers)


def _add_protection(app: FastAPI) -> None:
    """Answer only to this machine's own names (no DNS rebinding), and send protective headers with everything."""
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(LOOPBACK_HOSTS), www_redirect=False)
    app.middleware("http")(protect)


def _add_notices(app: FastAPI) -> None:
    @app.exception_handler(404)
    def missing(request: Request, _error: Exception) -> HTMLResponse:
        language = preferred(request.headers.get("accept-language", ""))
        return HTMLResponse(not_found(language), 404, {"Content-Security-Policy": NOTICE_POLICY})

    @app.exception_handler(Problem)
    def unready(request: Request, problem: Problem) -> HTMLResponse:
        language = preferred(request.headers.get("accept-language", ""))
        return HTMLResponse(problem_notice(problem, language), 503, {"Content-Security-Policy": NOTICE_POLICY})
