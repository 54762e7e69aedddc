"""Weeks, months and quarters: found from the gaps between values, labelled by any of their days."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import openmbi
from openmbi.core.problems import Problem
from openmbi.doors.notebook.frequency import inferred


def frequency_of(days: pd.DatetimeIndex) -> str:
    return str(inferred(days.to_numpy().astype("M8[D]"), np.ones((1, len(days)), bool), ["a"]))


@pytest.mark.parametrize(
    ("alias", "found"),
    [
        ("D", "D"),
        ("B", "D"),
        ("W-SUN", "W"),
        ("W-MON", "W"),
        ("W-WED", "W"),
        ("MS", "M"),
        ("ME", "M"),
        ("QS", "Q"),
        ("QE", "Q"),
    ],
)
def test_the_frequency_is_found_from_the_gaps(alias: str, found: str):
    assert frequency_of(pd.date_range("2014-01-06", periods=24, freq=alias)) == found


def test_gaps_leave_the_frequency_as_it_is():
    days = pd.date_range("2014-01-06", periods=60, freq="MS")
    assert frequency_of(days[[0, 1, 5, 6, 9, 20, 21, 40]]) == "M"
    weeks = pd.date_range("2014-01-06", periods=60, freq="W")
    assert frequency_of(weeks[[0, 1, 5, 6, 9, 20, 21, 40]]) == "W"


def test_every_fourth_week_is_no_month():
    with pytest.raises(Problem, match=r"show no frequency|more than one value"):
        openmbi.adjust(pd.Series(1.0, pd.date_range("2014-01-06", periods=60, freq="28D")))


def monthly(label: str) -> pd.Series:
    days = pd.date_range("2012-01-01", periods=60, freq=label)
    random = np.random.default_rng(2)
    return pd.Series(np.exp(5 + 0.1 * np.sin(np.arange(60) * np.pi / 6) + random.normal(scale=0.02, size=60)), days)


def test_a_month_may_be_labelled_by_any_of_its_days():
    first = openmbi.adjust(monthly("MS"))
    last = openmbi.adjust(monthly("ME"))
    periods = openmbi.adjust(monthly("MS").to_period("M"))
    texts = pd.DataFrame({"month": monthly("MS").index.strftime("%Y-%m"), "use": monthly("MS").to_numpy()})
    assert (last.index == monthly("ME").index).all()
    assert str(periods.index.dtype) == "period[M]"
    for other in (last, periods, openmbi.adjust(texts, time="month")["use"]):
        np.testing.assert_array_equal(other.to_numpy(), first.to_numpy())
    assert not np.allclose(first, monthly("MS"))


def test_weeks_are_those_from_monday_to_sunday():
    random = np.random.default_rng(2)
    weeks = pd.Series(
        np.exp(random.normal(scale=0.02, size=130)), pd.date_range("2013-01-06", periods=130, freq="W-SUN")
    )
    found = openmbi.adjust(weeks)
    np.testing.assert_array_equal(openmbi.adjust(weeks.to_period("W-SUN")).to_numpy(), found.to_numpy())
    with pytest.raises(Problem, match=r"period\[W-THU\]"):
        openmbi.adjust(weeks.to_period("W-THU"))


def test_a_label_that_says_the_frequency_is_believed():
    quarters = pd.Series(1.0 + np.arange(20), pd.period_range("2012Q1", periods=20, freq="Q"))
    assert openmbi.adjustment_of(quarters).frequency == "Q"
    two_forms = pd.DataFrame({"month": ["2015-01", "2015-W10"], "use": [1.0, 2.0]})
    with pytest.raises(Problem) as caught:
        openmbi.adjust(two_forms, time="month")
    assert caught.value.code == "frame.mixed-frequencies"


def test_another_method_is_one_word():
    found = openmbi.adjust(monthly("MS").to_frame("use"), method="stl", output="seasonally_adjusted")
    assert found["use"].std() < 0.6 * monthly("MS").std()
    with pytest.raises(Problem) as caught:
        openmbi.adjust(monthly("MS").to_frame("use"), method="stl", by={"use": "x"})
    assert caught.value.code == "adjustment.option"
    with pytest.raises(Problem) as caught:
        openmbi.adjust(monthly("MS"), method="x12")
    assert caught.value.code == "adjustment.no-method"
