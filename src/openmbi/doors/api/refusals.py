"""What went wrong, as `application/problem+json` (RFC 9457) in both languages."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from openmbi.core.language import Language, Text
from openmbi.core.problems import Problem
from openmbi.doors.api.callers import TooOften
from openmbi.doors.web.negotiation import preferred

PROBLEM = "application/problem+json"
_STATUS = {
    "access.none": 404,
    "access.not-permitted": 403,
    "access.not-signed-in": 401,
    "access.too-many": 429,
    "api.who": 401,
    "api.not-acceptable": 406,
    "api.parameter": 400,
    "as-of.in-future": 400,
    "as-of.unreadable": 400,
    "period.unreadable": 400,
    "figures.page": 400,
    "figures.no-run": 404,
    "figures.no-release": 404,
    "figures.not-kept": 404,
    "cases.not-repeated": 409,
    "calendar.no-year": 404,
    "search.wrong-cursor": 400,
    "search.run-gone": 404,
    "explain.catalog-changed": 409,
    "explain.no-register": 409,
    "explain.restarted": 409,
}
_OTHERWISE = 503
_FIX = Text("参数说明见 openapi.json", "see openapi.json for what may be asked")


def status_of(problem: Problem) -> int:
    """Return the status of an answer that tells a problem; what only the bureau itself can mend is 503."""
    return _STATUS.get(problem.code, _OTHERWISE)


def add_refusals(app: FastAPI) -> None:
    """Let every refusal of an application be told as `application/problem+json`."""

    @app.exception_handler(Problem)
    async def refused(request: Request, problem: Problem) -> Response:
        told = {name: value for name, value in problem.as_dict().items() if name not in {"file", "line"}}
        headers = {"Retry-After": str(problem.wait_seconds)} if isinstance(problem, TooOften) else None
        return _answer(request, status_of(problem), (problem.found, problem.fix), told, headers)

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> Response:
        faults = [{"field": ".".join(map(str, one["loc"][1:])), "fault": one["msg"]} for one in error.errors()]
        listed = "; ".join(f"{one['field']}: {one['fault']}" for one in faults)
        found = Text("参数有误：{listed}", "wrong parameters: {listed}").fill(
            listed=listed.replace("{", "(").replace("}", ")")
        )
        return _answer(request, 422, (found, _FIX), {"code": "api.parameter", "faults": faults})

    @app.exception_handler(HTTPException)
    async def no_route(request: Request, error: HTTPException) -> Response:
        phrase = HTTPStatus(error.status_code).phrase
        found = Text("请求未被受理：{phrase}", "the request was not answered: {phrase}").fill(phrase=phrase)
        return _answer(request, error.status_code, (found, _FIX), {"code": "api.no-route"}, dict(error.headers or {}))

    @app.exception_handler(Exception)
    async def broken(request: Request, _error: Exception) -> Response:
        found = Text("服务器内部错误", "an error inside the server")
        fix = Text("请告知系统管理员", "tell the administrator of the system")
        return _answer(request, 500, (found, fix), {"code": "api.broken"})


def _answer(
    request: Request, status: int, texts: tuple[Text, Text], told: dict[str, Any], headers: dict[str, str] | None = None
) -> Response:
    """Return the answer that tells what was `found` and what mends it."""
    found, fix = texts
    language = preferred(request.headers.get("accept-language", Language.EN))
    content = {
        "type": f"urn:openmbi:problem:{told['code']}",
        "title": found.say(language),
        "status": status,
        "detail": fix.say(language),
        "found": vars(found),
        "fix": vars(fix),
        **told,
    }
    answer = Response(_bytes(content), status, headers, PROBLEM)
    answer.headers["Vary"] = "Accept, Accept-Language, Authorization, Cookie"
    answer.headers["Cache-Control"] = "no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _bytes(content: dict[str, Any]) -> bytes:
    """Return JSON of texts that may hold anything that a request held."""
    try:
        return orjson.dumps(content)
    except orjson.JSONEncodeError:  # half of a surrogate pair
        return orjson.dumps(_mended(content))


def _mended(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _mended(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_mended(one) for one in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
