"""The lights at the ends of months: the last known day of each, the newest month as far as it goes."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Lights, Polarity
from openmbi.lights.month_ends import month_end_lights


def daily(days: np.ndarray, colour: np.ndarray) -> Lights:
    shape = colour.shape
    return Lights(
        rule="a rule",
        polarity=Polarity.RISK,
        subjects=np.array(["A", "B"]),
        days=days,
        colour=colour,
        measure=np.zeros(shape),
        reason=np.zeros(shape, np.int8),
        reasons=("",),
        since=np.broadcast_to(days, shape),
    )


def test_each_month_has_the_light_of_its_last_known_day():
    days = np.arange("2025-01-30", "2025-03-03", dtype="datetime64[D]")
    colour = np.stack([np.arange(len(days)), 100 - np.arange(len(days))]).astype(np.int8)
    found = month_end_lights(daily(days, colour), 36)
    assert [str(month) for month in found.months] == ["2025-01-01", "2025-02-01", "2025-03-01"]
    assert found.colour.tolist() == [[1, 29, 31], [99, 71, 69]]


def test_no_more_months_are_kept_than_asked_for():
    days = np.arange("2025-01-30", "2025-03-03", dtype="datetime64[D]")
    found = month_end_lights(daily(days, np.zeros((2, len(days)), np.int8)), 2)
    assert [str(month)[:7] for month in found.months] == ["2025-02", "2025-03"]
    assert found.colour.shape == (2, 2)
