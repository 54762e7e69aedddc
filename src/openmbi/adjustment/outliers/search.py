"""The search for the outliers of some series: add the most significant, estimate all sizes jointly, drop what is not significant any more.

After Chen & Liu (1993, JASA 88:284): the joint estimate of each round keeps a large outlier from masking or feigning others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.adjustment.outliers.candidates import Candidates, backward, forward
from openmbi.adjustment.outliers.parameters import OutlierParameters
from openmbi.core.adjusted import OutlierKind
from openmbi.core.tables import Flags, Floats, Numbers

FAR_BELOW = 0.7
"""Outliers below this share of the critical value are dropped at once."""
RIDGE = 1e-9
"""Share of its length that is added to every candidate: two level shifts and an additive outlier between them are one too many."""


@dataclass(frozen=True)
class Found:
    """Up to K outliers of each of m series: `kind`, `period`, `size` and `statistic` (m, K), of which the first `count` (m,) stand."""

    kind: Numbers
    period: Numbers
    size: Floats
    statistic: Floats
    count: Numbers

    @classmethod
    def none(cls, rows: int, most: int) -> Found:
        """Return nothing found, with room for `most`."""
        whole, real = np.zeros((rows, most), np.intp), np.zeros((rows, most))
        return cls(whole, whole.copy(), real, real.copy(), np.zeros(rows, np.intp))

    @property
    def stands(self) -> Flags:
        """Places (m, K) that are taken."""
        return np.arange(self.kind.shape[1]) < self.count[:, None]

    def drop(self, rows: Numbers, gone: Flags) -> None:
        """Take some places (m, up to K) of some rows out, in place."""
        taken = ~self.stands[rows]
        taken[:, : gone.shape[1]] |= gone
        order = np.argsort(taken, axis=1, kind="stable")
        for table in (self.kind, self.period, self.size, self.statistic):
            table[rows] = np.take_along_axis(table[rows], order, axis=1)
        self.count[rows] = (~taken).sum(axis=1)

    def of(self, rows: Numbers) -> Found:
        """Return what was found of some rows."""
        return Found(self.kind[rows], self.period[rows], self.size[rows], self.statistic[rows], self.count[rows])


@dataclass(frozen=True)
class Rows:
    """Series of one design: linear `residual` My (m, T), 0 where not `active` (m, T); `scale` σ (m,); `number` (m,) of the smoother of each."""

    residual: Floats
    active: Flags
    scale: Floats
    number: Numbers

    def of(self, rows: Numbers) -> Rows:
        """Return some of the series."""
        return Rows(self.residual[rows], self.active[rows], self.scale[rows], self.number[rows])


class Search:
    """The search among some series, of the candidates to be `tried` (m or 1, 3, T).

    The standard error of a size is σ·`inflation` (m, 3)·`spread` (3, T) ÷ √(cᵀWMc).
    """

    def __init__(self, candidates: Candidates, series: Rows, inflation: Floats, spread: Floats, tried: Flags) -> None:
        self._candidates, self._number = candidates, series.number
        self._active, self._whole = series.active, bool(series.active.all())
        self._weight = candidates.weight * series.active
        self._residual = series.residual
        self._error, self._spread = inflation * series.scale[:, None], spread
        self._share = None if self._whole else _shares(candidates, series.active)
        below = candidates.norm * spread
        self._over = np.divide(1.0, below, out=np.zeros(below.shape), where=below > 0)[series.number]
        self._over /= self._error[:, :, None]
        if self._share is not None:
            self._over /= np.sqrt(np.maximum(self._share, np.finfo(float).tiny))
        self._over *= tried
        self._most = 2 * np.ptp(series.residual, axis=1)

    def statistics(self, residual: Floats, rows: Numbers | slice = slice(None)) -> Floats:
        """Return size ÷ standard error (m, 3, T) of every candidate beside those that `residual` is without; 0 where it is not to be tried."""
        found = self._over[rows] if isinstance(rows, np.ndarray) else self._over.copy()
        weighted = residual * self._weight[rows]
        for kind, decay in enumerate(self._candidates.decay.tolist()):
            found[:, kind] *= backward(weighted, decay)
        return found

    def outliers(self, critical: Floats, parameters: OutlierParameters) -> Found:
        """Return the outliers whose statistic exceeds `critical` (m,) when all are estimated jointly."""
        found = Found.none(len(self._residual), parameters.most)
        rows, residual = np.arange(len(self._residual)), self._residual
        for _ in range(parameters.rounds):
            before = found.count.copy()
            rows = self._add(found, rows, residual, critical, parameters)
            if not len(rows):
                break
            self._doubt(found, rows, before[rows], self._estimate(found, rows), 1 - parameters.entangled)
            residual = self._without(found.of(rows), rows)
        self._prune(found, critical)
        return found

    def _doubt(self, found: Found, rows: Numbers, before: Numbers, told: Floats, least: float) -> None:
        """Take back outliers added after the first `before` (m,) that the others leave little of, or that exceed twice the range of the residuals."""
        used = told.shape[1]
        new = found.stands[rows, :used] & (np.arange(used) >= before[:, None])
        gone = new & ((told < least) | (np.abs(found.size[rows, :used]) > self._most[rows, None]))
        row, place = np.nonzero(gone)
        self._over[rows[row], found.kind[rows[row], place], found.period[rows[row], place]] = 0
        some = gone.any(axis=1)
        if some.any():
            found.drop(rows[some], gone[some])
            self._estimate(found, rows[some])

    def _add(
        self, found: Found, rows: Numbers, residual: Floats, critical: Floats, parameters: OutlierParameters
    ) -> Numbers:
        """Add the most significant candidates of some rows to what is found, and return the rows that got one."""
        size = np.abs(self.statistics(residual, rows))
        best, kind = size.max(axis=1), size.argmax(axis=1)
        place, got = np.arange(len(rows)), np.zeros(len(rows), bool)
        for _ in range(parameters.at_once):
            period = best.argmax(axis=1)
            new = (best[place, period] > critical[rows]) & (found.count[rows] < parameters.most)
            if not new.any():
                break
            at, got = found.count[rows[new]], got | new
            found.kind[rows[new], at], found.period[rows[new], at] = kind[new, period[new]], period[new]
            found.count[rows[new]] += 1
            for row in np.flatnonzero(new):
                best[row, max(period[row] - parameters.apart, 0) : period[row] + parameters.apart + 1] = 0
        return rows[got]

    def _estimate(self, found: Found, rows: Numbers) -> Floats:
        """Estimate the sizes of some rows jointly, by least squares: (CᵀWMC) size = CᵀWr.

        Return the share (m, used) of what tells of each that the others leave.
        """
        some = found.of(rows)
        used = int(some.count.max(initial=0))
        some = Found(
            some.kind[:, :used], some.period[:, :used], some.size[:, :used], some.statistic[:, :used], some.count
        )
        matrix, right = self._cross(some, rows), self._moments(some, rows)
        inverse = np.linalg.inv(matrix)
        size = (inverse @ right[:, :, None])[:, :, 0]
        error = self._error[rows[:, None], some.kind] * self._spread[some.kind, some.period]
        variance = np.maximum(np.diagonal(inverse, axis1=1, axis2=2), 0)
        below = error * np.sqrt(variance)
        statistic = np.divide(size, below, out=np.zeros(size.shape), where=below > 0)
        found.size[rows, :used] = np.where(some.stands, size, 0)
        found.statistic[rows, :used] = np.where(some.stands, statistic, 0)
        return 1 / np.maximum(variance * np.diagonal(matrix, axis1=1, axis2=2), 1.0)

    def _prune(self, found: Found, critical: Floats) -> None:
        """Drop the least significant outlier of each series, and with it all that are far below, until all are significant."""
        rows = np.flatnonzero(found.count)
        while len(rows):
            stands = found.stands[rows]
            least = np.where(stands, np.abs(found.statistic[rows]), np.inf)
            place = least.argmin(axis=1)
            weak = least[np.arange(len(rows)), place] <= critical[rows]
            rows, place, least = rows[weak], place[weak], least[weak]
            gone = (np.arange(found.kind.shape[1]) == place[:, None]) | (least < FAR_BELOW * critical[rows, None])
            found.drop(rows, gone)
            rows = rows[found.count[rows] > 0]
            if len(rows):
                self._estimate(found, rows)

    def _without(self, found: Found, rows: Numbers) -> Floats:
        """Return the residuals (m, T) of some rows without what was found: r − MCs."""
        starts = np.zeros((3, len(rows), self._residual.shape[1]))
        row, place = np.nonzero(found.stands)
        kind, period, size = found.kind[row, place], found.period[row, place], found.size[row, place]
        np.add.at(starts, (kind, row, period), size)
        left = self._residual[rows] - sum(forward(s, g) for s, g in zip(starts, self._candidates.decay, strict=True))
        taken = np.where(found.stands, found.size, 0.0)[:, :, None] * self._turned(found, rows)
        shrunk = taken.sum(axis=1) * self._candidates.shrinkage[self._number[rows]]
        families = np.array(self._candidates.family)[self._number[rows]]
        for family in np.unique(families):
            mine = families == family
            left[mine] += shrunk[mine] @ self._candidates.design[family].T
        return left if self._whole else left * self._active[rows]

    def _cross(self, found: Found, rows: Numbers) -> Floats:
        """Return CᵀWMC (m, K, K), with ones on the diagonal of empty places."""
        decay, period = self._candidates.decay[found.kind], found.period
        later = np.maximum(period[:, :, None], period[:, None, :])
        both = decay[:, :, None] * decay[:, None, :]
        own = (decay[:, :, None] ** (later - period[:, :, None])) * (decay[:, None, :] ** (later - period[:, None, :]))
        for product in np.unique(both):
            mine = both == product
            own[mine] *= self._candidates.sums(float(product))[later[mine]]
        turned = self._turned(found, rows)
        shrunk = turned * self._candidates.shrinkage[self._number[rows]][:, None, :]
        root = self._root_share(found, rows)
        matrix = (own - shrunk @ turned.transpose(0, 2, 1)) * root[:, :, None] * root[:, None, :]
        empty = ~found.stands
        matrix[empty[:, :, None] | empty[:, None, :]] = 0
        diagonal = np.arange(matrix.shape[1])
        matrix[:, diagonal, diagonal] = np.where(empty, 1.0, matrix[:, diagonal, diagonal] * (1 + RIDGE))
        return matrix

    def _moments(self, found: Found, rows: Numbers) -> Floats:
        """Return CᵀWr (m, K) of the first residuals."""
        weighted = self._residual[rows] * self._weight[rows]
        right = np.zeros(found.kind.shape)
        for kind, decay in enumerate(self._candidates.decay.tolist()):
            row, place = np.nonzero(found.stands & (found.kind == kind))
            right[row, place] = backward(weighted, decay)[row, found.period[row, place]]
        return right

    def _turned(self, found: Found, rows: Numbers) -> Floats:
        """Return Rᵀb (m, K, p) of what was found."""
        families = np.array(self._candidates.family)[self._number[rows]]
        turned = np.empty((*found.kind.shape, self._candidates.shrinkage.shape[1]))
        for family in np.unique(families):
            mine = families == family
            turned[mine] = self._candidates.turned[family][found.kind[mine], found.period[mine]]
        return turned

    def _root_share(self, found: Found, rows: Numbers) -> Floats:
        """Return √ of the share (m, K) of what tells of a candidate that lies on active periods."""
        if self._share is None:
            return np.ones(found.kind.shape)
        return np.sqrt(self._share[rows[:, None], found.kind, found.period])


def _shares(candidates: Candidates, active: Flags) -> Floats:
    """Return the share (m, 3, T) of a candidate's cᵀWMc that is left by gaps: 1 for a period, else that of the active periods nearby.

    Gaps spread evenly take the same share of XᵀWX, of b and of cᵀWc. What is left of a level shift, Mc, lies on both sides of it.
    """
    weight = candidates.weight
    change = candidates.decay[OutlierKind.TEMPORARY_CHANGE]
    after = backward(weight * active, change) / backward(weight, change)
    before = forward(weight * active, change) / forward(weight, change)
    return np.stack([np.ones(active.shape), (before + after) / 2, after], axis=1)
