"""The API under cases that schemathesis makes of its own document, right and wrong ones; `python -m benchmarks.api_fuzz` asks as many as you like."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from benchmarks.api_fuzz import Tally, fuzzed, known_codes

from openmbi.doors.api.app import api
from openmbi.flow.bureau import load_bureau
from openmbi.flow.gate.gate import Gate

CASES = 180
FAR = datetime(2100, 1, 1, tzinfo=UTC)


def test_the_server_has_no_error_whatever_it_is_asked(town: Path):
    gate = Gate(load_bureau(town), lambda: datetime.now(UTC))
    tally = fuzzed(api(gate), known_codes(gate), Tally(FAR, CASES), round_cases=6)
    assert tally.errors == []
    assert tally.strange == []
    assert tally.cases == CASES
    assert {200, 404, 422} <= set(tally.statuses)
