"""Pages that are there only where users sign in, in both languages."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI

from openmbi.core.language import Language
from openmbi.doors.web.web import Web


def for_users(add: Callable[[FastAPI, Web, Language], None]) -> Callable[[FastAPI, Web], None]:
    """Return what adds pages in both languages where users sign in, and none where nobody does. `add`: what adds them in one."""

    def added(app: FastAPI, web: Web) -> None:
        if web.access is None:
            return
        for language in Language:
            add(app, web, language)

    return added
