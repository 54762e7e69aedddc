"""What the OpenAPI document says of answers: the schema of columns, the forms, and the refusals."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from openmbi.doors.api.forms import MEDIA, Form
from openmbi.doors.api.refusals import PROBLEM

_TEXTS = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
}
_MAYBE_TEXTS = {"anyOf": [_TEXTS, {"type": "null"}]}
_MAYBE_TEXT = {"type": ["string", "null"]}
_ABOUT = {
    "description": "所据计算 · the run that the figures rest on",
    "anyOf": [
        {
            "type": "object",
            "properties": {
                "kind": {"type": "string", "enum": ["run", "release"]},
                "name": {"type": "string"},
                "digest": {"type": "string"},
                "as_of": {"type": "string", "format": "date-time"},
                "run_at": _MAYBE_TEXT,
                "data_until": _MAYBE_TEXT,
                "timing": {"type": ["object", "null"], "properties": {"code": {"type": "string"}, "meaning": _TEXTS}},
                "simulated": _MAYBE_TEXTS,
                "internal_only": _MAYBE_TEXTS,
            },
            "required": ["kind", "name", "as_of", "timing", "simulated", "internal_only"],
        },
        {"type": "null"},
    ],
}
_META = {
    "type": "object",
    "properties": {"about": _ABOUT, "rows": {"type": "integer", "minimum": 0}, "next": _MAYBE_TEXT},
    "required": ["about", "rows", "next"],
}
_PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "found": _TEXTS,
        "fix": _TEXTS,
    },
    "required": ["type", "title", "status", "detail", "code", "found", "fix"],
}
_REFUSED = {
    400: "参数不可用 · a parameter that cannot be used",
    401: "没有有效的令牌或会话 · no valid token or session",
    403: "角色无此权限 · the role is not permitted to do this",
    404: "没有，或不在可见范围内 · there is none, or it lies outside your view",
    409: "与现状冲突 · not as things stand now",
    406: "没有可提供的格式 · no form that there is",
    422: "参数有误 · wrong parameters",
    429: "请求过于频繁，见 Retry-After · too many requests; the header Retry-After says when to ask again",
    503: "尚不能回答 · cannot be answered yet",
}
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"description": told, "content": {PROBLEM: {"schema": _PROBLEM}}} for status, told in _REFUSED.items()
}
_UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "未变 · unchanged: the reader's copy holds"}}


def columns_told(schema: pa.Schema, *more: pa.Field) -> dict[int | str, dict[str, Any]]:
    """Return what is said of an answer of these columns, in every form; `more`: columns that stand there where they are asked for."""
    needed = {field.name: _column(field) for field in schema}
    columns = {
        "type": "object",
        "properties": {**needed, **{one.name: _column(one) for one in more}},
        "required": list(needed),
    }
    document = {"type": "object", "properties": {"columns": columns, "meta": _META}, "required": ["columns", "meta"]}
    binary = {"schema": {"type": "string", "format": "binary"}}
    forms = {MEDIA[form]: binary for form in (Form.ARROW, Form.PARQUET)}
    content = {MEDIA[Form.JSON]: {"schema": document}, **forms, MEDIA[Form.CSV]: {"schema": {"type": "string"}}}
    return {200: {"description": "列式表 · columns of equal length", "content": content}, **_UNCHANGED, **REFUSALS}


def document_told(description: str) -> dict[int | str, dict[str, Any]]:
    """Return what is said of an answer that is a JSON document."""
    content = {MEDIA[Form.JSON]: {"schema": {"type": "object"}}}
    return {200: {"description": description, "content": content}, **_UNCHANGED, **REFUSALS}


def _column(field: pa.Field) -> dict[str, Any]:
    return {"type": "array", "items": _item(field.type, nullable=field.nullable)}


def _item(kind: pa.DataType, *, nullable: bool) -> dict[str, Any]:
    if pa.types.is_list(kind):
        return {"type": "array", "items": _item(kind.value_type, nullable=False)}
    name = "string" if pa.types.is_string(kind) else "integer" if pa.types.is_integer(kind) else "number"
    return {"type": [name, "null"] if nullable else name}
