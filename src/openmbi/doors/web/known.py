"""Whose session a request carries, where a page is about the user itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

from openmbi.doors.web.refusals import not_signed_in

if TYPE_CHECKING:
    from openmbi.flow.access.sessions import Held


def held_of(request: Request) -> Held:
    """Return the session of a request.

    Raises
    ------
    Problem
        `access.not-signed-in`.
    """
    held: Held | None = request.state.held
    if held is None:
        raise not_signed_in()
    return held
