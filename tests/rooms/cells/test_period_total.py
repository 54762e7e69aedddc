from datetime import date, timedelta
from decimal import Decimal

import pytest

from openmbi.cells.period_total import latest_complete_period, period_total
from openmbi.core.periods import Frequency, period_containing

FIRST = date(2015, 12, 28)
DAYS = [FIRST + timedelta(days=k) for k in range(430)]


@pytest.mark.parametrize("frequency", Frequency)
def test_periods_are_those_of_the_calendar(observations, frequency):
    rows = [("a", day, f"0.{day.day:02}", "normal") for day in DAYS]
    found = period_total(observations(rows), frequency).order_by("valid_at").to_pyarrow().to_pylist()
    expected = {}
    for day in DAYS:
        expected.setdefault(period_containing(day, frequency), []).append(Decimal(f"0.{day.day:02}"))
    assert found == [
        {
            "valid_at": period.first,
            "value": sum(values),
            "days": len(values),
            "days_in_period": (period.last - period.first).days + 1,
        }
        for period, values in expected.items()
    ]


def test_a_day_counts_once_however_many_subjects_it_has(observations):
    rows = [(who, DAYS[k], "1", "normal") for who in "abc" for k in (0, 1)]
    (row,) = period_total(observations(rows), Frequency.WEEKLY).to_pyarrow().to_pylist()
    assert (row["days"], row["value"], row["days_in_period"]) == (2, Decimal(6), 7)


def test_the_latest_complete_month_has_a_value_on_every_day(observations):
    whole = [("whole", day, "1", "normal") for day in DAYS if day <= date(2016, 3, 30)]
    holed = [("holed", *row[1:]) for row in whole if row[1] != date(2016, 2, 29)]
    short = [("short", date(2016, 2, 1), "1", "normal")]
    totals = period_total(observations(whole + holed + short), Frequency.MONTHLY, by=["subject"])
    rows = latest_complete_period(totals, by=["subject"]).to_pyarrow().to_pylist()
    assert {row["subject"]: row["valid_at"] for row in rows} == {
        "whole": date(2016, 2, 1),
        "holed": date(2016, 1, 1),
        "short": None,
    }
    (all_of_them,) = latest_complete_period(totals).to_pyarrow().to_pylist()
    assert all_of_them == {"valid_at": date(2016, 2, 1)}
