"""How good alerts on drawn provinces were, by episode: what was false, what was found and how late. The rule of matching is that of `core/quality`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf

import numpy as np

from benchmarks.detection_episodes import day, other_episodes, planted_episodes
from benchmarks.detection_truth import Truth
from openmbi.alerts.quality.intervals import poisson_rate, wilson
from openmbi.alerts.quality.watch import DAYS_OF_YEAR, Watch, struck
from openmbi.core.alerts import Alert
from openmbi.core.proportions import EventRate, Proportion
from openmbi.core.quality import Episode, Judged, Part, Verdict, match
from openmbi.core.tables import Colour, Level
from openmbi.simulation.calendar import NEW_YEARS
from openmbi.simulation.province.event_kinds import EventKind

FESTIVAL_WEEKS = -14, 21  # days from New Year, both included
PAIR = "relocation"  # found where either end is found


@dataclass(frozen=True)
class Found:
    """A planted event: its kind, its first day, whether freight or persons on site see its enterprise too, and the days until its first alert (∞: none)."""

    kind: str
    first: date
    two_sources: bool
    days: float


@dataclass(frozen=True)
class Outcome:
    """What the alerts of one province, or of several together, were worth.

    `judged`: alerts that found a planted event, and false ones. `echoes`: alerts of members of a cell that was struck, without the cell's alert covering them.
    `others`: alerts of what else is true, or found before. `years`: enterprise-years in which nothing happened.
    """

    judged: tuple[Judged, ...]
    events: tuple[Found, ...]
    echoes: int
    others: int
    years: float

    def false(self, chosen: Callable[[Alert], bool] = lambda _: True) -> Proportion:
        """Return the share of false alerts among the chosen ones."""
        counted = [one for one in self.judged if chosen(one.alert)]
        return wilson(sum(one.verdict is Verdict.FALSE for one in counted), len(counted))

    def false_alarms(self) -> EventRate:
        """Return false alerts of enterprises in 1,000 enterprise-years in which nothing happened."""
        count = sum(one.verdict is Verdict.FALSE and one.alert.level is Level.ENTERPRISE for one in self.judged)
        return poisson_rate(count, self.years / 1000)

    def recall(
        self, kinds: Iterable[str], within: float | None = None, chosen: Callable[[Found], bool] = lambda _: True
    ) -> Proportion:
        """Return the share of the events of some kinds that were found, so many days after their beginning at the latest (None: at all)."""
        days = [one.days for one in self.events if one.kind in set(kinds) and chosen(one)]
        return wilson(sum(each < inf if within is None else each <= within for each in days), len(days))

    def delay(self, kind: str, share: float) -> float:
        """Return the day after the beginning by which this share of a kind was found; ∞ where so many never were."""
        days = [one.days for one in self.events if one.kind == kind]
        return float(np.quantile(days, share, method="inverted_cdf")) if days else np.nan


def judge(truth: Truth, alerts: Iterable[Alert]) -> Outcome:
    """Judge the alerts of the days after the history."""
    planted, others = planted_episodes(truth), other_episodes(truth)
    first = day(truth, truth.history)
    judged = match([one for one in alerts if one.found_on >= first], [*planted, *others])
    counted = tuple(one for one in judged if one.counts)
    echoes = [one for one in judged if one.part is Part.ECHO]
    found = {one.truth: one.alert.found_on for one in counted if one.truth}
    return Outcome(
        counted,
        tuple(_events(truth, planted, found)),
        sum(one.alert.covered_by is None for one in echoes),
        len(judged) - len(counted) - len(echoes),
        _quiet_years(truth, [*planted, *others]),
    )


def pooled(outcomes: Sequence[Outcome]) -> Outcome:
    """Return several provinces as one."""
    return Outcome(
        tuple(one for each in outcomes for one in each.judged),
        tuple(one for each in outcomes for one in each.events),
        sum(each.echoes for each in outcomes),
        sum(each.others for each in outcomes),
        sum(each.years for each in outcomes),
    )


def of_level(*levels: Level) -> Callable[[Alert], bool]:
    """Return what chooses the alerts of some levels."""
    return lambda alert: alert.level in levels


def in_festival_weeks(alert: Alert) -> bool:
    """Whether an alert was found around a New Year."""
    return _around_new_year(alert.found_on)


def begun_elsewhere(event: Found) -> bool:
    """Whether an event began at another time of the year: around a New Year most enterprises stand still, and one more cannot be told from them."""
    return not _around_new_year(event.first)


def _around_new_year(day: date) -> bool:
    first, last = (timedelta(each) for each in FESTIVAL_WEEKS)
    return any(first <= day - new_year <= last for new_year in NEW_YEARS)


def is_red(alert: Alert) -> bool:
    """Whether an alert is red."""
    return alert.colour is Colour.RED


def _events(truth: Truth, planted: Sequence[Episode], found: dict[Episode, date]) -> list[Found]:
    seen = ~np.isnan(truth.freight[:, truth.history :]).all(axis=1)
    seen |= ~np.isnan(truth.onsite[:, truth.history :]).all(axis=1)
    two = set(truth.subjects[seen].tolist())
    days = {one: float((found[one] - one.first).days) if one in found else inf for one in planted}
    each = [Found(one.kind, one.first, one.subject in two, days[one]) for one in planted]
    falls, rises = (
        [one for one in planted if one.kind == kind] for kind in (EventKind.RELOCATION_FROM, EventKind.RELOCATION_TO)
    )
    pairs = zip(falls, rises, strict=True)
    return each + [Found(PAIR, a.first, a.subject in two, min(days[a], days[b])) for a, b in pairs]


def _quiet_years(truth: Truth, episodes: Sequence[Episode]) -> float:
    """Return the enterprise-years of life after the history on which nothing happened."""
    first = day(truth, truth.history)
    watch = Watch(Level.ENTERPRISE, first, day(truth, len(truth.days) - 1), len(truth.subjects))
    number = np.arange(truth.history, len(truth.days))
    quiet = (number >= truth.first[:, None]) & (number < truth.stop[:, None])
    row = {subject: k for k, subject in enumerate(truth.subjects.tolist())}
    for subject, spans in struck(episodes, watch).items():
        for begin, end in spans:
            quiet[row[subject], begin - first.toordinal() : end + 1 - first.toordinal()] = False
    return float(quiet.sum()) / DAYS_OF_YEAR
