"""Published ways to find root causes, from their papers and with the parameters given there: what ours is compared with.

Adtributor (Bhagwan et al. 2014, NSDI), AutoRoot (Jing et al. 2021, IEEE Access) and RiskLoc (Kalander 2022, arXiv 2205.10004).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import argrelmin
from scipy.stats import gaussian_kde

from benchmarks.root_cause_truth import Array, Case, Element

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Cut:
    """The elements of one set of dimensions: the number (k,) of each leaf's element, and what each is."""

    element: NDArray[np.intp]
    told: list[Element]


@dataclass(frozen=True)
class Leaves:
    """Leaves (k,) with their cuts by depth; deviation as Squeeze defines it."""

    observed: Array
    expected: Array
    cuts: dict[int, list[Cut]]

    @property
    def deviation(self) -> Array:
        """2 (f − v)/(f + v), 0 where there is nothing."""
        total = self.observed + self.expected
        return np.where(total > 0, 2 * (self.expected - self.observed) / np.where(total > 0, total, 1), 0.0)


def leaves_of(case: Case) -> Leaves:
    names = list(case.dimensions)
    cuts = {depth: [_cut(case, dims) for dims in combinations(names, depth)] for depth in range(1, len(names) + 1)}
    return Leaves(case.observed, case.expected, cuts)


def _cut(case: Case, names: Sequence[str]) -> Cut:
    numbered = [np.unique(case.dimensions[name], return_inverse=True) for name in names]
    place = np.ravel_multi_index([number for _, number in numbered], [len(codes) for codes, _ in numbered])
    keys, element = np.unique(place, return_inverse=True)
    codes = np.unravel_index(keys, [len(codes) for codes, _ in numbered])
    columns = [listed[code].tolist() for (listed, _), code in zip(numbered, codes, strict=True)]
    return Cut(element, [tuple(zip(names, row, strict=True)) for row in zip(*columns, strict=True)])


def adtributor(leaves: Leaves, each: float = 0.1, whole: float = 0.67) -> frozenset[Element]:
    """Return the elements of the one dimension that surprises most, among those that explain enough."""
    best: tuple[float, frozenset[Element]] = (-np.inf, frozenset())
    for cut in leaves.cuts[1]:
        v, f = (np.bincount(cut.element, one) for one in (leaves.observed, leaves.expected))
        explained = (v - f) / (v.sum() - f.sum())
        p, q = f / f.sum(), v / v.sum()
        with np.errstate(divide="ignore", invalid="ignore"):
            surprise = 0.5 * np.nansum([p * np.log(2 * p / (p + q)), q * np.log(2 * q / (p + q))], axis=0)
        order = [row for row in np.argsort(-surprise) if explained[row] > each]
        reached = np.cumsum(explained[order])
        if order and reached[-1] > whole:
            chosen = order[: int(np.argmax(reached > whole)) + 1]
            best = max(best, (float(surprise[chosen].sum()), frozenset(cut.told[row] for row in chosen)), key=lambda one: one[0])  # fmt: skip
    return best[1]


def riskloc(leaves: Leaves, risk: float = 0.5, share: float = 0.02, removed: int = 5) -> frozenset[Element]:
    """Return the elements found one after the other, coarse cuboids first, by weighted risk."""
    d = leaves.deviation
    values = np.unique(d)
    lowest, highest = values[min(removed, len(values) - 1)], values[max(len(values) - 1 - removed, 0)]
    cutoff = -min(lowest, highest, key=abs)
    odd = d > cutoff if cutoff >= 0 else d < cutoff
    weight = np.minimum(np.where(odd, np.abs(d), np.abs(cutoff - d)), 1.0)
    weight[(leaves.observed == 0) & (leaves.expected == 0)] = 0.0
    explained = (leaves.observed - leaves.expected) / (leaves.observed - leaves.expected).sum()
    explained = explained * np.sign(explained[odd].sum() or 1.0)
    least = share * explained[odd].sum()
    left, found, risks = np.ones(len(d), bool), set(), Risks(leaves, odd, weight, explained)
    while explained[odd & left].sum() >= least:
        hit = _riskiest(risks, left, least, risk)
        if hit is None:
            break
        found.add(hit[0])
        left &= ~hit[1]
    return frozenset(found)


