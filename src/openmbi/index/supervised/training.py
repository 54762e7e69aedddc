"""The rows that a supervised method learns from: indicators standardised on them alone, the target centred."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Codes, Floats
from openmbi.index.supervised.refusals import nothing_varies, too_few_rows, unknown_values, wrong_shape

FEWEST = 4  # rows: a slope, a mean, a spread and one to spare
FLAT = 1e-12  # spread of a column, of its largest size, below which it is rounding


class LeftOut(IntEnum):
    """Why an indicator does not count."""

    COUNTED = 0
    UNKNOWN = 1
    FLAT = 2

    def text(self) -> Text:
        """Return the reason as a sentence."""
        return _SAID[self]


_SAID = {
    LeftOut.COUNTED: Text("计入", "counts"),
    LeftOut.UNKNOWN: Text("用于估计的各期中有缺值", "lacks a value in the periods that are fitted"),
    LeftOut.FLAT: Text("用于估计的各期中没有变化", "does not vary in the periods that are fitted"),
}


@dataclass(frozen=True)
class Training:
    """`z` (T, k): indicators of mean 0 and standard deviation 1 (divisor T); `y` (T,): target of mean 0; `expert` (k,): expert weights of z, or None."""

    z: Floats
    y: Floats
    expert: Floats | None


@dataclass(frozen=True)
class Standardised:
    """`centre` and `spread` (n,): mean and standard deviation of the training rows; `left_out` (n,): `LeftOut` codes."""

    centre: Floats
    spread: Floats
    left_out: Codes

    def of(self, x: Floats) -> Floats:
        """Return the standardised values (m, k) of the indicators that count, from all (m, n). Problem `index.shape`."""
        counted = self.left_out == LeftOut.COUNTED
        return self.of_all(x)[:, counted] / self.spread[counted]

    def of_all(self, x: Floats) -> Floats:
        """Return the distance (m, n) of every indicator from its centre. Problem `index.shape`."""
        if x.ndim != 2 or x.shape[1] != len(self.centre):
            raise wrong_shape(x.shape, len(self.centre))
        return x - self.centre


def standardised(
    x: Floats,
    y: Floats,
    expert: Floats | None,
    expert_of_standardised: bool,
    incomplete: Literal["refuse", "drop"],
) -> tuple[Training, Standardised]:
    """Return what a method learns from, out of x (T, n) and y (T,), and how the columns were standardised.

    Raises
    ------
    Problem
        `index.shape`, `index.unknown-values`, `index.too-few-rows`, `index.nothing-varies`.
    """
    _check(x, y, expert)
    unknown = ~np.isfinite(x).all(axis=0)
    if not np.isfinite(y).all() or (unknown.any() and incomplete == "refuse"):
        raise unknown_values(np.flatnonzero(unknown), rows=np.flatnonzero(~np.isfinite(y)))
    filled = np.where(unknown, 0.0, x)
    centre, spread = filled.mean(axis=0), filled.std(axis=0)
    flat = spread <= FLAT * np.abs(filled).max(axis=0)
    left_out = np.where(unknown, LeftOut.UNKNOWN, np.where(flat, LeftOut.FLAT, LeftOut.COUNTED)).astype(np.uint8)
    columns = Standardised(centre, spread, left_out)
    counted = left_out == LeftOut.COUNTED
    if not counted.any():
        raise nothing_varies()
    weight = None if expert is None else expert[counted] * (1.0 if expert_of_standardised else spread[counted])
    return Training(columns.of(x), y - y.mean() if np.ptp(y) > 0 else np.zeros(len(y)), weight), columns


def _check(x: Floats, y: Floats, expert: Floats | None) -> None:
    if x.ndim != 2 or y.shape != x.shape[:1] or (expert is not None and expert.shape != x.shape[1:]):
        raise wrong_shape(x.shape, None)
    if len(y) < FEWEST:
        raise too_few_rows(len(y), FEWEST)
