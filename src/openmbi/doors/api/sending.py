"""How an answer is sent: in the form that is asked for, with what it rests on, and a tag by which an unchanged one need not be sent again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from fastapi import Request, Response

from openmbi.core.access import Viewer
from openmbi.core.language import Language
from openmbi.doors.api.forms import MEDIA, Form, form_of, written
from openmbi.doors.web.negotiation import preferred
from openmbi.flow.gate.answer import Answer
from openmbi.flow.gate.downloads import Mark, may_take

VARY = "Accept, Authorization, Cookie"
_KEPT_BYTES = 16 << 20
_MOST_BYTES = 1 << 20
_LONGEST_TOLD = 1000


@dataclass(frozen=True)
class Body:
    """What is sent: bytes, their form and the headers that say what they rest on."""

    content: bytes
    media: str
    tag: str
    headers: dict[str, str]


class Sent:
    """The answers sent last, to be sent again as they are; `_KEPT_BYTES` of them at most. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, Body] = OrderedDict()
        self._bytes = 0

    def get(self, tag: str) -> Body | None:
        """Return the answer of a tag; None where it is not kept."""
        with self._lock:
            return self._kept.get(tag)

    def keep(self, body: Body) -> None:
        """Keep an answer, and let the oldest go where there is no room."""
        if len(body.content) > _MOST_BYTES:
            return
        with self._lock:
            if body.tag not in self._kept:
                self._kept[body.tag] = body
                self._bytes += len(body.content)
            while self._bytes > _KEPT_BYTES:
                self._bytes -= len(self._kept.popitem(last=False)[1].content)


@dataclass(frozen=True)
class Question:
    """A request, who asks it, and the form that is asked for."""

    request: Request
    viewer: Viewer
    form: Form

    @staticmethod
    def of(request: Request, viewer: Viewer, form: Form | None) -> Question:
        """Return the question. Raises `api.not-acceptable`."""
        accept = request.headers.get("accept", "")
        return Question(request, viewer, form_of(form, accept, files=may_take(viewer)))

    @property
    def text(self) -> str:
        """Path and parameters as they were asked."""
        path, query = quote(self.request.url.path), self.request.url.query
        return (f"{path}?{query}" if query else path)[:_LONGEST_TOLD]

    def tag(self, digest: str) -> str:
        """Return the tag of the answer where it rests on a run of this digest alone: it changes with the run, the question, the form and the scope.

        That of a file is weak: who took it and when is written into it, and no part of its figures.
        """
        request, viewer = self.request, self.viewer
        told = (digest, request.url.path, request.url.query, self.form, viewer.role, viewer.scope)
        return self.of_form(_tag(repr(told).encode()))

    def of_form(self, tag: str) -> str:
        """Return a tag, weak of a file."""
        return f"W/{tag}" if self.form.is_file else tag


Take = Callable[[Answer], Mark]
"""Notes that an answer is taken out as a file, and returns its mark."""


def send(question: Question, sent: Sent, digest: str, ask: Callable[[], Answer], take: Take) -> Response:
    """Send an answer that rests on a run of this digest alone; where the reader has it already, say so without asking."""
    tag = question.tag(digest)
    if _has(question.request, tag):
        return _unchanged(tag)
    if question.form.is_file:
        return _sent(_body(question, ask(), tag, take))
    body = sent.get(tag)
    if body is None:
        body = _body(question, ask(), tag)
        sent.keep(body)
    return _sent(body)


def send_as_it_is(question: Question, answer: Answer, take: Take) -> Response:
    """Send an answer that may change at any time; its tag is of its content."""
    tag = question.of_form(_tag(written(answer, question.form, meta_of(answer))))
    if _has(question.request, tag):
        return _unchanged(tag)
    return _sent(_body(question, answer, tag, take))


def _sent(body: Body) -> Response:
    return Response(body.content, 200, body.headers, body.media)


def send_document(request: Request, document: Any) -> Response:
    """Send a document of JSON types."""
    content = orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS)
    tag = _tag(content)
    if _has(request, tag):
        return _unchanged(tag)
    return Response(content, 200, _headers(tag), MEDIA[Form.JSON])


def _body(question: Question, answer: Answer, tag: str, take: Take | None = None) -> Body:
    meta, mark = meta_of(answer), take(answer) if take and question.form.is_file else None
    language = preferred(question.request.headers.get("accept-language", Language.EN))
    told = meta | {"taken": mark.as_dict()} if mark else meta
    content = written(answer, question.form, told, mark.lines(answer, language) if mark else ())
    headers = _headers(tag) | _told(meta)
    if answer.after:
        query = [(name, value) for name, value in question.request.query_params.multi_items() if name != "after"]
        following = urlencode([*query, ("after", answer.after)])
        headers["Link"] = f'<{question.request.url.path}?{following}>; rel="next"'
    if question.form is Form.CSV:
        return Body(content, "text/csv; charset=utf-8", tag, headers)
    return Body(content, MEDIA[question.form], tag, headers)


def meta_of(answer: Answer) -> dict[str, Any]:
    """Return what is told beside the columns: what they rest on, how many rows, and where the next page begins."""
    return {"about": answer.about and answer.about.as_dict(), "rows": answer.rows, "next": answer.after}


def _told(meta: dict[str, Any]) -> dict[str, str]:
    """Return the same in headers, for forms that have no place for it; the mark of simulated and of internal figures among it."""
    about = meta["about"]
    if about is None:
        return {}
    return {
        "Mbi-Origin": f"{about['kind']}/{about['name']}",
        "Mbi-As-Of": about["as_of"],
        "Mbi-Timing": (about["timing"] or {}).get("code", "unknown"),
        "Mbi-Simulated": "true" if about["simulated"] else "false",
        "Mbi-Internal-Only": "true" if about["internal_only"] else "false",
    }


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": VARY}


def _unchanged(tag: str) -> Response:
    return Response(status_code=304, headers=_headers(tag))


def _has(request: Request, tag: str) -> bool:
    """Whether the reader has the answer of a tag (RFC 9110, section 13.1.2)."""
    given = request.headers.get("if-none-match")
    return given is not None and (
        given.strip() == "*" or tag.removeprefix("W/") in {one.strip().removeprefix("W/") for one in given.split(",")}
    )


def _tag(content: bytes) -> str:
    return f'"{blake2b(content, digest_size=16).hexdigest()}"'