@dataclass(frozen=True)
class Risks:
    """Which leaves lie beyond the cutoff, their weights, and what each explains of the change."""

    leaves: Leaves
    odd: Flags
    weight: Array
    explained: Array


def _riskiest(risks: Risks, left: Flags, least: float, risk: float) -> tuple[Element, Flags] | None:
    """Return the element of the coarsest depth that explains most among those whose risk is high enough, and its leaves."""
    for cuts in risks.leaves.cuts.values():
        most, best = least, None
        for cut in cuts:
            by = np.bincount(cut.element[left], risks.explained[left], len(cut.told))
            any_odd = np.bincount(cut.element[left & risks.odd], minlength=len(cut.told)) > 0
            for row in np.argsort(-by):
                if by[row] <= most:
                    break
                if any_odd[row]:
                    inside = left & (cut.element == row)
                    if _risk(risks, inside) >= risk:
                        most, best = float(by[row]), (cut.told[row], inside)
                        break
        if best is not None:
            return best
    return None


def _risk(risks: Risks, inside: Flags) -> float:
    leaves, weight = risks.leaves, risks.weight
    abnormal, normal = weight[inside & risks.odd].sum(), weight[inside & ~risks.odd].sum() + 1
    both = inside & (leaves.observed != 0) & (leaves.expected != 0)
    v, f = leaves.observed[both], leaves.expected[both]
    low = 0.0
    if len(v):
        a = f * v.sum() / f.sum()
        away = np.abs(leaves.deviation[both]).mean()
        low = np.abs(2 * (a - v) / (a + v)).mean() / away if away else 0.0
    return float(abnormal / (abnormal + normal) - low)


def autoroot(leaves: Leaves, threshold: float = 0.1) -> frozenset[Element]:
    """Return the best element of each cluster of deviations, without those that lie in another's."""
    found = {hit for cluster in _clusters(leaves.deviation) if (hit := _best_of_cluster(leaves, cluster, threshold))}
    return frozenset(one for one in found if not any(set(other) < set(one) for other in found))


def _clusters(d: Array) -> Iterator[Flags]:
    relevant = np.abs(d) > 0.2
    if len(np.unique(d[relevant])) < 2:
        return
    grid = np.linspace(-2, 2, 400)
    ends = grid[argrelmin(gaussian_kde(d[relevant], "silverman")(grid))[0]]
    number = np.searchsorted(ends, d)
    for one in np.unique(number[relevant]):
        yield relevant & (number == one)


def _best_of_cluster(leaves: Leaves, cluster: Flags, threshold: float) -> Element | None:
    best: tuple[float, Element | None] = (-np.inf, None)
    for depth, cuts in leaves.cuts.items():
        if depth == len(leaves.cuts) and 1 / cluster.sum() <= threshold:
            continue
        for cut in cuts:
            x = np.bincount(cut.element[cluster], minlength=len(cut.told))
            covers, within = x / cluster.sum(), x / np.bincount(cut.element)
            rows = np.flatnonzero((covers > threshold) & (within > threshold))
            scores = [_potential(leaves, cut.element == row) for row in rows]
            if scores:
                top = int(np.argmax(scores))
                average = (scores[top] + covers[rows[top]] + within[rows[top]]) / 3
                best = max(best, (float(average), cut.told[rows[top]]), key=lambda one: one[0])
    return best[1]


def _potential(leaves: Leaves, inside: Flags) -> float:
    """Return the new potential score."""
    v, f = leaves.observed, leaves.expected
    a = f[inside] * v[inside].sum() / f[inside].sum() if f[inside].sum() else np.zeros(inside.sum())
    b = _away(v[inside], f[inside]) + (c := _away(v[~inside], f[~inside]))
    return 1 - (_away(v[inside], a) + c) / b if b else 0.0


def _away(v: Array, f: Array) -> float:
    return float(np.where(v > 0, np.abs(v - f) / np.where(v > 0, v, 1), 0.0).mean()) if len(v) else 0.0
