"""The reasons of a case as the last run told them on its page."""

from __future__ import annotations

from typing import Any

import orjson

from openmbi.flow.bureau import Bureau
from openmbi.reports.province.paths import case_path


def told_reason(bureau: Bureau, number: int) -> dict[str, Any] | None:
    """Return the document of reasons on the page of a case; None where the last run wrote none."""
    file = bureau.output / "data" / f"{case_path(number)}.json"
    return orjson.loads(file.read_bytes())["reason"] if file.is_file() else None
