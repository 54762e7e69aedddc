"""Who was watched and when, and on which of those days something truly happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from openmbi.core.quality import GRACE_DAYS, Episode
from openmbi.core.tables import Level

DAYS_OF_YEAR = 365.25
Spans = Mapping[str, tuple[tuple[int, int], ...]]
"""By subject, first and last days as ordinals: in order, apart from each other."""


@dataclass(frozen=True)
class Watch:
    """`subjects` of one level, watched from `first` to `last`, both included."""

    level: Level
    first: date
    last: date
    subjects: int

    @property
    def days(self) -> int:
        """How many days were watched."""
        return (self.last - self.first).days + 1

    @property
    def months(self) -> int:
        """How many months were watched, those of the first and the last day included."""
        return _month(self.last.toordinal()) - _month(self.first.toordinal()) + 1

    def holds(self, day: date) -> bool:
        """Whether a day was watched."""
        return self.first <= day <= self.last


def sought(episodes: Iterable[Episode], watch: Watch) -> list[Episode]:
    """Return the sought episodes of the level that began on the days watched, equal ones once."""
    return [
        one for one in dict.fromkeys(episodes) if one.sought and one.level is watch.level and watch.holds(one.first)
    ]


def struck(episodes: Iterable[Episode], watch: Watch, grace_days: int = GRACE_DAYS) -> Spans:
    """Return by subject of the level the watched days on which an episode of its own or one that touches it explains an alert."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    begin, end = watch.first.toordinal(), watch.last.toordinal()
    for episode in episodes:
        first = max(episode.first.toordinal(), begin)
        last = end if episode.last is None else min(episode.last.toordinal() + grace_days, end)
        if first <= last:
            for level, subject in {(episode.level, episode.subject), *episode.touches}:
                if level is watch.level:
                    found[subject].append((first, last))
    return {subject: _merged(spans) for subject, spans in found.items()}


def quiet_years(spans: Spans, watch: Watch) -> float:
    """Return the years of all subjects together on which nothing happened."""
    struck_days = sum(last - first + 1 for each in spans.values() for first, last in each)
    return (watch.subjects * watch.days - struck_days) / DAYS_OF_YEAR


def struck_months(spans: Spans) -> frozenset[tuple[str, int]]:
    """Return subjects and months (counted from year 0) with a day on which something happened."""
    return frozenset(
        (subject, month)
        for subject, each in spans.items()
        for first, last in each
        for month in range(_month(first), _month(last) + 1)
    )


def month_number(day: date) -> int:
    """Return the number of a day's month, counted from year 0."""
    return day.year * 12 + day.month - 1


def _month(ordinal: int) -> int:
    return month_number(date.fromordinal(ordinal))


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return tuple(merged)
