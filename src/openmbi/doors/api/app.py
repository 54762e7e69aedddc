"""The API as an application that the web door mounts at `/api/v1`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI

from openmbi.doors.api.callers import caller_of
from openmbi.flow.gate.gate import Gate

if TYPE_CHECKING:
    from openmbi.flow.access.desk import AccessDesk

VERSION = "v1"
MOUNTED_AT = f"/api/{VERSION}"


def api(gate: Gate, access: AccessDesk | None = None) -> FastAPI:
    """Return the API of a gate; it only reads. `access`: where users and tokens are kept; None where nobody signs in, on loopback alone.

    A token in the header `Authorization`, or `request.state.viewer` as the web door sets it, says who calls; `/openapi.json` and `/health` are answered to
    everybody.
    """
    app = FastAPI(title="openmbi", version=VERSION, docs_url=None, redoc_url=None)
    app.state.caller = caller_of(gate, access)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return app
