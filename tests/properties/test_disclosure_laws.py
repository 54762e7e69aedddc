"""Laws of disclosure control: every pattern passes its audit, and suppressing more never tells more."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.cells.disclosure.tables import drawn

from openmbi.cells.disclosure.audit import audit, intervals
from openmbi.cells.disclosure.secondary import suppress
from openmbi.core.disclosure import DisclosureParameters, Suppression

RULES = DisclosureParameters()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), rows=st.integers(2, 5), columns=st.integers(2, 5))
def test_every_pattern_passes_its_audit(seed: int, rows: int, columns: int):
    tables = drawn(seed, (rows, columns))
    if len(tables.value):
        assert audit([tables], suppress([tables], RULES), RULES).passed


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), more=st.integers(0, 24))
def test_suppressing_more_never_narrows_an_interval(seed: int, more: int):
    tables = drawn(seed, (3, 4))
    pattern = suppress([tables], RULES)
    fewer = pattern.published.copy()
    fewer[more % len(fewer)] = False
    before, after = (intervals([tables], one)[0] for one in (pattern, Suppression.of_flags(fewer)))
    slack = 1e-5 * float(np.abs(tables.value).max())
    for cell, interval in before.items():
        assert after[cell].low <= interval.low + slack
        assert after[cell].high >= interval.high - slack
    assert audit([tables], Suppression.of_flags(fewer), RULES).passed
