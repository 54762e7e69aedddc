"""The OpenAPI document: its shape stays, its identifiers are the methods of the client."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import openmbi
from openmbi.doors.api.app import api_document

GOLDEN = Path(__file__).parent / "golden/api_v1.json"
OF_EVERY_ANSWER = {"format", "after", "limit", "as_of"}
"""What the client asks itself."""
OTHERWISE = {"keys": {"series"}, "number": set(), "name": set()}


def shape() -> dict[str, Any]:
    """Return what programs rely on: identifiers, addresses, parameters and columns with their types."""
    document = api_document()
    return {"version": document["info"]["version"], "routes": dict(map(_route, document["paths"].items()))}


def _route(item: tuple[str, Any]) -> tuple[str, Any]:
    path, told = item[0], item[1]["get"]
    content = told["responses"]["200"]["content"]["application/json"].get("schema", {})
    columns = content.get("properties", {}).get("columns", {}).get("properties", {})
    parameters = {one["name"]: bool(one.get("required")) for one in told.get("parameters", [])}
    columns = {name: one["items"]["type"] for name, one in columns.items()}
    return told["operationId"], {"path": path, "parameters": parameters, "columns": columns}


def test_its_shape_is_as_published():
    """Where this fails: what only adds raises DOCUMENT_VERSION and is written here anew; what takes away or renames needs another VERSION of the API."""
    assert shape() == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_every_route_has_a_method_of_the_client():
    for identifier, route in shape()["routes"].items():
        method = getattr(openmbi.Client, identifier)
        taken = set(inspect.signature(method).parameters) - {"self"}
        asked = set(route["parameters"]) - OF_EVERY_ANSWER
        asked -= {name for name, where in OTHERWISE.items() if identifier in where}
        assert asked <= taken, identifier
