"""The case desk: `/zh/cases.html`, a case with its forms `/zh/case/12.html`, steps, several cases at once, and files of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

import orjson
from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from openmbi.core.cases import ActionKind, Cause, Closing, EvidenceFile
from openmbi.core.language import Language, Text
from openmbi.core.problems import Problem
from openmbi.doors.web.exporting import wants_export
from openmbi.doors.web.refusals import status_of
from openmbi.doors.web.web import Web
from openmbi.flow.gate.case_list import MOST
from openmbi.flow.gate.case_view import case_view
from openmbi.flow.gate.cases import CaseStep, take_step
from openmbi.flow.gate.desk import bulk_page, bulk_take, desk_page
from openmbi.flow.gate.evidence import Upload, evidence, keep_evidence, kept_before
from openmbi.reports.case.forms import Typed
from openmbi.reports.desk.inputs import DeskView
from openmbi.reports.province.paths import CASES

_SEE_OTHER = 303
_CHANGED = "case.changed-meanwhile"
_OUT_OF_REACH = ("access.none", "access.not-permitted", "case.none")
_MOST_FIELDS = 1000
_MOST_FILES = 20
_SHOWN = 50
_VIEWS = ("mine", "overdue", "open", "closed")


def add(app: FastAPI, web: Web) -> None:
    """Serve them."""

    @app.get(f"/data/{CASES}.json")
    def data(request: Request, view: Annotated[str, Query(max_length=20)] = "open") -> Response:
        asked = DeskView(view if view in _VIEWS else "open")
        return Response(orjson.dumps(desk_page(web.gate, web.viewer(request), asked)), media_type="application/json")

    for language in Language:
        _add_desk(app, web, language)
        _add_case(app, web, language)


def _add_desk(app: FastAPI, web: Web, language: Language) -> None:
    @app.get(f"/{language}/cases")
    @app.get(f"/{language}/cases.html")
    def shown(
        request: Request,
        *,
        view: Annotated[str, Query(max_length=20)] = "open",
        state: Annotated[str, Query(max_length=40)] = "",
        level: Annotated[str, Query(max_length=40)] = "",
        place: Annotated[str, Query(max_length=12)] = "",
        owner: Annotated[str, Query(max_length=80)] = "",
        after: Annotated[str | None, Query(max_length=200)] = None,
    ) -> HTMLResponse:
        asked = DeskView(view if view in _VIEWS else "open", state, level, place, owner, after)
        limit = MOST if wants_export(request) else _SHOWN
        return _with_token(web, request, desk_page(web.gate, web.viewer(request), asked, limit=limit))

    @app.get(f"/{language}/cases/several")
    def back() -> RedirectResponse:
        return RedirectResponse(f"/{language}/cases.html", _SEE_OTHER)

    @app.post(f"/{language}/cases/several")
    async def several(request: Request) -> HTMLResponse:
        form = await request.form(max_files=0, max_fields=_MOST_FIELDS)
        return await run_in_threadpool(_several, web, request, form)


def _add_case(app: FastAPI, web: Web, language: Language) -> None:
    @app.get(f"/{language}/case/{{number}}.html")
    def one(request: Request, number: int) -> HTMLResponse:
        return _with_token(web, request, case_view(web.gate, web.viewer(request), number))

    @app.get(f"/{language}/case/{{number}}/evidence/{{sha256}}")
    def file(request: Request, number: int, sha256: str) -> Response:
        found = evidence(web.gate, web.viewer(request), number, sha256)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"}
        return Response(found.content, media_type="application/octet-stream", headers=headers)

    @app.get(f"/{language}/case/{{number}}/{{kind}}")
    def back(number: int, kind: str) -> RedirectResponse:  # noqa: ARG001  the address names it
        return RedirectResponse(f"/{language}/case/{number}.html", _SEE_OTHER)

    @app.post(f"/{language}/case/{{number}}/{{kind}}")
    async def step(request: Request, number: int, kind: ActionKind) -> Response:
        async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS) as form:
            uploads = [Upload(one.filename or "", await one.read()) for one in _files(form)]
            return await run_in_threadpool(_stepped, web, request, (number, kind), form, uploads)


def _several(web: Web, request: Request, form: FormData) -> HTMLResponse:
    """Ask to confirm a step with several cases, or take it."""
    viewer, kind, chosen = web.viewer(request), _text(form, "kind"), _chosen(form)
    if not _text(form, "confirmed") or not chosen:
        return _with_token(web, request, bulk_page(web.gate, viewer, kind, chosen))
    found = bulk_take(web.gate, viewer, kind, chosen, owner=_text(form, "owner"), note=_text(form, "note"))
    return _with_token(web, request, found)


def _stepped(
    web: Web, request: Request, about: tuple[int, ActionKind], form: FormData, uploads: Sequence[Upload]
) -> Response:
    """Take a step and lead back to the case; where it is refused, show why, with all that was typed."""
    gate, viewer, seen = web.gate, web.viewer(request), _whole(_text(form, "seen"))
    number, kind = about
    kept: tuple[EvidenceFile, ...] = ()
    try:
        kept = kept_before(gate, viewer, number, _named_again(form))
        kept = (*kept, *keep_evidence(gate, viewer, number, uploads))
        take_step(gate, viewer, number, _step(kind, form, kept), seen=seen)
    except Problem as problem:
        if problem.code in _OUT_OF_REACH:
            raise
        typed = Typed(
            kind, {name: _texts(form, name) for name in ("note", "causes", "owner", "closing", "upheld")}, kept
        )
        changed = seen if problem.code == _CHANGED else None
        shown = case_view(gate, viewer, number, typed=typed, refused=problem, seen=changed)
        return _with_token(web, request, shown, status=409 if changed is not None else status_of(problem))
    return RedirectResponse(f"/{web.language(request)}/case/{number}.html#timeline", _SEE_OTHER)


def _step(kind: ActionKind, form: FormData, kept: tuple[EvidenceFile, ...]) -> CaseStep:
    """Return the step that a form asks for."""
    try:
        causes = tuple(Cause(value) for value in _texts(form, "causes"))
        closing = Closing(_text(form, "closing")) if _text(form, "closing") else None
    except ValueError as error:
        raise _no_choice() from error
    upheld = {"yes": True, "no": False}.get(_text(form, "upheld"))
    return CaseStep(
        kind,
        _text(form, "note"),
        owner=_text(form, "owner") or None,
        causes=causes,
        closing=closing,
        upheld=upheld,
        evidence=kept,
    )


def _with_token(web: Web, request: Request, document: dict[str, Any], *, status: int = 200) -> HTMLResponse:
    return web.page(request, document | {"csrf": web.csrf(request)}, status=status)


def _chosen(form: FormData) -> list[tuple[int, int]]:
    pairs = [value.partition(":") for value in _texts(form, "case")]
    return [(int(number), int(seen)) for number, _, seen in pairs if number.isdecimal() and seen.isdecimal()]


def _named_again(form: FormData) -> list[EvidenceFile]:
    pairs = [value.partition(":") for value in _texts(form, "kept")]
    return [EvidenceFile(name, sha256) for sha256, _, name in pairs]


def _files(form: FormData) -> list[UploadFile]:
    return [one for one in form.getlist("evidence") if isinstance(one, UploadFile) and one.filename]


def _text(form: FormData, name: str) -> str:
    return next(iter(_texts(form, name)), "")


def _texts(form: FormData, name: str) -> list[str]:
    return [value.strip() for value in form.getlist(name) if isinstance(value, str) and value.strip()]


def _whole(text: str) -> int:
    """Return a version; 0, which no case is at, of what is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _no_choice() -> Problem:
    return Problem(
        "case.wrong-question",
        Text("所选原因或结果不存在", "there is no such cause or outcome"),
        Text("从页面上的选项中选择", "choose from those on the page"),
    )
