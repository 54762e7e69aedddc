"""Totals of four dimensions with planted root causes, and the truth of them: the generator that root causes are measured with.

The way of RiskLoc's synthetic set S (Kalander 2022, arXiv 2205.10004), which follows Squeeze (Li et al. 2019, ISSRE), on another cube; it shares no code
with what it tests. Leaf values are Weibull, some are zero; the forecast errs by a normal share, on either side with even odds. An anomaly takes 1–3 elements
of one cuboid (a set of dimensions), all of whose leaves fall by one severity with a small spread; later anomalies use other dimensions, and other codes of
the dimensions they share. It points where the total's error points already, so falls and rises occur.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Element = tuple[tuple[str, str], ...]
PLACES = 200
"""How often a place for an anomaly is looked for before the whole case is drawn anew."""


@dataclass(frozen=True)
class Drawing:
    """How cases are drawn: ranges are uniform, (least, most). The defaults are those of set S but for the cube."""

    sizes: tuple[tuple[str, int], ...] = (("place", 21), ("industry", 31), ("size", 4), ("ownership", 5))
    weibull_shape: tuple[float, float] = (0.5, 1.0)
    zero_share: tuple[float, float] = (0.0, 0.25)
    noise: tuple[float, float] = (0.0, 0.25)
    severity: tuple[float, float] = (0.2, 1.0)  # the noise is added to it
    deviation: tuple[float, float] = (0.0, 0.1)
    anomalies: tuple[int, int] = (1, 3)
    elements: tuple[int, int] = (1, 3)
    tail: float | None = None  # degrees of freedom of Student's t, where the noise is not normal
    small_noise: float = 0.0  # noise grows by size^−small_noise
    noisy_anomalies: bool = False  # leaves of an anomaly keep their noise
    bias: float = 0.0  # every forecast is too high by this share


@dataclass(frozen=True)
class Planted:
    """One anomaly: its elements, how far they fall, and the spread of that."""

    elements: tuple[Element, ...]
    severity: float
    deviation: float

    @property
    def depth(self) -> int:
        """How many dimensions its elements are cut by."""
        return len(self.elements[0])


@dataclass(frozen=True)
class Case:
    """A total: observed and expected value (k,) of every leaf, its code on each dimension (k,), the level of noise, and what was planted."""

    observed: Array
    expected: Array
    dimensions: dict[str, NDArray[np.str_]]
    noise: float
    planted: tuple[Planted, ...]

    @property
    def truth(self) -> frozenset[Element]:
        """The elements that were planted."""
        return frozenset(element for anomaly in self.planted for element in anomaly.elements)


def draw(seed: int, drawing: Drawing | None = None) -> Case:
    """Return the case of a seed."""
    how = drawing or Drawing()
    rng = np.random.default_rng(seed)
    while True:
        case = _drawn(rng, how)
        if case is not None:
            return case


def cases(first_seed: int, count: int, drawing: Drawing | None = None) -> list[Case]:
    return [draw(first_seed + number, drawing) for number in range(count)]


def _drawn(rng: np.random.Generator, how: Drawing) -> Case | None:
    shape = tuple(size for _, size in how.sizes)
    noise = rng.uniform(*how.noise)
    observed, expected = _normal(rng, how, int(np.prod(shape)), noise)
    code = np.stack(np.unravel_index(np.arange(len(observed)), shape), axis=1)
    expected *= 1 + how.bias
    fall = observed.sum() <= expected.sum()
    low, high = (observed, expected) if fall else (expected, observed)
    planted: list[tuple[tuple[int, ...], NDArray[np.intp], float, float]] = []
    for _ in range(rng.integers(*how.anomalies, endpoint=True)):
        severity, deviation = rng.uniform(*how.severity) + noise, rng.uniform(*how.deviation)
        found = _place(rng, how, [(dims, codes) for dims, codes, *_ in planted], code, observed)
        if found is None:
            return None
        dims, codes = found
        planted.append((dims, codes, severity, deviation))
        hit = (code[:, None, list(dims)] == codes[None]).all(axis=2).any(axis=1)
        left = np.maximum(1 - rng.normal(severity, deviation, hit.sum()), 0.0)
        low[hit] = (low if how.noisy_anomalies else high)[hit] * left
    names = [name for name, _ in how.sizes]
    told = tuple(
        Planted(
            tuple(tuple((names[d], f"{names[d]}{c}") for d, c in zip(dims, row, strict=True)) for row in codes), s, w
        )
        for dims, codes, s, w in planted
    )
    labels = {name: np.array([f"{name}{one}" for one in range(shape[d])])[code[:, d]] for d, name in enumerate(names)}
    return Case(observed, expected, labels, noise, told)


def _normal(rng: np.random.Generator, how: Drawing, leaves: int, noise: float) -> tuple[Array, Array]:
    """Return observed and expected values (k,) without an anomaly: the two differ by noise, either of them being the one without."""
    value = rng.weibull(rng.uniform(*how.weibull_shape), leaves) * 100
    value *= rng.uniform(size=leaves) > rng.uniform(*how.zero_share)
    error = rng.normal(size=leaves) if how.tail is None else rng.standard_t(how.tail, leaves)
    size = np.where(value > 0, value / np.median(value[value > 0]), 1.0)
    other = np.maximum(value * (1 + noise * size**-how.small_noise * error), 0.0)
    first = rng.integers(0, 2, leaves) == 0
    return np.where(first, value, other), np.where(first, other, value)


def _place(
    rng: np.random.Generator,
    how: Drawing,
    before: list[tuple[tuple[int, ...], NDArray[np.intp]]],
    code: NDArray[np.intp],
    observed: Array,
) -> tuple[tuple[int, ...], NDArray[np.intp]] | None:
    """Return dimensions and codes (elements, depth) of an anomaly that shares no code with those before; None where no place is found."""
    depth = int(rng.integers(1, len(how.sizes), endpoint=True))
    elements = int(rng.integers(*how.elements, endpoint=True))
    for _ in range(PLACES):
        dims = tuple(sorted(rng.choice(len(how.sizes), depth, replace=False).tolist()))
        if depth < len(how.sizes) and dims in [used for used, _ in before]:
            continue
        free = [_free(d, how.sizes[d][1], before) for d in dims]
        if not all(len(one) for one in free):
            continue
        codes = np.stack([rng.choice(one, elements) for one in free], axis=1)
        if len(np.unique(codes, axis=0)) < elements:
            continue
        if depth == len(how.sizes) and not _all_there(codes, code, observed):
            continue
        return dims, codes
    return None


def _free(dimension: int, size: int, before: list[tuple[tuple[int, ...], NDArray[np.intp]]]) -> NDArray[np.intp]:
    used = [codes[:, dims.index(dimension)] for dims, codes in before if dimension in dims]
    return np.setdiff1d(np.arange(size), np.concatenate(used) if used else [])


def _all_there(codes: NDArray[np.intp], code: NDArray[np.intp], observed: Array) -> bool:
    """Tell whether leaves have a value: nobody could find an anomaly of one leaf at zero."""
    return all(observed[(code == row).all(axis=1)].item() > 0 for row in codes)
