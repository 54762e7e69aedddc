"""The API as an application that the web door mounts at `/api/v1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from fastapi import FastAPI

from openmbi.doors.api.callers import PER_USER, caller_of
from openmbi.doors.api.door import Door
from openmbi.doors.api.refusals import add_refusals
from openmbi.doors.api.routes import declared, figures, judged
from openmbi.flow.gate.gate import Gate

if TYPE_CHECKING:
    from openmbi.flow.access.desk import AccessDesk

VERSION = "v1"
DOCUMENT_VERSION = "1.1.0"
"""Of the OpenAPI document: the middle number rises with every addition; what would break a reader makes a new VERSION, beside the old one."""
MOUNTED_AT = f"/api/{VERSION}"
_ABOUT = """只读接口：指标、红绿灯、预警、工单与公开发布。每个答复说明所据计算、知悉时点、是否实时、是否模拟、是否仅限内部。

Read only: figures, lights, alerts, cases and public releases. Every answer says which run it rests on, what was known, whether in real time, whether
simulated, whether for internal use only. Forms by the header `Accept` or by `format`: columnar JSON, Arrow stream, Parquet, CSV. Errors are
`application/problem+json` (RFC 9457) with a stable code.
"""
_TAGS = [
    {"name": "figures", "description": "指标数据 · figures"},
    {"name": "lights", "description": "红绿灯、预警、工单与贡献 · lights, alerts, cases and contributions"},
    {
        "name": "catalog",
        "description": "目录、代码表、日历、企业与公开发布 · catalog, code lists, calendar, enterprises and releases",
    },
]


def api(gate: Gate, access: AccessDesk | None = None, per_user: str = PER_USER) -> FastAPI:
    """Return the API of a gate; it only reads. `access`: where users and tokens are kept; None where nobody signs in, on loopback alone. `per_user`: how
    often one user may ask, by tokens and sessions together, as the library `limits` writes rates.

    A token in the header `Authorization`, or `request.state.viewer` as the web door sets it, says who calls; `/openapi.json` and `/health` are answered to
    everybody.
    """
    app = _Described(
        title="openmbi", version=DOCUMENT_VERSION, description=_ABOUT, openapi_tags=_TAGS, docs_url=None, redoc_url=None
    )
    door = Door(gate, caller_of(gate, access, per_user))
    for group in (figures, judged, declared):
        app.include_router(group.routes(door))

    @app.get("/health", operation_id="health", tags=["catalog"], summary="是否可用 · Whether the API answers")
    def health() -> dict[str, str]:
        """不需登录 · Needs no token."""
        return {"status": "ok"}

    add_refusals(app)
    return app


def api_document() -> dict[str, Any]:
    """Return the OpenAPI document: it is the same of every bureau."""
    return api(cast(Gate, None)).openapi()


class _Described(FastAPI):
    """The application whose document says how a caller makes itself known."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        if not self.openapi_schema:
            told = super().openapi()
            token = {"type": "http", "scheme": "bearer", "description": "只读令牌 · a read-only token: `mbi token`"}
            told.setdefault("components", {})["securitySchemes"] = {"token": token}
            told["security"] = [{"token": []}, {}]
            self.openapi_schema = told
        return self.openapi_schema
