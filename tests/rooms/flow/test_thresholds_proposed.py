"""Events that a threshold is fixed on, and when no entry is proposed."""

from datetime import date

import numpy as np
import pytest

from openmbi.catalog.events import load_events
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.dated_events import DatedEvent, catalog_events, event_days
from openmbi.flow.threshold_proposal import Proposal, preferences_of, propose
from openmbi.index.signals.signal_counts import Side
from openmbi.index.signals.threshold import Choice, SignalHistory

DAYS = np.datetime64("2021-01-01") + np.arange(400)
EVENT = np.zeros(400, bool)
EVENT[120:140] = EVENT[300:320] = True


def proposed(measure: np.ndarray, preferences: dict[str, float]) -> Proposal:
    history = SignalHistory(DAYS, measure, EVENT, DAYS + 1)
    return propose(
        history,
        Choice(Side.BELOW, horizon=0, preference=0.5),
        preferences,
        fixed_on=date(2022, 2, 1),
        judged=date(2022, 2, 2),
        events=[Text("甲", "a")],
    )


def test_days_of_an_event_are_both_ends_and_those_between():
    one = DatedEvent(Text("甲", "a"), date(2021, 1, 2), date(2021, 1, 3))
    assert event_days([one], DAYS[:5]).tolist() == [False, True, True, False, False]


def test_events_of_the_catalog_are_those_that_touch_the_zone():
    events = load_events(None)
    codes = {event.name.en for event in catalog_events(events, "440000", [])}
    assert "Power rationing" in codes
    chosen = catalog_events(events, "440000", ["power_rationing_2021"])
    assert [(event.first, event.last) for event in chosen] == [(date(2021, 9, 16), date(2021, 10, 31))]
    with pytest.raises(Problem, match=r"nothing.*\n.*power_rationing_2021"):
        catalog_events(events, "440000", ["nothing"])


def test_a_fall_that_shows_every_event_is_proposed_with_its_rates():
    found = proposed(np.where(EVENT, -0.2, 0.01), {"yellow": 0.8})
    assert found.entry is not None
    assert "open: -0.2" in found.entry
    assert "close: -0.1" in found.entry
    assert "noise-to-signal 0.00" in found.entry
    assert found.area.auroc == 1


@pytest.mark.parametrize(
    ("measure", "preferences", "why"),
    [
        (np.where(EVENT, 0.2, -0.1), {"yellow": 0.5}, "no threshold is better"),
        (np.where(EVENT, 0.2, 0.3), {"yellow": 0.8}, "no fall"),
        (np.where(EVENT, -0.2, 0.3), {"yellow": 0.8, "red": 0.7}, "mild to severe"),
    ],
)
def test_where_an_entry_would_do_no_good_it_says_why(measure, preferences, why):
    found = proposed(measure, preferences)
    assert found.entry is None
    assert found.why_none is not None
    assert why in found.why_none.en


def test_preferences_are_read_from_mild_to_severe():
    assert list(preferences_of(["yellow=0.8", "red = 0.5"]).items()) == [("yellow", 0.8), ("red", 0.5)]
    for wrong in ("yellow", "yellow=1", "green=0.5", "red=half"):
        with pytest.raises(Problem):
            preferences_of([wrong])
