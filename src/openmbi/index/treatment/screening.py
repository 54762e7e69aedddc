"""Whether indicators can serve at all: how much is known of them, how much of it is zero, whether they move, and which say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Flags, Floats, Names


class Ground(StrEnum):
    """Why an indicator is screened out, in the order of the checks."""

    COVERAGE = "coverage"
    ZEROS = "zeros"
    FLAT = "flat"
    DUPLICATE = "duplicate"
    COLLINEAR = "collinear"


@dataclass(frozen=True)
class Bounds:
    """`coverage`: least share of columns that have a value. `zeros`: greatest share of zeros in them. `collinear`: least |correlation| with one before it."""

    coverage: float = 0.67
    zeros: float = 0.5
    collinear: float = 0.99


@dataclass(frozen=True)
class Screened:
    """`kept` (n,) and the measures of each: `coverage`, `zeros` (n,), shares. `reasons`: every reason against an indicator, by its place."""

    kept: Flags
    coverage: Floats
    zeros: Floats
    reasons: tuple[tuple[int, Ground, Text], ...]


def screen(values: Floats, names: Sequence[str] | Names, bounds: Bounds | None = None) -> Screened:
    """Screen indicators (n, T), NaN where missing. Every reason is said; of indicators that say the same the first is kept, and the reason names it.

    Duplicates are equal wherever both are known; collinear ones correlate by `bounds.collinear` or more over at least three columns. Neither is compared with
    an indicator that is screened out. The bounds are our own first choice.
    """
    bound = bounds or Bounds()
    there = ~np.isnan(values)
    coverage = there.mean(axis=1)
    zeros = ((values == 0) & there).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    reasons: list[tuple[int, Ground, Text]] = []
    kept: list[int] = []
    for row, name in enumerate(names):
        own = _own(str(name), values[row][there[row]], coverage[row], zeros[row], bound)
        found = own or _same(values, row, kept, [str(one) for one in names], bound.collinear)
        reasons += [(row, ground, text) for ground, text in found]
        kept += [] if found else [row]
    return Screened(np.isin(np.arange(len(values)), kept), coverage, zeros, tuple(reasons))


def _own(name: str, known: Floats, coverage: float, zeros: float, bound: Bounds) -> list[tuple[Ground, Text]]:
    found: list[tuple[Ground, Text]] = []
    if coverage < bound.coverage:
        text = Text("{name}：仅 {share:.0%} 有数值", "{name}: only {share:.0%} has a value")
        found.append((Ground.COVERAGE, text.fill(name=name, share=coverage)))
    if zeros > bound.zeros:
        text = Text("{name}：{share:.0%} 为零", "{name}: {share:.0%} is zero")
        found.append((Ground.ZEROS, text.fill(name=name, share=zeros)))
    if len(np.unique(known)) < 2:
        found.append((Ground.FLAT, Text("{name}：没有变化", "{name}: does not move").fill(name=name)))
    return found


def _same(values: Floats, row: int, kept: list[int], names: list[str], collinear: float) -> list[tuple[Ground, Text]]:
    for other in kept:
        both = ~np.isnan(values[row]) & ~np.isnan(values[other])
        one, two = values[row][both], values[other][both]
        if len(one) and np.array_equal(one, two):
            text = Text("{name}：与 {other} 相同", "{name}: the same as {other}")
            return [(Ground.DUPLICATE, text.fill(name=names[row], other=names[other]))]
        correlation = _correlation(one, two)
        if abs(correlation) >= collinear:
            text = Text("{name}：与 {other} 的相关系数为 {r:.3f}", "{name}: correlates with {other} by {r:.3f}")
            return [(Ground.COLLINEAR, text.fill(name=names[row], other=names[other], r=correlation))]
    return []


def _correlation(one: Floats, two: Floats) -> float:
    """Return the correlation, 0 where it is not known."""
    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(two) == 0:
        return 0.0
    return float(np.corrcoef(one, two)[0, 1])
