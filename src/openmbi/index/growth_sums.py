"""What growth compares, summed over the enterprises of every group: use a day of each period, and of what it is compared with."""

# Scipy says less of its sparse matrices than they can do:
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.tables import CellPanel, Flags, Floats
from openmbi.index.growth_days import GrowthDays
from openmbi.index.growth_use import GrowthParameters, Stage, staged_use, valid_days
from openmbi.index.row_blocks import row_blocks
from openmbi.index.stint_rows import StintRows

ROWS = 512
FIRST_VALUES = GrowthParameters()


@dataclass(frozen=True)
class Compared:
    """Use a day `now` and `then` (S, G, R), in the unit of the panel, at S stages, of G groups in R periods, over the same `enterprises` (G, R)."""

    now: Floats
    then: Floats
    enterprises: Floats

    def plus(self, other: Compared) -> Compared:
        """Return the sums over the enterprises of both."""
        return Compared(self.now + other.now, self.then + other.then, self.enterprises + other.enterprises)


@dataclass(frozen=True)
class GrowthSums:
    """`year`: a period and the same dates a year before, at the four stages from RAW to TEMPERATURE; `lunar`: raw, day against aligned day; `month`: a month
    and the one before it, at SEASON. `every` (G, R): raw use a day of all enterprises, those that report too seldom included.

    `parts_known`: the adjustment tells festival and temperature apart; `temperature`, `seasonal`: it found any; `provisional` (T,): days with a provisional
    effect.
    """

    year: Compared
    lunar: Compared
    month: Compared
    every: Floats
    parts_known: bool
    temperature: bool
    seasonal: bool
    provisional: Flags

    def plus(self, other: GrowthSums) -> GrowthSums:
        """Return the sums over the enterprises of both: strata that are summed one after another make the whole."""
        return GrowthSums(
            self.year.plus(other.year),
            self.lunar.plus(other.lunar),
            self.month.plus(other.month),
            self.every + other.every,
            self.parts_known and other.parts_known,
            self.temperature or other.temperature,
            self.seasonal or other.seasonal,
            self.provisional | other.provisional,
        )


def growth_sums(
    panel: CellPanel,
    adjusted: AdjustedPanel,
    stints: StintRows,
    days: GrowthDays,
    parameters: GrowthParameters = FIRST_VALUES,
) -> GrowthSums:
    """Return the sums of the groups over the n subjects of a panel, one block of rows after another.

    A subject counts with its mean over the valid days of each of both periods, where at least `minimum_valid_share` of their days are valid, and in the groups
    that it belongs to on the period's last day, as far as the data go. In lunar alignment a day counts where the day that it is compared with is valid, too.
    """
    shape, last = (stints.count, len(days.periods.last)), np.searchsorted(panel.days, days.periods.last)
    year, lunar, month = (_nothing(stages, shape) for stages in (4, 1, 1))
    every = np.zeros(shape)
    for rows in row_blocks(len(panel.subjects), ROWS):
        here = slice(*np.searchsorted(stints.row, [rows.start, rows.stop]))
        block = _Block(_some(panel, rows), _adjusted(adjusted, rows), days, parameters)
        groups = _Groups(stints, here, rows.start, last)
        year = year.plus(groups.compared(*block.year()))
        lunar = lunar.plus(groups.compared(*block.lunar()))
        month = month.plus(groups.compared(*block.month()))
        every = every + groups.sums(block.raw)
    detail = adjusted.detail
    return GrowthSums(
        year,
        lunar,
        month,
        every,
        parts_known=detail is not None,
        temperature=detail is not None and bool(detail.temperature.any()),
        seasonal=detail is not None and bool(detail.season.any()),
        provisional=adjusted.provisional,
    )


