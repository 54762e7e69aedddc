"""Alarms worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.sources.feed_alarms import LATE_AFTER_DAYS, AlarmKind, Feed, Refused, against_usual, feed_alarms

MONDAY = date(2026, 3, 2)


def feed(subjects: dict[date, int], frequency: Frequency = Frequency.DAILY, **more: object) -> Feed:
    made = Feed(
        source="power",
        indicator="use_kwh",
        name=Text("电", "power"),
        frequency=frequency,
        lag_days=1,
        late_after_days=3,
        least_share=0.8,
        most_quarantined=0.1,
        subjects=subjects,
    )
    return replace(made, **more)


def daily(counts: list[int], first: date = MONDAY) -> dict[date, int]:
    return {first + timedelta(days=number): count for number, count in enumerate(counts)}


def kinds(one: Feed, as_of: date) -> list[str]:
    return [alarm.kind for alarm in feed_alarms([one], as_of)]


def test_a_day_is_late_once_its_lag_and_the_days_beyond_have_passed():
    one = feed(daily([10] * 5))  # to Friday the 6th; Saturday the 7th is due on the 8th, and late on the 11th
    assert kinds(one, date(2026, 3, 10)) == []
    (alarm,) = feed_alarms([one], date(2026, 3, 11))
    assert (alarm.kind, alarm.since) == (AlarmKind.LATE, date(2026, 3, 11))
    assert "2026-03-07" in alarm.text.en
    assert feed_alarms([one], date(2026, 4, 1))[0].since == date(2026, 3, 11)


def test_a_month_is_late_by_its_last_day():
    one = feed({date(2026, 1, 1): 10}, Frequency.MONTHLY, lag_days=20, late_after_days=10)
    assert kinds(one, date(2026, 3, 29)) == []  # February ends on the 28th; 20 + 10 days after it is 30 March
    assert kinds(one, date(2026, 3, 30)) == ["late"]


def test_what_never_gave_a_period_is_not_late():
    assert kinds(feed({}), date(2026, 3, 30)) == []


def test_every_frequency_has_a_default():
    assert set(LATE_AFTER_DAYS) == set(Frequency)


@pytest.mark.parametrize(("last", "expected"), [(8, []), (7, ["short"])])
def test_short_is_below_the_least_share_of_the_median(last: int, expected: list[str]):
    one = feed(daily([10, 10, 10, 10, last]))
    assert kinds(one, date(2026, 3, 7)) == expected


def test_weekend_days_are_compared_with_weekend_days():
    week = [10, 10, 10, 10, 10, 4, 4]
    quiet = feed(daily([*week, *week, *week]))  # ends on a Sunday
    assert kinds(quiet, date(2026, 3, 23)) == []
    thin = feed(daily([*week, *week, *week[:-1], 3]))
    (alarm,) = feed_alarms([thin], date(2026, 3, 23))
    assert (alarm.kind, alarm.since) == (AlarmKind.SHORT, date(2026, 3, 22))
    thin_monday = feed(daily([*week, *week, *week, 4]))
    assert kinds(thin_monday, date(2026, 3, 24)) == ["short"]


def test_a_day_that_is_still_coming_in_is_not_judged():
    one = feed(daily([10, 10, 10, 10, 1]))
    assert kinds(one, date(2026, 3, 6)) == []  # Friday itself: its lag has not passed
    judged = against_usual(one, date(2026, 3, 6))
    assert judged
    assert (str(judged.period), judged.subjects, judged.usual) == ("2026-03-05", 10, 10.0)


def test_fewer_than_three_earlier_periods_judge_nothing():
    assert against_usual(feed(daily([10, 10, 1])), date(2026, 3, 9)) is None


def test_failed_is_a_refused_file_or_too_much_in_quarantine():
    refused = (
        Refused("a.csv", "ingest.empty-file", date(2026, 3, 5)),
        Refused("b.csv", "ingest.encoding", date(2026, 3, 4)),
    )
    (alarm,) = feed_alarms([feed({}, refused=refused)], date(2026, 3, 6))
    assert (alarm.kind, alarm.since) == (AlarmKind.FAILED, date(2026, 3, 4))
    assert "a.csv (ingest.empty-file)" in alarm.text.zh
    some = feed({}, taken_in=date(2026, 3, 5), observations=100, quarantined=10)
    assert kinds(some, date(2026, 3, 6)) == []
    many = replace(some, quarantined=11)
    assert kinds(many, date(2026, 3, 6)) == ["failed"]
