"""Bounds of the q-value that are fixed on the past alone, in an expanding window: what verified alerts of before would have allowed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from openmbi.alerts.quality.intervals import wilson
from openmbi.core.proportions import Proportion
from openmbi.core.quality import Judged, Verdict
from openmbi.core.tables import Flags, Floats

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


def bound_as_known(
    judged: Iterable[Judged], judged_from: date, *, target: float = TARGET, fewest: int = FEWEST
) -> PastBound:
    """Return the bound of q-values from a day on: the largest at which at most `target` of at least `fewest` alerts verified before that day were false."""
    known = [one for one in judged if one.counts and _verified(one) and _known_on(one) < judged_from]
    q_values, false = _arrays(known)
    if not len(q_values):
        return PastBound(judged_from, np.nan, wilson(0, 0))
    order = np.argsort(q_values, kind="stable")
    q_values, total = q_values[order], np.arange(1, len(order) + 1)
    wrong = np.cumsum(false[order])
    ends = np.append(q_values[1:] != q_values[:-1], True)
    allowed = np.flatnonzero(ends & (total >= fewest) & (wrong <= target * total))
    if not len(allowed):
        return PastBound(judged_from, np.nan, wilson(0, 0))
    place = allowed[-1]
    return PastBound(judged_from, float(q_values[place]), wilson(int(wrong[place]), int(total[place])))


def replayed_bounds(
    judged: Sequence[Judged], begins: Sequence[date], *, target: float = TARGET, fewest: int = FEWEST
) -> tuple[Replayed, ...]:
    """Return the bound fixed before each of the `begins` (in order) and what it did to the alerts found from then to the next; the last one is open-ended.

    Where there was no bound every alert is kept.
    """
    found = []
    for place, begin in enumerate(begins):
        fixed = bound_as_known(judged, begin, target=target, fewest=fewest)
        end = begins[place + 1] if place + 1 < len(begins) else date.max
        here = [one for one in judged if one.counts and _verified(one) and begin <= one.alert.found_on < end]
        q_values, false = _arrays(here)
        within = q_values <= (np.inf if np.isnan(fixed.bound) else fixed.bound)
        found.append(Replayed(fixed, _false_of(false[within]), _false_of(false[~within])))
    return tuple(found)


def _verified(one: Judged) -> bool:
    return one.verdict is not Verdict.UNVERIFIED


def _known_on(one: Judged) -> date:
    return one.verdict_on or one.alert.found_on


def _arrays(judged: Sequence[Judged]) -> tuple[Floats, Flags]:
    return (
        np.nan_to_num(np.array([one.alert.q_value for one in judged], np.float64), nan=1.0),
        np.array([one.verdict is Verdict.FALSE for one in judged], bool),
    )


def _false_of(false: Flags) -> Proportion:
    return wilson(int(false.sum()), len(false))
