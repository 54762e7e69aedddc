"""What chat robots answer: WeCom, DingTalk and Feishu refuse a message by a code inside an answer that HTTP calls a success, which apprise does not read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

CODE_OF = MappingProxyType({"wecombot": "errcode", "dingtalk": "errcode", "feishu": "code", "lark": "code"})
"""The field of the answer that is 0 where a message was taken, by the scheme of the address."""


class _Listening:
    """Stands in the place of the `requests` library: does the same, and notes what was refused."""

    def __init__(self, library: Any, field: str, refusals: list[str]) -> None:
        self._library, self._field, self._refusals = library, field, refusals

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def post(self, *arguments: Any, **named: Any) -> Any:
        """Post, and read the answer."""
        answer = self._library.post(*arguments, **named)
        if said := _refusal(answer, self._field):
            self._refusals.append(said)
        return answer


@contextmanager
def robot_answers(service: Any) -> Iterator[list[str]]:
    """Listen to what a service of apprise answers; the list holds why messages were refused. Of other services nothing is read."""
    refusals: list[str] = []
    field = CODE_OF.get(service.secure_protocol) if isinstance(service.secure_protocol, str) else None
    if field is None:
        yield refusals
        return
    module: Any = sys.modules[type(service).__module__]
    library = module.requests
    module.requests = _Listening(library, field, refusals)
    try:
        yield refusals
    finally:
        module.requests = library


def _refusal(answer: Any, field: str) -> str | None:
    """Return why a message was refused; None where it was taken, or where the answer says nothing of it."""
    if answer.status_code != 200:
        return None  # apprise reads this itself
    try:
        said = answer.json()
    except ValueError:
        return None
    code = said.get(field, 0) if isinstance(said, dict) else 0
    return f"{field} {code}: {said.get('errmsg') or said.get('msg') or ''}".strip() if code else None
