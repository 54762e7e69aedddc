import numpy as np
import pytest

from openmbi.core.adjusted import DayStatus
from openmbi.index.idle_runs import stopped_days

LETTERS = {"a": DayStatus.ACTIVE, "i": DayStatus.IDLE, "f": DayStatus.FESTIVAL_CLOSURE, "-": DayStatus.ABSENT}


@pytest.mark.parametrize(
    ("days", "stopped"),
    [
        ("aaiiiaa", "......."),  # three days are bridged
        ("aaiii", "....."),
        ("aaiiii", "..0000"),  # the fourth revises the three before
        ("aiiiia", ".0000."),
        ("iiii", "0000"),
        ("aiiaii", "......"),  # an active day ends a run
        ("aii-ii", ".00000"),  # an absent day carries a run on, without lengthening it …
        ("aii-i", "....."),
        ("a-iiii", "..0000"),  # … and starts none
        ("aiiii--a", ".000000."),  # what was last said stands until a reading says otherwise
        ("aiii---", "......."),
        ("aiiiifffa", ".0000000."),  # a plant that stopped before is not back for the holiday
        ("aiiiifffii", ".000000000"),
        ("aiiffffii", "........."),  # a closure is not idle: it ends a run that is still short …
        ("afffffa", "......."),
        ("afffiiii", "....0000"),  # … and the run after it is counted from its own first day
        ("afff---", "......."),
        ("aiiiiff--ffa", ".0000000000."),
    ],
)
def test_runs_of_idle_days(days, stopped):
    status = np.array([[LETTERS[letter] for letter in days]], np.uint8)
    found = stopped_days(status, 3)[0]
    assert "".join("0" if day else "." for day in found) == stopped


def test_subjects_do_not_touch_each_other():
    status = np.array([[LETTERS[letter] for letter in days] for days in ("iiiia", "aiiia", "iiiii")], np.uint8)
    assert stopped_days(status, 3).sum(axis=1).tolist() == [4, 0, 5]


def test_the_days_bridged_are_a_parameter():
    assert stopped_days(np.full((1, 2), DayStatus.IDLE, np.uint8), 0).all()
