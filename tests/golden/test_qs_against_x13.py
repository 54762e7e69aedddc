"""QS is X-13ARIMA-SEATS's own: `make_qs.py` ran the program and wrote what it said of original and seasonally adjusted series."""

import json
from pathlib import Path

import numpy as np
import pytest

from openmbi.adjustment.diagnostics.residual_seasonality import qs

CASES = json.loads(Path(__file__).with_name("qs.json").read_text(encoding="utf-8"))
LAST_DIGIT = 5e-6


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['period']}/{case['differences']}")
@pytest.mark.parametrize(("of", "name"), [("values", "qsori"), ("adjusted", "qssadj")])
def test_qs_is_the_program_s(case: dict, of: str, name: str):
    found = qs(np.log(case[of]), case["period"], case["differences"])
    assert found.statistic == pytest.approx(case["qs"][name], abs=2 * LAST_DIGIT)
    assert found.p_value == pytest.approx(case["p"][name], abs=2 * LAST_DIGIT)


def test_some_are_seasonal_and_some_are_not():
    chances = [case["p"][name] for case in CASES for name in ("qsori", "qssadj")]
    assert min(chances) < 0.001
    assert max(chances) > 0.9
    assert any(0.001 < chance < 0.999 for chance in chances)
