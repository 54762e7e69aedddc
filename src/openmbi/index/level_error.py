"""How far the levels of groups, and any linear measure of them, may be off because calendar effects are estimated."""

# Scipy says less of its sparse matrices than they can do:
# pyright: reportOperatorIssue=false

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from openmbi.core.adjusted import StratumErrors
from openmbi.core.tables import Flags, Floats, IndexTerms, Numbers, Stints
from openmbi.index.effect_errors import EffectErrors
from openmbi.index.row_blocks import row_blocks
from openmbi.index.stint_rows import StintRows, stint_rows

ROWS = 2048
ERROR_DAYS = 90
"""Days before the last that have an error: those of a chart's latest quarter, and more than a light judges."""


class LevelErrors:
    """The errors of the levels I_gt = Σ wᵢvᵢₜ / D_gt of G groups over the last D days.

    An effect that is e_it log points too high makes I_gt too low by c_it e_it, c_it = wᵢvᵢₜ / D_gt, to the first order. Where a day does not rest on a
    reading (the fit stands in for it, or a cap), or the enterprise stands still, no effect was taken out and c_it = 0. vᵢₜ is relative to a base mean of
    adjusted values, so that the mean of e over the base days is taken off. Own errors of different enterprises are independent, the common errors of a stratum
    are one draw for all of them, strata are independent: variances add.
    """

    def __init__(
        self,
        terms: IndexTerms,
        errors: Sequence[StratumErrors],
        stints: Stints,
        *,
        close: Floats,
        base_day: Flags,
        days: int = ERROR_DAYS,
    ) -> None:
        """Take the terms of n subjects on T days, their effects' errors (rows of `terms`), and the groups with their closes (G, T)."""
        days = min(days, len(terms.days))
        self.days = days
        self.close = close[:, -days:]
        self._strata = [EffectErrors.of(e, rows=len(terms.subjects), base_day=base_day, days=days) for e in errors]
        self._loads = _Loads(terms, stint_rows((stints,)), days)

    @cached_property
    @threadpool_limits.wrap(limits=1, user_api="blas")
    def standard_error(self) -> Floats:
        """The standard error (G, D) of the closes, in index points; NaN where a group has no level."""
        variance = np.zeros(self.close.shape)
        for stratum in self._strata:
            common, power = np.zeros(self.close.shape), stratum.daily_power()
            for block in self._loads.of(stratum):
                load = block.load * self._scale[block.group]
                own = (load * stratum.sigma[block.at, None]) ** 2 * power[stratum.kind[block.at]]
                variance += block.belongs(len(variance)) @ own
                common += block.belongs(len(variance)) @ (load * stratum.loading[block.at, None])
            variance += common**2 * stratum.daily_common_power()
        return np.where(np.isnan(self.close), np.nan, np.sqrt(variance))

    @threadpool_limits.wrap(limits=1, user_api="blas")
    def of_measure(self, weights: Floats) -> Floats:
        """Return the standard error (G,) of Σ_t weights (G, D) · close, such as a mean of days or a mean against the mean before it; NaN where a weight is."""
        scaled = np.nan_to_num(weights) * self._scale
        variance = np.zeros(len(scaled))
        for stratum in self._strata:
            common = np.zeros((len(scaled), stratum.common_design.shape[1]))
            for block in self._loads.of(stratum):
                load = block.load * scaled[block.group]
                variance += np.bincount(block.group, stratum.own_variance(block.at, load), minlength=len(scaled))
                common += block.belongs(len(scaled)) @ stratum.common_load(block.at, load)
            variance += stratum.common_variance(common)
        return np.where(np.isnan(weights).any(axis=1), np.nan, np.sqrt(variance))

    @cached_property
    def _scale(self) -> Floats:
        """1 / D_gt (G, D): a group's close over the load of all its members; 0 where there is neither."""
        load = self._loads.total(len(self.close))
        return np.nan_to_num(np.divide(self.close, load, out=np.zeros(load.shape), where=load > 0))


class SubjectErrors:
    """The errors of measures of single subjects, of their relative use vᵢₜ over the last D days; as `LevelErrors` of a group of one, without a divisor."""

    def __init__(
        self, terms: IndexTerms, errors: Sequence[StratumErrors], *, base_day: Flags, days: int = ERROR_DAYS
    ) -> None:
        """Take the terms of n subjects on T days, and their effects' errors (rows of `terms`)."""
        self.days = min(days, len(terms.days))
        self._strata = [EffectErrors.of(e, rows=len(terms.subjects), base_day=base_day, days=self.days) for e in errors]
        self._terms = terms

    @threadpool_limits.wrap(limits=1, user_api="blas")
    def of_measure(self, rows: slice, weights: Floats) -> Floats:
        """Return the standard error (b,) of Σ_t weights (b, D) · vᵢₜ of some rows; NaN where a weight is."""
        terms, last = self._terms, slice(-self.days, None)
        read = terms.member[rows, last] & ~terms.filled[rows, last] & ~terms.capped[rows, last]
        load = np.where(read, terms.relative[rows, last] * np.nan_to_num(weights), 0.0)
        variance = np.zeros(len(load))
        for stratum in self._strata:
            mine = np.flatnonzero(stratum.at[rows] >= 0)
            at = stratum.at[rows][mine]
            variance[mine] = stratum.own_variance(at, load[mine])
            variance[mine] += stratum.common_variance(stratum.common_load(at, load[mine]))
        return np.where(np.isnan(weights).any(axis=1), np.nan, np.sqrt(variance))


@dataclass(frozen=True)
class _Block:
    """Some members of groups: `group` (b,), their place `at` (b,) in the stratum, and wᵢvᵢₜ (b, D) that rests on a reading, 0 outside the group."""

    group: Numbers
    at: Numbers
    load: Floats

    def belongs(self, groups: int) -> sparse.csr_matrix:
        """Return which group each member is of (G, b)."""
        rows = np.arange(len(self.group))
        return sparse.csr_matrix((np.ones(len(rows)), (self.group, rows)), shape=(groups, len(rows)))


class _Loads:
    """The loads wᵢvᵢₜ of the members of groups over the last D days, some rows after another."""

    def __init__(self, terms: IndexTerms, stints: StintRows, days: int) -> None:
        self._day = np.arange(len(terms.days) - days, len(terms.days))
        self._stints = stints.of(stints.stop > self._day[0])
        self._weight, self._relative = terms.weight, terms.relative[:, -days:]
        self._member = terms.member[:, -days:]
        self._read = self._member & ~terms.filled[:, -days:] & ~terms.capped[:, -days:]

    def total(self, groups: int) -> Floats:
        """Return the load (G, D) of all members, whatever it rests on."""
        total, everybody = np.zeros((groups, len(self._day))), np.zeros(len(self._weight), np.intp)
        for block in self._blocks(self._stints, everybody, self._member):
            total += block.belongs(groups) @ block.load
        return total

    def of(self, stratum: EffectErrors) -> Iterator[_Block]:
        """Yield the members of one stratum, with the loads that rest on a reading."""
        return self._blocks(self._stints.of(stratum.at[self._stints.row] >= 0), stratum.at, self._read)

    def _blocks(self, stints: StintRows, at: Numbers, counted: Flags) -> Iterator[_Block]:
        for some in row_blocks(len(stints.row), ROWS):
            row = stints.row[some]
            inside = (self._day >= stints.first[some, None]) & (self._day < stints.stop[some, None])
            load = np.where(inside & counted[row], self._relative[row], 0.0) * self._weight[row, None]
            yield _Block(stints.group[some], at[row], load)
