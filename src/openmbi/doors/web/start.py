"""The page that a viewer's own pages begin with, as an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from openmbi.core.access import Viewer
from openmbi.core.problems import Problem
from openmbi.doors.web.web import Web
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.glance import glance
from openmbi.flow.gate.own_page import own_page
from openmbi.flow.gate.release_pages import releases_page
from openmbi.reports.province.paths import GLANCE, OWN, RELEASES

_MADE: Mapping[str, Callable[[Gate, Viewer], dict[str, Any]]] = {GLANCE: glance, OWN: own_page, RELEASES: releases_page}


def start_page(web: Web, request: Request, path: str) -> HTMLResponse | None:
    """Return the page; None where the newest run knows nothing of what the viewer's scope names."""
    try:
        found = _MADE[path](web.gate, web.viewer(request))
    except Problem as problem:
        if problem.code == "access.none":
            return None
        raise
    return web.page(request, found)
