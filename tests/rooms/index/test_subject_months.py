"""Levels of enterprises by month, worked by hand."""

import numpy as np
import pytest

from openmbi.core.periods import Frequency
from openmbi.core.tables import Days, Flags, Floats, IndexTerms
from openmbi.index.subject_months import subject_months

MONTHS = np.array(["2024-01-01", "2024-02-01", "2024-03-01"], "datetime64[D]")


def terms(days: Days, relative: Floats, *, member: Flags | None = None, filled: Flags | None = None) -> IndexTerms:
    shape = relative.shape
    return IndexTerms(
        index="level",
        subjects=np.array([f"e{row}" for row in range(shape[0])]),
        days=days,
        weight=np.ones(shape[0]),
        relative=relative,
        member=np.ones(shape, bool) if member is None else member,
        divisor=np.ones(shape[1]),
        filled=np.zeros(shape, bool) if filled is None else filled,
        capped=np.zeros(shape, bool),
    )


def test_days_are_averaged_and_a_month_that_is_not_over_has_no_value():
    days = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-03-31"))
    relative = np.where(days < np.datetime64("2024-01-11"), 1.31, 1.0)[None]
    found = subject_months(terms(days, relative), Frequency.DAILY, MONTHS)
    assert found[0].tolist() == pytest.approx([110.0, 100.0, np.nan], nan_ok=True)


def test_a_week_counts_by_its_days_in_the_month():
    days = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-04-01"), 7)
    relative = np.where(days == np.datetime64("2024-01-29"), 2.0, 1.0)[None]
    found = subject_months(terms(days, relative), Frequency.WEEKLY, MONTHS)
    assert found[0].tolist() == pytest.approx([100 * (28 + 3 * 2) / 31, 100 * (25 + 4 * 2) / 29, 100.0])


def test_a_quarter_stands_for_its_own_months_only():
    days = np.array(["2023-10-01"], "datetime64[D]")
    months = np.array(["2023-11-01", "2023-12-01", "2024-01-01"], "datetime64[D]")
    found = subject_months(terms(days, np.array([[0.8]])), Frequency.QUARTERLY, months)
    assert found[0].tolist() == pytest.approx([80.0, 80.0, np.nan], nan_ok=True)


def test_a_month_must_rest_on_readings_and_on_membership():
    days = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-02-01"))
    filled, member = np.zeros((3, 31), bool), np.ones((3, 31), bool)
    filled[0, :15], filled[1, :16] = True, True
    member[2, 0] = False
    relative = np.where(member, 0.9, np.nan)
    found = subject_months(terms(days, relative, member=member, filled=filled), Frequency.DAILY, MONTHS[:1])
    assert found[:, 0].tolist() == pytest.approx([90.0, np.nan, np.nan], nan_ok=True)


def test_rows_are_the_same_in_blocks():
    days = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-02-01"))
    relative = np.linspace(0.5, 1.5, 1100)[:, None] * np.ones(31)
    found = subject_months(terms(days, relative), Frequency.DAILY, MONTHS[:1])
    np.testing.assert_allclose(found[:, 0], 100 * np.linspace(0.5, 1.5, 1100), rtol=1e-6)


def test_months_before_all_data_have_no_value():
    days = np.arange(np.datetime64("2025-01-01"), np.datetime64("2025-02-01"))
    assert np.isnan(subject_months(terms(days, np.ones((1, 31))), Frequency.DAILY, MONTHS)).all()
