"""When official figures were published, as their source states it."""

from datetime import date

from openmbi.flow.release_days import release_days

STATED = """place,month,value,release_date
440000,2024-02,4.7,2024-03-17 10:00:00
440000,2024-03,5.5,2024-04-17 23:30:00
440100,2024-03,6.5,2024-04-20 10:00:00
"""
GROWTH = "value_added_growth_pct"


def test_the_day_is_that_of_the_place_and_of_the_place_alone(desk):
    assert release_days(desk(targets=STATED), GROWTH, "440000") == {
        date(2024, 2, 1): date(2024, 3, 17),
        date(2024, 3, 1): date(2024, 4, 17),
    }


def test_a_day_that_is_only_reckoned_is_not_told(desk):
    known = desk(targets="place,month,value\n440000,2024-02,4.7\n")
    assert release_days(known, GROWTH, "440000") == {}


def test_without_a_series_no_day_is_known(desk):
    assert release_days(desk(), GROWTH, "440000") == {}
