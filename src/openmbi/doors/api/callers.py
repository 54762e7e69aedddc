"""Who calls: the token in the header `Authorization`, else the user who is signed in, else whoever sits at this machine where nobody signs in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import Request
from limits import parse

from openmbi.core.access import LOCAL, Viewer
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.doors.web.rates import Counts
from openmbi.doors.web.refusals import too_many
from openmbi.flow.access.tokens import viewer_of_token
from openmbi.flow.gate.gate import Gate

if TYPE_CHECKING:
    from openmbi.flow.access.desk import AccessDesk

Caller = Callable[[Request], Viewer]
"""Returns who calls; raises `api.who` where nobody is known, `access.too-many` of who asks too often."""

PER_USER = "1200/minute"
_BEARER = "bearer "


class TooOften(Problem):
    """A user asks too often. `wait_seconds`: after which time there is room again."""

    def __init__(self, wait_seconds: int) -> None:
        told = too_many()
        super().__init__(told.code, told.found, told.fix)
        self.wait_seconds = wait_seconds


def caller_of(gate: Gate, access: AccessDesk | None, per_user: str = PER_USER) -> Caller:
    """Return what tells who calls, and refuses by `TooOften` who asks more often than `per_user`, by all tokens and sessions together.

    `access`: where users and tokens are kept; None where nobody signs in, on loopback alone.
    """
    known, counts, rate = _known(gate, access), Counts(), parse(per_user)

    def caller(request: Request) -> Viewer:
        viewer = known(request)
        if viewer is not LOCAL and not counts.takes(rate, "user", viewer.user):
            raise TooOften(counts.wait_seconds(rate, "user", viewer.user))
        return viewer

    return caller


def _known(gate: Gate, access: AccessDesk | None) -> Caller:
    """Return what tells who calls."""

    def caller(request: Request) -> Viewer:
        given = request.headers.get("authorization")
        signed_in: Viewer | None = getattr(request.state, "viewer", None)
        if given is not None and access is not None and access.has_users:
            return _of_token(access, given, gate)
        if signed_in is not None:
            return signed_in
        if access is None or not access.has_users:
            return LOCAL
        raise _nobody()

    return caller


def _of_token(access: AccessDesk, given: str, gate: Gate) -> Viewer:
    token = given[len(_BEARER) :].strip() if given.lower().startswith(_BEARER) else ""
    found = viewer_of_token(access, token, now=gate.now()) if token else None
    if found is None:
        raise _nobody()
    return found


def _nobody() -> Problem:
    return Problem(
        "api.who",
        Text(
            "没有有效的令牌或会话",
            "the request has no valid token and no valid session",
        ),
        Text(
            "请在请求头加 Authorization: Bearer 令牌；令牌用 mbi token 生成",
            "send the header `Authorization: Bearer TOKEN`; `mbi token` makes one",
        ),
    )
