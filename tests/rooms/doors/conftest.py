"""The overview's example document, as the web door is given it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from openmbi.core.registry import package_folder


@pytest.fixture
def document() -> dict[str, Any]:
    example = package_folder("openmbi.reports.overview") / "example" / "overview.json"
    return json.loads(example.read_text(encoding="utf-8"))
