"""Who is adjusted together: enterprises of one industry share a Spring Festival profile, and are worked out one industry after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from openmbi.catalog.indexes import LevelSpec
from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.core.tables import CellPanel, Floats, IndexSeries, IndexTerms, Names, Numbers, Reading
from openmbi.index.subject_terms import concatenated, subject_terms
from openmbi.index.weights import Weights, value_added_weights
from openmbi.index.zone_level import zone_level

FEWEST = 30
"""Industries with fewer subjects are pooled in one stratum: a profile learnt from a handful would be their own noise."""

Adjust = Callable[[CellPanel], AdjustedPanel]
Watch = Callable[[CellPanel, AdjustedPanel], None]
"""Who takes what they need of each stratum while it is held: growth, for one."""


@dataclass(frozen=True)
class Capped:
    """A spike: the adjusted reading and what it counts for, in the unit of the panel, and the index points between them."""

    subject: str
    day: date
    reading: float
    counted: float
    points: float


@dataclass(frozen=True)
class Levelled:
    """A level worked out stratum by stratum. `if_missing`: the last close if every sentinel meant "no reading"."""

    terms: IndexTerms
    series: IndexSeries
    weights: Weights
    capped: tuple[Capped, ...]
    if_missing: float


def strata(subjects: Names, industries: Mapping[str, str]) -> Numbers:
    """Return the number of each subject's stratum (n,): its industry's, or that of all industries too small for one of their own."""
    codes = np.array([industries.get(subject, "") for subject in subjects.tolist()], np.str_)
    listed, place, count = np.unique(codes, return_inverse=True, return_counts=True)
    large = count >= FEWEST
    number = np.where(large, np.cumsum(large) - 1, large.sum())
    return np.unique(number[place], return_inverse=True)[1] if len(listed) else np.zeros(0, np.intp)


def levelled(
    panel: CellPanel,
    stratum: Numbers,
    spec: LevelSpec,
    adjust: Adjust,
    *,
    exits: Mapping[str, date],
    accounts: Mapping[str, float],
    zone: str,
    watch: Sequence[Watch] = (),
) -> Levelled:
    """Adjust and level a panel, one stratum after another, so that no more than one is held in every form that it passes through; `watch` sees each.

    Raises
    ------
    Problem
        Those of `zone_level`.
    """
    work = _Work(spec, adjust, exits, np.zeros(len(panel.days), bool), watch)
    terms = concatenated((work.terms_of(part) for part in parts_of(panel, stratum)), panel.subjects)
    base = terms.weight
    weights = _weights(terms, spec, accounts, stratum)
    reported = panel.reading != Reading.ABSENT
    whole, series = zone_level(
        replace(terms, weight=weights.weight), spec, reported=reported, provisional=work.provisional, subject=zone
    )
    if_missing = series.close[-1]
    if work.sentinels:
        otherwise = concatenated(work.otherwise, panel.subjects)
        weights_otherwise = _weights(otherwise, spec, accounts, stratum).weight
        _, other = zone_level(
            replace(otherwise, weight=weights_otherwise), spec, reported=reported, provisional=work.provisional
        )
        if_missing = other.close[-1]
    return Levelled(whole, series, weights, work.capped(whole, base), float(if_missing))


def _weights(terms: IndexTerms, spec: LevelSpec, accounts: Mapping[str, float], stratum: Numbers) -> Weights:
    stated = accounts if spec.weight == "value_added" else {}
    return value_added_weights(terms.weight, terms.subjects, stated, stratum)


def parts_of(panel: CellPanel, stratum: Numbers) -> Iterator[CellPanel]:
    """Yield the panel of each stratum, one after another."""
    for number in range(int(stratum.max()) + 1):
        rows = np.flatnonzero(stratum == number)
        yield replace(panel, subjects=panel.subjects[rows], value=panel.value[rows], reading=panel.reading[rows])


class _Work:
    """What is gathered over the strata besides their terms."""

    def __init__(
        self,
        spec: LevelSpec,
        adjust: Adjust,
        exits: Mapping[str, date],
        provisional: np.ndarray,
        watch: Sequence[Watch],
    ) -> None:
        self.provisional = provisional
        self.otherwise: list[IndexTerms] = []
        self.sentinels = False
        self._spec = spec
        self._adjust = adjust
        self._exits = exits
        self._watch = watch
        self._spikes: list[tuple[Names, Numbers, Floats]] = []

    def terms_of(self, part: CellPanel) -> IndexTerms:
        """Return the terms of a stratum, and note its spikes and what it would be without sentinels."""
        adjusted = self._adjust(part)
        for watch in self._watch:
            watch(part, adjusted)
        self.provisional |= adjusted.provisional
        terms = subject_terms(adjusted, self._spec, exits=self._exits)
        row, day = np.nonzero(terms.capped)
        self._spikes.append((part.subjects[row], day, adjusted.value[row, day]))
        self.otherwise.append(self._without_sentinels(part, adjusted, terms))
        return terms

    def _without_sentinels(self, part: CellPanel, adjusted: AdjustedPanel, terms: IndexTerms) -> IndexTerms:
        sentinel = part.reading == Reading.ZERO_OR_MISSING
        if not sentinel.any():
            return terms
        self.sentinels = True
        status = np.where(sentinel, np.uint8(DayStatus.ABSENT), adjusted.status)
        return subject_terms(replace(adjusted, status=status), self._spec, exits=self._exits)

    def capped(self, terms: IndexTerms, base: Floats) -> tuple[Capped, ...]:
        """Return every spike with the points that its cap takes off; `base` (n,) is the base mean in the unit of the panel."""
        subjects, days, value = (np.concatenate(column) for column in zip(*self._spikes, strict=True))
        rows = np.searchsorted(terms.subjects, subjects)
        counted = base[rows] * terms.relative[rows, days]
        points = terms.weight[rows] * (value / base[rows] - terms.relative[rows, days]) / terms.divisor[days]
        order = np.lexsort((days, rows))
        found = zip(subjects, terms.days[days].tolist(), value, counted, points, strict=True)
        listed = [Capped(str(s), day, float(v), float(c), float(p)) for s, day, v, c, p in found]
        return tuple(listed[place] for place in order)
