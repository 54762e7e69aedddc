"""Bounds of the q-value that are fixed on the past alone, in an expanding window: what verified alerts of before would have allowed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from openmbi.alerts.quality.intervals import wilson
from openmbi.core.proportions import Proportion
from openmbi.core.quality import Judged, Verdict
from openmbi.core.tables import Flags, Floats, Numbers

TARGET = 0.10
FEWEST = 20


@dataclass(frozen=True)
class PastBound:
    """The loosest `bound` of the q-value that was right often enough, as known before `judged_from`; NaN where there was none.

    `learnt`: verified alerts that it was fixed on, within it, and how many of them were false.
    """

    judged_from: date
    bound: float
    learnt: Proportion


@dataclass(frozen=True)
class Replayed:
    """A bound, and the verified alerts of the days that it judged: `kept` within it and `dropped` by it, each with how many were false."""

    fixed: PastBound
    kept: Proportion
    dropped: Proportion


@dataclass(frozen=True)
class _Verified:
    """Verified alerts that count: q-values and whether they were false, days (ordinals) on which that was known and on which they were found; all (v,)."""

    q_value: Floats
    false: Flags
    known_on: Numbers
    found_on: Numbers


def bound_as_known(
    judged: Iterable[Judged], judged_from: date, *, target: float = TARGET, fewest: int = FEWEST
) -> PastBound:
    """Return the bound of q-values from a day on: the largest at which at most `target` of at least `fewest` alerts verified before that day were false."""
    return _bound(_verified(judged), judged_from, target, fewest)


def replayed_bounds(
    judged: Iterable[Judged], begins: Sequence[date], *, target: float = TARGET, fewest: int = FEWEST
) -> tuple[Replayed, ...]:
    """Return the bound fixed before each of the `begins` (in order) and what it did to the alerts found from then to the next; the last one is open-ended.

    Where there was no bound every alert is kept.
    """
    alerts, ends = _verified(judged), [*(begin.toordinal() for begin in begins[1:]), date.max.toordinal()]
    found = []
    for begin, end in zip(begins, ends, strict=False):
        fixed = _bound(alerts, begin, target, fewest)
        here = (alerts.found_on >= begin.toordinal()) & (alerts.found_on < end)
        within = alerts.q_value <= (np.inf if np.isnan(fixed.bound) else fixed.bound)
        found.append(Replayed(fixed, _false_of(alerts.false[here & within]), _false_of(alerts.false[here & ~within])))
    return tuple(found)


def _bound(alerts: _Verified, judged_from: date, target: float, fewest: int) -> PastBound:
    known = alerts.known_on < judged_from.toordinal()
    q_value, false = alerts.q_value[known], alerts.false[known]
    order = np.argsort(q_value, kind="stable")
    q_value, wrong, total = q_value[order], np.cumsum(false[order]), np.arange(1, len(order) + 1)
    ends = np.append(q_value[1:] != q_value[:-1], np.ones(min(len(order), 1), bool))
    allowed = np.flatnonzero(ends & (total >= fewest) & (wrong <= target * total))
    if not len(allowed):
        return PastBound(judged_from, np.nan, wilson(0, 0))
    place = allowed[-1]
    return PastBound(judged_from, float(q_value[place]), wilson(int(wrong[place]), int(total[place])))


def _verified(judged: Iterable[Judged]) -> _Verified:
    counted = [one for one in judged if one.counts and one.verdict is not Verdict.UNVERIFIED]
    return _Verified(
        q_value=np.nan_to_num(np.array([one.alert.q_value for one in counted], np.float64), nan=1.0),
        false=np.array([one.verdict is Verdict.FALSE for one in counted], bool),
        known_on=np.array([(one.verdict_on or one.alert.found_on).toordinal() for one in counted], np.intp),
        found_on=np.array([one.alert.found_on.toordinal() for one in counted], np.intp),
    )


def _false_of(false: Flags) -> Proportion:
    return wilson(int(false.sum()), len(false))
