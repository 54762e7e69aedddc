"""Which truth an alert is of, by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.quality import Episode, Part, Verdict, match
from openmbi.core.tables import Colour, Level

FIRST = date(2026, 3, 1)


def alert(
    day: int, subject: str = "e1", level: Level = Level.ENTERPRISE, direction: Direction = Direction.DOWN
) -> Alert:
    """An alert that was found so many days after FIRST."""
    found = FIRST + timedelta(days=day)
    return Alert(level, subject, found, found, direction, (Channel.LEVEL,), (), 0.001, 0.05, "s", Colour.RED)


def episode(first: int, last: int | None, subject: str = "e1", level: Level = Level.ENTERPRISE, **more) -> Episode:
    end = None if last is None else FIRST + timedelta(days=last)
    return Episode(level, subject, FIRST + timedelta(days=first), end, "shutdown", **more)


@pytest.mark.parametrize(
    ("day", "right"), [(-1, False), (0, True), (5, True), (10, True), (17, True), (18, False), (300, False)]
)
def test_an_alert_is_right_from_the_first_day_to_a_week_after_the_last(day: int, right: bool):
    (judged,) = match([alert(day)], [episode(0, 10)])
    assert judged.verdict is (Verdict.CONFIRMED if right else Verdict.FALSE)
    assert (judged.truth is not None) == right


def test_what_lasts_to_the_end_is_found_at_any_time():
    (judged,) = match([alert(300)], [episode(0, None)])
    assert (judged.verdict, judged.part) == (Verdict.CONFIRMED, Part.FIRST)


def test_the_first_finds_and_the_others_repeat_whatever_the_order_given():
    judged = match([alert(9), alert(2), alert(4)], [episode(0, 10)])
    assert [(one.alert.found_on.day, one.part) for one in judged] == [
        (3, Part.FIRST),
        (5, Part.REPEAT),
        (10, Part.REPEAT),
    ]
    assert [one.counts for one in judged] == [True, False, False]


@pytest.mark.parametrize(
    "other",
    [
        alert(2, subject="e2"),
        alert(2, level=Level.CELL),
        alert(2, direction=Direction.UP),
    ],
)
def test_another_subject_level_or_direction_is_false(other: Alert):
    (judged,) = match([other], [episode(0, 10, direction=Direction.DOWN)])
    assert judged.verdict is Verdict.FALSE


def test_of_two_episodes_the_one_not_found_yet_is_taken_and_then_the_one_begun_last():
    early, late = episode(0, 30), episode(5, 30)
    judged = match([alert(6), alert(7), alert(8)], [late, early])
    assert [(one.truth, one.part) for one in judged] == [
        (late, Part.FIRST), (early, Part.FIRST), (late, Part.REPEAT),
    ]  # fmt: skip


def test_a_member_of_a_struck_group_is_an_echo_and_does_not_find_it():
    cell = episode(0, 10, "440100-C39", Level.CELL, touches=frozenset({(Level.ENTERPRISE, "e1")}))
    member, group = alert(1), alert(3, "440100-C39", Level.CELL)
    judged = match([member, group], [cell])
    assert [(one.part, one.counts) for one in judged] == [(Part.ECHO, False), (Part.FIRST, True)]


def test_an_episode_of_its_own_comes_before_the_groups():
    own = episode(0, 10)
    cell = episode(0, 10, "440100-C39", Level.CELL, touches=frozenset({(Level.ENTERPRISE, "e1")}))
    (judged,) = match([alert(1)], [cell, own])
    assert (judged.truth, judged.part) == (own, Part.FIRST)


def test_what_is_not_sought_explains_and_comes_last():
    silent = episode(0, 10, sought=False)
    (judged,) = match([alert(1)], [silent])
    assert (judged.truth, judged.verdict, judged.part, judged.counts) == (silent, Verdict.CONFIRMED, Part.OTHER, False)
    cell = episode(0, 10, "440100-C39", Level.CELL, touches=frozenset({(Level.ENTERPRISE, "e1")}))
    assert [one.part for one in match([alert(1), alert(12)], [silent, cell, episode(12, 13)])] == [
        Part.ECHO,
        Part.FIRST,
    ]
    typhoon = episode(0, 1, "440800", Level.CITY, touches=frozenset({(Level.ENTERPRISE, "e1")}), sought=False)
    assert [one.part for one in match([alert(1)], [typhoon])] == [Part.OTHER]


def test_the_grace_is_an_argument():
    (judged,) = match([alert(11)], [episode(0, 10)], grace_days=0)
    assert judged.verdict is Verdict.FALSE
