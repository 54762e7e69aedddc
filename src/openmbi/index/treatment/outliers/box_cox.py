"""Box–Cox: the power of each indicator that makes it most nearly normal, by maximum likelihood."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Flags, Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.refusals import refuse_flat, refuse_not_positive
from openmbi.index.treatment.setting import Setting

_GOLDEN = (5**0.5 - 1) / 2
_SECTIONS = 37  # 4 · 0.618³⁷ < 1e-7
_TINY = 1e-9


def transformed(values: Floats, power: Floats) -> Floats:
    """Return (x^λ − 1)/λ of positive values (n, T) and powers λ (n,); ln x where λ = 0."""
    exponent = power[:, None] * np.log(values)
    safe = np.where(power == 0, 1.0, power)[:, None]
    return np.where(power[:, None] == 0, np.log(values), np.expm1(exponent) / safe)


def powers(values: Floats, low: float = -2.0, high: float = 2.0) -> Floats:
    """Return the likeliest λ (n,) between bounds, each to 1e-7, by golden sections of all indicators (n, T) at once."""
    logs = np.log(values)
    centred = logs - np.nanmean(logs, axis=1, keepdims=True)
    known = ~np.isnan(centred)
    zeroed = np.where(known, centred, 0.0)
    return _highest(partial(_likelihood, zeroed, known), np.full(len(values), low), np.full(len(values), high))


def _likelihood(logs: Floats, known: Flags, power: Floats) -> Floats:
    """Return −ln s(λ)² (n,): of values divided by their geometric mean the profile log-likelihood is that, but for a constant and the factor k/2.

    `logs` (n, T): their logarithms, 0 where unknown. Source: Box, Cox (1964), An Analysis of Transformations, JRSS B 26, equation 8.
    """
    exponent = power[:, None] * logs
    safe = np.where(np.abs(power) < _TINY, 1.0, power)[:, None]
    moved = np.where(np.abs(power[:, None]) < _TINY, logs, np.expm1(exponent) / safe)
    count = known.sum(axis=1)
    mean = moved.sum(axis=1) / count
    return -np.log(((moved - mean[:, None]) ** 2 * known).sum(axis=1) / count)


def _highest(height: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Return the places (n,) of the highest of n functions with one peak between `low` and `high` (n,)."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = height(left), height(right)
    for _ in range(_SECTIONS):
        rises = at_left < at_right
        low, high = np.where(rises, left, low), np.where(rises, high, right)
        new = np.where(rises, low + _GOLDEN * (high - low), high - _GOLDEN * (high - low))
        left, right = np.where(rises, right, new), np.where(rises, new, left)
        at_new = height(new)
        at_left, at_right = np.where(rises, at_right, at_new), np.where(rises, at_new, at_left)
    return (low + high) / 2


def _apply(values: Floats, setting: Setting, options: Options) -> Outcome:
    """`lambda`: `likeliest` estimates each power over the base, a number sets all; the parameter `lambda` states what was used."""
    refuse_not_positive(values, setting)
    inside = values[:, setting.base]
    refuse_flat(inside, setting)
    chosen = options["lambda"]
    power = powers(inside) if chosen == "likeliest" else np.full(len(values), float(chosen))

    def carried(points: Floats) -> Floats:
        return transformed(np.where(points > 0, points, np.nan), power)

    return Outcome(transformed(values, power), {"lambda": power}, carried)


METHOD = StepMethod(
    name="box_cox",
    label=Text("Box–Cox 变换", "Box–Cox"),
    citation=Text(
        "Box、Cox（1964）：λ 按极大似然估计", "Box, Cox (1964), An Analysis of Transformations: λ by maximum likelihood"
    ),
    apply=_apply,
    defaults={"lambda": "likeliest"},
)
