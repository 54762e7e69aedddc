"""How enterprises and groups moved in the days of an alert against the days before it, calendar-adjusted: what peers and members are told by."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np

from openmbi.core.tables import Floats, IndexTerms, Numbers
from openmbi.flow.compute import Computed

REFERENCE_DAYS = 28
"""Days before a movement began with which its days are compared."""
SCALE_DAYS = 365
"""Days over which the use of an enterprise is set against its level: a year, so that calendar effects even out."""


class Movements:
    """The movement of the enterprises of one run over any span of days."""

    def __init__(self, computed: Computed) -> None:
        self._computed = computed

    def of(self, rows: Numbers, since: date, until: date) -> tuple[Floats, Floats]:
        """Return the mean level (k,) of rows before a movement and in it, own base = 1; NaN where no day is known."""
        return before_and_within(self._terms.relative, rows, self._place(since), self._place(until))

    def of_close(self, close: Floats, since: date, until: date) -> tuple[Floats, Floats]:
        """Return the same of the closes (G, T) of groups."""
        return before_and_within(close, np.arange(len(close)), self._place(since), self._place(until))

    def kwh(self, rows: Numbers) -> Floats:
        """Return what a level of 1 is worth in kWh a day (k,); NaN where it cannot be told."""
        return self._scale[rows]

    @property
    def _terms(self) -> IndexTerms:
        return self._computed.terms

    def _place(self, day: date) -> int:
        return int((np.datetime64(day, "D") - self._terms.days[0]).astype(int))

    @cached_property
    def _scale(self) -> Floats:
        """Return Σ use ÷ Σ level over the days of the last year on which both are readings."""
        terms, panel = self._terms, self._computed.panel
        level, use = terms.relative[:, -SCALE_DAYS:], panel.value[:, -SCALE_DAYS:]
        read = ~(np.isnan(level) | np.isnan(use) | terms.filled[:, -SCALE_DAYS:] | terms.capped[:, -SCALE_DAYS:])
        total = np.where(read, level, 0.0).sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(total > 0, np.where(read, use, 0.0).sum(axis=1) / total, np.nan)


def before_and_within(values: Floats, rows: Numbers, first: int, last: int) -> tuple[Floats, Floats]:
    """Return the means (k,) of some rows of values (n, T) over the reference days before day number `first`, and from it to `last`; NaN where none is known."""
    start = max(first, 0)
    before = values[rows, max(start - REFERENCE_DAYS, 0) : start]
    return _means(before), _means(values[rows, start : last + 1])


def _means(values: Floats) -> Floats:
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.where(known.any(axis=1), np.where(known, values, 0.0).sum(axis=1) / known.sum(axis=1), np.nan)
