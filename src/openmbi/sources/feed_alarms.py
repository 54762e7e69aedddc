"""Alarms of feeds: late, short or failed. Pure: what came in is given, and so is the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median
from types import MappingProxyType

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period, period_containing

LATE_AFTER_DAYS: Mapping[Frequency, int] = MappingProxyType(
    {
        Frequency.DAILY: 3,
        Frequency.WEEKLY: 4,
        Frequency.MONTHLY: 10,
        Frequency.QUARTERLY: 15,
        Frequency.ANNUAL: 30,
    }
)
"""Days beyond the declared lag after which a period is late, where the contract does not say."""

FEWEST_PERIODS = 3
SATURDAY = 5


class AlarmKind(StrEnum):
    """What is wrong with a feed."""

    LATE = "late"
    SHORT = "short"
    FAILED = "failed"


@dataclass(frozen=True)
class Refused:
    """A delivered file that was refused as a whole and has not been taken in since: the code of the problem, and the day on which it was first told."""

    file: str
    code: str
    since: date


@dataclass(frozen=True)
class Feed:
    """One indicator of one source, as it stands on a day.

    `subjects`: how many subjects the recent periods have, by the period's first day; empty where the source is no series (a register). `known_at`: when
    the latest of them was known in full. `observations` and `quarantined` are of the last delivery, all files of it, taken in on `taken_in`.
    `least_share` and `most_quarantined` are shares, 0..1.
    """

    source: str
    indicator: str
    name: Text
    frequency: Frequency
    lag_days: int
    late_after_days: int
    least_share: float
    most_quarantined: float
    subjects: Mapping[date, int]
    known_at: datetime | None = None
    taken_in: date | None = None
    observations: int = 0
    quarantined: int = 0
    refused: tuple[Refused, ...] = ()

    @property
    def latest(self) -> Period | None:
        """The latest period that has a value."""
        return period_containing(max(self.subjects), self.frequency) if self.subjects else None


@dataclass(frozen=True)
class FeedAlarm:
    """An alarm of a feed: what is wrong, since which day, in words."""

    source: str
    indicator: str
    name: Text
    kind: AlarmKind
    since: date
    text: Text


@dataclass(frozen=True)
class Usual:
    """The latest period that can be judged, its subjects, and the median of those of the periods before it that are like it."""

    period: Period
    subjects: int
    usual: float


def feed_alarms(feeds: Iterable[Feed], as_of: date) -> tuple[FeedAlarm, ...]:
    """Return the alarms of feeds on a local day, in the order of the feeds: failed, late, short."""
    return tuple(alarm for feed in feeds for alarm in (*_failed(feed), *_late(feed, as_of), *_short(feed, as_of)))


def against_usual(feed: Feed, as_of: date) -> Usual | None:
    """Return the latest period whose declared lag has passed against what is usual; None where fewer than three earlier periods are like it.

    Like a day is a day of the same kind: weekend days are compared with weekend days. Of other frequencies every period is like every other.
    """
    due = [first for first in sorted(feed.subjects) if _due(period_containing(first, feed.frequency), feed) <= as_of]
    if not due:
        return None
    alike = [feed.subjects[first] for first in due[:-1] if _kind(first, feed) == _kind(due[-1], feed)]
    if len(alike) < FEWEST_PERIODS:
        return None
    return Usual(period_containing(due[-1], feed.frequency), feed.subjects[due[-1]], float(median(alike)))


def _kind(first: date, feed: Feed) -> bool:
    return feed.frequency is Frequency.DAILY and first.weekday() >= SATURDAY


def _due(period: Period, feed: Feed) -> date:
    """Return the day on which a period is known by its declared lag."""
    return period.last + timedelta(days=feed.lag_days)


def _late(feed: Feed, as_of: date) -> Iterator[FeedAlarm]:
    if feed.latest is None:
        return
    missing = period_containing(feed.latest.last + timedelta(days=1), feed.frequency)
    since = _due(missing, feed) + timedelta(days=feed.late_after_days)
    if since <= as_of:
        said = Text(
            "数据只到 {latest}；{missing} 应于 {due} 知悉，至 {since} 仍未到",
            "has data to {latest} only; {missing} should have been known on {due} and was not there by {since}",
        )
        told = said.fill(latest=feed.latest, missing=missing, due=_due(missing, feed), since=since)
        yield _alarm(feed, AlarmKind.LATE, since, told)


def _short(feed: Feed, as_of: date) -> Iterator[FeedAlarm]:
    found = against_usual(feed, as_of)
    if found and found.subjects < feed.least_share * found.usual:
        said = Text(
            "{period} 只有 {n} 个主体，通常 {usual:g} 个，不足其 {share:.0%}",
            "{period} has {n} subjects; {usual:g} are usual, and this is less than {share:.0%} of them",
        )
        told = said.fill(period=found.period, n=found.subjects, usual=found.usual, share=feed.least_share)
        yield _alarm(feed, AlarmKind.SHORT, found.period.last, told)


def _failed(feed: Feed) -> Iterator[FeedAlarm]:
    if feed.refused:
        said = Text("{n} 个文件被整体拒收：{files}", "{n} file(s) were refused as a whole: {files}")
        files = ", ".join(f"{one.file} ({one.code})" for one in feed.refused)
        since = min(one.since for one in feed.refused)
        yield _alarm(feed, AlarmKind.FAILED, since, said.fill(n=len(feed.refused), files=files))
    if feed.taken_in and feed.quarantined > feed.most_quarantined * feed.observations:
        said = Text(
            "最近一次交付的 {n} 条观测中有 {q} 条在隔离区，超过 {share:.0%}",
            "of the {n} observations of the last delivery {q} are in quarantine, more than {share:.0%}",
        )
        told = said.fill(n=feed.observations, q=feed.quarantined, share=feed.most_quarantined)
        yield _alarm(feed, AlarmKind.FAILED, feed.taken_in, told)


def _alarm(feed: Feed, kind: AlarmKind, since: date, text: Text) -> FeedAlarm:
    return FeedAlarm(feed.source, feed.indicator, feed.name, kind, since, text)
