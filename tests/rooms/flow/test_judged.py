"""How many enterprises a run could judge: who is too young, who is too unsteady, and how long a history has to be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.rooms.alerts.detection.conftest import QUICK, Town, town

from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.core.judged import Judged
from openmbi.core.language import Language
from openmbi.core.tables import CellPanel, Reading
from openmbi.flow.judged import judged, told_of_judged


def panel_of(made: Town) -> CellPanel:
    reading = np.where(np.isfinite(made.level) | made.idle, Reading.NORMAL, Reading.ABSENT).astype(np.uint8)
    return CellPanel("use_kwh", "kWh", made.members.subjects, made.days, np.exp(made.level), reading)


def test_who_cannot_be_judged_is_counted_by_why():
    """Of 480: three first read on day 190 of 205, one that has stood still since day 80, one never read; and two more who are on the register no more."""
    made = town()
    made.level[:3, :190] = np.nan
    made.level[:3, 190:] = 8
    made.level[[10, 20, 21]] = np.nan
    made.idle[10, 80:] = True
    exists = np.ones(len(made.level), bool)
    exists[[21, 30]] = False
    made.parameters = replace(QUICK, learning_days=200)
    found = judged(made.replayed(200).watch, panel_of(made), exists, QUICK)
    assert (found.enterprises, found.young, found.unsteady) == (478, 3, 2)
    assert found.days_missing == 0


def test_one_whose_movement_was_found_is_judged():
    """It fell silent after it was found: it has no reference, but stands under an alert."""
    made = town()
    made.level[10, 150:] -= 1
    made.level[10, 160:] = np.nan
    found = judged(made.replayed(145).watch, panel_of(made), np.ones(len(made.level), bool), QUICK)
    assert (found.young, found.unsteady) == (0, 0)


def test_a_history_is_long_enough_when_one_score_alone_can_be_rare_enough():
    """With 7 days pooled and a rate of 10 %, 70 days of all that are tested; scores are counted from day 69 on."""
    made = town()
    missing = []
    for until in (50, 100, 130, 150):
        then = made.until(until)
        found = judged(then.replayed(145).watch, panel_of(then), np.ones(len(made.level), bool), QUICK)
        missing.append(found.days_missing)
    assert missing[0] == 19 + 70
    assert missing[1] == pytest.approx(70 - 31, abs=2)
    assert missing[2] == pytest.approx(70 - 61, abs=2)
    assert missing[3] == 0


def test_where_nothing_was_heard_nobody_is_judged():
    made = town(length=20)
    found = judged(None, panel_of(made), np.ones(len(made.level), bool), DetectionParameters())
    assert found == Judged(480, young=480, unsteady=0, days_missing=0)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Judged(1106, 0, 0, 0), []),
        (Judged(1106, 12, 0, 0), ["12 of 1,106 enterprises have been read for too short a time"]),
        (Judged(1106, 0, 3, 0), ["3 of 1,106 enterprises cannot be judged"]),
        (Judged(1106, 1106, 0, 90), ["1,106 of 1,106", "about 90 more days"]),
    ],
    ids=str,
)
def test_what_is_told(found: Judged, said: list[str]):
    told = list(told_of_judged(found))
    assert len(told) == len(said)
    assert all(part in text.say(Language.EN) for part, text in zip(said, told, strict=True))
    assert all("{" not in text.say(language) for text in told for language in Language)
