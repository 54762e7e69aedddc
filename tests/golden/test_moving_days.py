"""The table of the festivals that move is what its script makes of the ephemeris."""

import runpy
from pathlib import Path

from openmbi.catalog.moving_days import MOVING, load_moving_days

SCRIPT = runpy.run_path(str(Path(__file__).with_name("make_moving_days.py")))


def test_the_table_is_what_the_script_makes():
    table = load_moving_days(None)
    made = {year: SCRIPT["moving_days"](year) for year in SCRIPT["YEARS"]}
    assert made == {year: tuple(table.day(kind, year) for kind in MOVING) for year in SCRIPT["YEARS"]}


def test_leap_months_are_where_the_standard_has_them():
    """2033 is the year that older tables have wrong: its leap month follows the eleventh, so that New Year 2034 is 19 February."""
    assert SCRIPT["moving_days"](2034)[0].isoformat() == "2034-02-19"
    assert SCRIPT["moving_days"](2033)[3].isoformat() == "2033-09-08"


def test_no_festival_rests_on_less_than_two_minutes_before_midnight():
    minutes, name, moment = SCRIPT["_nearest_to_midnight"]()[0]
    assert (name, str(moment.date())) == ("中秋", "2089-09-04")
    assert 2 < minutes < 4
