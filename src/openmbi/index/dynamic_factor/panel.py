"""Series of several frequencies on one grid of periods, as a dynamic factor model takes them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags, Floats, Names, Numbers


class Aggregation(StrEnum):
    """What a value says of the latent series on the grid.

    NONE: its value in that very period. LAST: the same, of a stock that is told at the end of a longer period. SUM and MEAN: over the grid periods of its own
    longer period (a flow, an average). GROWTH: growth of a quarter's sum or mean on the quarter before, as a weighted sum 1-2-3-2-1 of five months' growth
    (Mariano and Murasawa 2003, J. Applied Econometrics 18:427).
    """

    NONE = "none"
    LAST = "last"
    SUM = "sum"
    MEAN = "mean"
    GROWTH = "growth"


@dataclass(frozen=True)
class MixedPanel:
    """`value` (n, T) of series (n,) on a grid of periods (T,), NaN where there is none; a low-frequency value stands at the LAST grid period of its own.

    `aggregation` (n,); `span` (n,): which row of `starts` a series of SUM or MEAN is summed by, −1 for the others; `starts` (S, T): where a new week, month,
    quarter begins. A sum or mean of a period that began before the grid is not used, because what it sums is not known.
    """

    series: Names
    periods: Days
    value: Floats
    aggregation: tuple[Aggregation, ...]
    span: Numbers
    starts: Flags

    def __post_init__(self) -> None:
        """Check shapes, and that every value stands where its period ends.

        Raises
        ------
        Problem
            `index.factor-panel`.
        """
        n, T = self.value.shape
        shapes = (len(self.series), len(self.periods), len(self.aggregation), len(self.span))
        if shapes != (n, T, n, n) or self.starts.ndim != 2 or self.starts.shape[1] != T:
            raise _malformed(f"{shapes}, {self.starts.shape}", f"({n}, {T}, {n}, {n}), (S, {T})")
        if np.isinf(self.value).any():
            raise _malformed("±∞", "NaN")
        for row, how in enumerate(self.aggregation):
            if how in {Aggregation.SUM, Aggregation.MEAN}:
                self._check_span(row)

    def _check_span(self, row: int) -> None:
        name, span = str(self.series[row]), int(self.span[row])
        if not 0 <= span < len(self.starts):
            raise _malformed(f"{name}: span {span}", f"0…{len(self.starts) - 1}")
        ends = np.append(self.starts[span, 1:], True)
        early = ~np.isnan(self.value[row]) & ~ends
        if early.any():
            raise _malformed(f"{name}: {self.periods[early.argmax()]}", f"{name}: {self.periods[ends][0]} …")


def same_frequency(series: Names, periods: Days, value: Floats) -> MixedPanel:
    """Return the panel of series that all have the grid's frequency."""
    n, T = value.shape
    return MixedPanel(series, periods, value, (Aggregation.NONE,) * n, np.full(n, -1, np.intp), np.zeros((0, T), bool))


def _malformed(found: str, expected: str) -> Problem:
    return Problem(
        "index.factor-panel",
        Text("因子模型的面板不成形：{found}", "the panel of a factor model is malformed: {found}").fill(found=found),
        Text(
            "请核对各数组的形状；低频数值须放在其所属期的最后一格",
            "check the shapes; a low-frequency value stands at the last grid period of its own",
        ),
        expected=Text("应为 {expected}", "expected {expected}").fill(expected=expected),
    )
