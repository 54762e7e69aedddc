"""The API, mounted beside the pages."""

from __future__ import annotations

from fastapi import FastAPI

from openmbi.doors.api.app import MOUNTED_AT, api
from openmbi.doors.web.web import Web


def add(app: FastAPI, web: Web) -> None:
    """Mount it."""
    app.mount(MOUNTED_AT, api(web.gate, web.access, web.settings.per_user))
