"""The one-glance page as an answer."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from openmbi.core.problems import Problem
from openmbi.doors.web.web import Web
from openmbi.flow.gate.glance import glance


def glance_page(web: Web, request: Request) -> HTMLResponse | None:
    """Return the page of the viewer's own place; None where the newest run has no pages of places."""
    try:
        found = glance(web.gate, web.viewer(request))
    except Problem as problem:
        if problem.code == "access.none":
            return None
        raise
    return web.page(request, found)
