from datetime import date

import numpy as np
import pytest

from openmbi.core.tables import CellPanel, Reading
from openmbi.lights.stoppages import Stoppage, stoppages

LETTERS = {"a": Reading.NORMAL, "0": Reading.ZERO, "?": Reading.ZERO_OR_MISSING, "-": Reading.ABSENT}


def panel(*subjects: str) -> CellPanel:
    reading = np.array([[LETTERS[letter] for letter in days] for days in subjects], np.uint8)
    days = np.arange(np.datetime64("2016-03-01"), np.datetime64("2016-03-01") + reading.shape[1])
    value = np.where(reading == Reading.NORMAL, 5.0, np.where(reading == Reading.ABSENT, np.nan, 0.0))
    return CellPanel("use_kwh", "kWh", np.array([f"s{k}" for k in range(len(subjects))]), days, value, reading)


def day(number: int) -> date:
    return date(2016, 3, number)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("a000aaa", [(day(2), day(4), 3, False)]),
        ("a0?0", [(day(2), None, 3, True)]),
        ("a00aa", []),
        ("000a", []),  # not active before
        ("0000", []),
        ("aa0-00a", [(day(3), day(6), 3, False)]),  # a day without a reading neither counts nor ends it
        ("a000--", [(day(2), None, 3, True)]),
        ("a000a000a", [(day(2), day(4), 3, False), (day(6), day(8), 3, False)]),
    ],
)
def test_runs_of_nothing(days, expected):
    assert stoppages(panel(days), minimum_days=3) == tuple(Stoppage("s0", *run) for run in expected)


def test_subjects_are_kept_apart():
    found = stoppages(panel("a000", "000a", "a000"), minimum_days=3)
    assert [(stop.subject, stop.since) for stop in found] == [("s0", day(2)), ("s2", day(2))]