class _Block:
    """Some rows (m,) of a panel: their means over sets of days (m, R), and whether they report well."""

    def __init__(
        self, panel: CellPanel, adjusted: AdjustedPanel, days: GrowthDays, parameters: GrowthParameters
    ) -> None:
        self._days, self._share = days, parameters.minimum_valid_share
        sets = (days.now, days.year_before, days.month_before)
        every = sparse.csr_matrix(sparse.vstack([one.counted for one in sets]))
        self._valid = valid_days(panel).astype(np.float64)
        self._use = np.where(self._valid > 0, panel.value, 0.0)
        count = _summed(every, self._valid)
        self._enough = _enough(count, np.concatenate([one.length for one in sets]), self._share)
        stages = staged_use(panel, adjusted, parameters)
        self._means = {stage: _summed(every, use) / np.maximum(count, 1) for stage, use in stages}

    @property
    def raw(self) -> Floats:
        """Raw use a day of the periods."""
        return self._thirds(self._means[Stage.RAW])[0]

    def year(self) -> tuple[list[Floats], list[Floats], Flags]:
        stages = [self._thirds(mean) for stage, mean in self._means.items() if stage <= Stage.TEMPERATURE]
        now, then, _ = self._thirds(self._enough)
        return [each[0] for each in stages], [each[1] for each in stages], now & then

    def month(self) -> tuple[list[Floats], list[Floats], Flags]:
        """Return means at the last stage that there is."""
        now, _, before = self._thirds(self._enough)
        mean = self._thirds(self._means[max(self._means)])
        return [mean[0]], [mean[2]], now & before

    def lunar(self) -> tuple[list[Floats], list[Floats], Flags]:
        """Return means over the days that are valid in both years."""
        sets, before = self._days.aligned, self._days.lunar
        both = self._valid * np.where(before >= 0, self._valid[:, before], 0.0)
        count = _summed(sets.counted, both)
        now, then = (
            _summed(sets.counted, both * each) / np.maximum(count, 1) for each in (self._use, self._use[:, before])
        )
        return [now], [then], _enough(count, sets.length, self._share)

    @staticmethod
    def _thirds(each: np.ndarray) -> list[np.ndarray]:
        """Return what belongs to the periods, to the year before, and to the month before."""
        return np.split(each, 3, axis=1)


class _Groups:
    """Sums of some rows over the groups that each belongs to on the last day of each period (R,)."""

    def __init__(self, stints: StintRows, here: slice, start: int, last: np.ndarray) -> None:
        self._row = stints.row[here] - start
        size = len(self._row)
        self._belongs = sparse.csr_matrix((np.ones(size), (stints.group[here], np.arange(size))), (stints.count, size))
        self._inside = (stints.first[here, None] <= last) & (last < stints.stop[here, None])

    def sums(self, each: Floats) -> Floats:
        """Return the sums (G, R) of figures of the rows (m, R)."""
        return np.asarray(self._belongs @ np.where(self._inside, each[self._row], 0.0))

    def compared(self, now: list[Floats], then: list[Floats], counted: Flags) -> Compared:
        first, second = (np.stack([self.sums(np.where(counted, one, 0.0)) for one in each]) for each in (now, then))
        return Compared(first, second, self.sums(counted.astype(np.float64)))


def _nothing(stages: int, shape: tuple[int, int]) -> Compared:
    return Compared(np.zeros((stages, *shape)), np.zeros((stages, *shape)), np.zeros(shape))


def _summed(counted: sparse.csr_matrix, each: Floats) -> Floats:
    """Return the sums (m, S) of figures (m, T) over S sets of days."""
    return np.asarray((counted @ each.T).T)


def _enough(count: Floats, length: np.ndarray, share: float) -> Flags:
    """Return who (m, S) reports on enough of the days of each set; nobody where the data do not hold it."""
    return (length > 0) & (count >= np.ceil(np.round(share * length, 9)))


def _some(panel: CellPanel, rows: slice) -> CellPanel:
    return replace(panel, subjects=panel.subjects[rows], value=panel.value[rows], reading=panel.reading[rows])


def _adjusted(adjusted: AdjustedPanel, rows: slice) -> AdjustedPanel:
    """Return some rows of what `staged_use` looks at."""
    names = ("subjects", "value", "fit", "effect", "status")
    detail = adjusted.detail
    if detail is not None:
        parts = {name: getattr(detail, name)[rows] for name in ("festival", "temperature", "season")}
        detail = replace(detail, **parts)
    return replace(adjusted, **{name: getattr(adjusted, name)[rows] for name in names}, detail=detail)
