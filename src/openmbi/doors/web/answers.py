"""How a problem is answered: as a page to who reads pages, as JSON to who asks for JSON."""

from __future__ import annotations

from urllib.parse import quote

import orjson
from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from openmbi.core.problems import Problem
from openmbi.doors.web.addresses import SIGN_IN, in_language
from openmbi.doors.web.first_run import NONE_YET, STEPS, TITLE
from openmbi.doors.web.notices import TITLES, WORDS
from openmbi.doors.web.refusals import status_of

API = "/api/"
_JSON, _HTML = "application/json", "text/html"
_SEE_OTHER = 303


def wants_json(request: Request) -> bool:
    """Whether a request asks for JSON: by its address, or by accepting JSON and no page."""
    accepted = request.headers.get("accept", "")
    of_data = request.url.path.endswith(".json") or request.url.path.startswith(API)
    return of_data or (_JSON in accepted and _HTML not in accepted)


def refusal(request: Request, problem: Problem) -> Response:
    """Return the answer to a problem. Who has not signed in and asks for a page is led to where to sign in, and from there back."""
    status = status_of(problem)
    if wants_json(request):
        return Response(orjson.dumps(problem.as_dict()), status, media_type=_JSON)
    web = request.app.state.web
    if status == 401 and web.access is not None and _is_visit(request):
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        to = in_language(SIGN_IN, web.language(request))
        return RedirectResponse(f"{to}?to={quote(asked, safe='')}", _SEE_OTHER)
    first = problem.code == NONE_YET
    return web.own(
        request,
        "first_run.html.jinja" if first else "notice.html.jinja",
        TITLE if first else TITLES[status],
        status=status,
        problem=problem,
        notice=WORDS,
        steps=STEPS,
        identifier=request.state.request_id,
    )


def _is_visit(request: Request) -> bool:
    return request.method in ("GET", "HEAD") and "hx-request" not in request.headers
