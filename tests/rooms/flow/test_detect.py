"""What a run tells detection: cases and events in day numbers, what a closing says of an episode, and who lies where on the newest day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from openmbi.alerts.detection.episodes import Ending
from openmbi.alerts.detection.replay import KnownCase
from openmbi.alerts.detection.watch import Members
from openmbi.catalog.events import EventKind, Events, KnownEvent
from openmbi.catalog.industry_tree import load_industries
from openmbi.catalog.loader import Name
from openmbi.catalog.places import load_places
from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.cases import Case, CaseState, Closing
from openmbi.core.tables import Colour, Level, Stints
from openmbi.flow.detect import explained_by, known_cases, members_of

FIRST = date(2025, 11, 1)
DAYS = np.arange(np.datetime64(FIRST), np.datetime64(FIRST) + 60)
NOW = datetime(2025, 12, 31, 4, tzinfo=UTC)
PLACES, INDUSTRIES = load_places(None), load_industries(None)


def day(number: int) -> date:
    return FIRST + timedelta(number)


def alert(found: int, since: int) -> Alert:
    return Alert(
        level=Level.ENTERPRISE,
        subject="A",
        found_on=day(found),
        since=day(since),
        direction=Direction.DOWN,
        channels=(Channel.LEVEL,),
        sources=(),
        p_value=1e-6,
        q_value=0.01,
        stratum="C39",
        colour=Colour.RED,
    )


def case(closing: Closing | None = None, closed: int | None = 40) -> Case:
    """A case whose alert was found on day 20, of a movement since day 17."""
    opened = datetime(2025, 11, 22, 1, tzinfo=UTC)
    found = Case(
        number=1,
        version=1,
        level=Level.ENTERPRISE,
        subject="A",
        place="440604",
        industry="C39",
        state=CaseState.ASSIGNED,
        owner="foshan",
        opened_at=opened,
        changed_at=opened,
        alert=alert(20, 17),
        newest=alert(20, 17),
    )
    if closing is None or closed is None:
        return found
    at = datetime(2025, 11, 2, 1, tzinfo=UTC) + timedelta(closed)
    return replace(found, state=CaseState.CLOSED, closing=closing, closed_at=at, closed_on=day(closed))


def test_an_open_case_has_no_ending():
    assert known_cases([case()], DAYS, NOW) == [KnownCase(Level.ENTERPRISE, "A", found=20, began=17)]


ENDS = {
    "verified": Ending.CONFIRMED,
    "recovered": Ending.PASSED,
    "false_alarm": Ending.NO_EVENT,
    "dispute_upheld": Ending.NO_EVENT,
    "explained": Ending.NEW_LEVEL,
}


@pytest.mark.parametrize("closing", list(Closing), ids=str)
def test_every_closing_says_how_the_episode_ended(closing: Closing):
    (known,) = known_cases([case(closing)], DAYS, NOW)
    assert known == KnownCase(Level.ENTERPRISE, "A", found=20, began=17, closed=40, ending=ENDS[closing])


def test_what_was_before_the_first_day_or_after_the_last_has_a_number_of_no_day():
    (before,) = known_cases([replace(case(), newest=alert(-5, -9))], DAYS, NOW)
    (after,) = known_cases([case(Closing.VERIFIED, closed=75)], DAYS)
    assert (before.found, before.began, after.closed) == (-5, -9, 75)


def test_a_look_back_knows_no_case_of_its_future_and_no_closing():
    closed = case(Closing.FALSE_ALARM)
    assert closed.closed_at is not None
    as_of = (closed.opened_at - timedelta(hours=1), closed.opened_at, closed.closed_at - timedelta(hours=1))
    told = [known_cases([closed], DAYS, moment) for moment in as_of]
    assert told[0] == []
    assert [(one.closed, one.ending) for (one,) in told[1:]] == [(None, None)] * 2
    (after,) = known_cases([closed], DAYS, closed.closed_at)
    assert after.ending is Ending.NO_EVENT


def test_a_case_taken_up_again_goes_by_its_newest_alert():
    (known,) = known_cases([replace(case(), newest=alert(33, 31), reopened=1)], DAYS, NOW)
    assert (known.found, known.began, known.ending) == (33, 31, None)


def stints(level: Level, groups: list[str], *each: tuple[int, int, int, int]) -> Stints:
    """Of (row, group, first, stop)."""
    row, group, first, stop = (np.array(column, np.intp) for column in zip(*each, strict=True))
    return Stints(level, np.array(groups), row, group, first, stop)


SUBJECTS = np.array(["A", "B", "C", "D"])
STAYS = (0, 60)


def members(**differs: object) -> Members:
    found = {
        Level.CITY: stints(Level.CITY, ["440300", "440600"], (0, 1, 30, 60), (0, 0, 0, 30), (1, 1, *STAYS), (2, 0, *STAYS), (3, 0, *STAYS)),
        Level.INDUSTRY: stints(Level.INDUSTRY, ["C30", "C39"], (0, 1, *STAYS), (1, 0, *STAYS), (2, 1, *STAYS)),
        Level.CELL: stints(
            Level.CELL, ["440300-C39", "440600-C30", "440600-C39"], (0, 2, 30, 60), (0, 0, 0, 30), (1, 1, *STAYS), (2, 0, *STAYS)
        ),
    }  # fmt: skip
    settings = {"owners": ["group", "", "group", "lone"], "stop": np.array([60, 60, 12, 60])} | differs
    return members_of(SUBJECTS, found, "440000", **settings)  # type: ignore[arg-type]


def test_an_enterprise_lies_where_it_was_last():
    """A moved from Shenzhen to Foshan on day 30; D is in no industry and in no cell."""
    m = members()
    assert m.cities[m.city].tolist() == ["440600", "440600", "440300", "440300"]
    assert m.industries[m.industry].tolist() == ["C39", "C30", "C39", ""]
    assert m.cells[m.cell].tolist() == ["440600-C39", "440600-C30", "440300-C39", ""]
    assert m.stop is not None
    assert m.stop.tolist() == [60, 60, 12, 60]


def test_where_nothing_tells_groups_apart_there_is_one():
    m = members_of(SUBJECTS, {}, "440000", owners=[""] * 4, stop=np.full(4, 60))
    assert (m.cities.tolist(), m.city.tolist()) == ([""], [0, 0, 0, 0])


def test_an_owner_of_one_enterprise_owns_no_other_to_move_to():
    owner = members().owner
    assert owner[0] == owner[2] >= 0
    assert owner[[1, 3]].tolist() == [-1, -1]


def event(code: str, first: int, last: int, places: tuple[str, ...] = (), industries: tuple[str, ...] = ()) -> Events:
    name = Name(zh=code, en=code)
    declared = KnownEvent(
        code=code,
        name=name,
        kind=EventKind.OTHER,
        first=day(first),
        last=day(last),
        places=places,
        industries=industries,
        citation=name,
    )
    return Events((declared,), PLACES, INDUSTRIES)


@pytest.mark.parametrize(
    ("places", "industries", "enterprises", "meso", "zone"),
    [
        ((), (), [1, 1, 1, 1], [1, 1, 1, 1], True),
        (("440600",), (), [1, 1, 0, 1], [0, 1, 0, 0], False),
        ((), ("C39",), [1, 0, 1, 1], [0, 0, 0, 1], True),
        (("440600",), ("C39",), [1, 0, 0, 1], [0, 0, 0, 0], False),
        (("440000",), (), [1, 1, 1, 1], [1, 1, 1, 1], True),
    ],
    ids=str,
)
def test_a_known_event_touches_whom_it_names(places, industries, enterprises, meso, zone: bool):
    """Cities 440300, 440600, then industries C30, C39 and none. D, of which nothing is known, may be touched by any."""
    m = members()
    (told,) = explained_by(event("storm", 5, 9, places, industries), m, DAYS)
    assert (told.code, told.first, told.last) == ("storm", 5, 9)
    assert told.enterprises.tolist() == [bool(each) for each in enterprises]
    assert told.meso[:4].tolist() == [bool(each) for each in meso]
    assert told.zone is zone
    assert told.enterprises.tolist() == told.cells[m.cell].tolist()


@pytest.mark.parametrize(("first", "last", "told"), [(-9, -1, 0), (-9, 0, 1), (59, 70, 1), (60, 70, 0)])
def test_only_events_of_the_days_are_told(first: int, last: int, told: int):
    found = explained_by(event("storm", first, last), members(), DAYS)
    assert [(one.first, one.last) for one in found] == [(first, last)] * told
