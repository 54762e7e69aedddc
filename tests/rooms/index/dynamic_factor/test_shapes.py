"""Panels and models that are malformed are refused, in both languages, by a code; and a panel tells how many factors it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from openmbi.core.language import Language
from openmbi.core.problems import Problem
from openmbi.index.dynamic_factor import (
    Aggregation,
    FactorModel,
    FactorParameters,
    FitOptions,
    Idiosyncratic,
    MixedPanel,
    fit,
    number_of_factors,
    same_frequency,
    smooth,
)

MONTHS = np.arange("2020-01", "2022-01", dtype="M8[M]").astype("M8[D]")
QUARTERS = (np.arange(24) % 3 == 0)[None]
ONE_STEP = FitOptions(starts=1, iterations=1)
EMPTY_BLOCK = np.array([[True, False]] * 3)
OTHER_PARAMETERS = FactorParameters(
    loadings=np.ones((2, 1)),
    transition=np.zeros((1, 1, 1)),
    innovation=np.eye(1),
    variance=np.ones(2),
    persistence=np.zeros(2),
    mean=np.zeros(2),
    scale=np.ones(2),
)


def panel(how: Aggregation = Aggregation.NONE) -> MixedPanel:
    """Return three monthly series, the last of them told once a quarter as `how` says."""
    value = np.random.default_rng(4).normal(size=(3, 24))
    if how is not Aggregation.NONE:
        value[2, np.arange(24) % 3 != 2] = np.nan
    aggregation = (Aggregation.NONE, Aggregation.NONE, how)
    span = np.array([-1, -1, 0 if how in {Aggregation.SUM, Aggregation.MEAN} else -1])
    return MixedPanel(np.array(["a", "b", "c"]), MONTHS, value, aggregation, span, QUARTERS)


def with_value(one: MixedPanel, row: int, at: int | slice, value: float) -> MixedPanel:
    changed = one.value.copy()
    changed[row, at] = value
    return replace(one, value=changed)


def growth_two_months_apart() -> object:
    return fit(with_value(panel(Aggregation.GROWTH), 2, 7, 1.0), FactorModel(), ONE_STEP)


REFUSED: dict[str, tuple[str, Callable[[], object]]] = {
    "no factor": ("index.factor-model", lambda: FactorModel((0,))),
    "factors of two blocks in one": ("index.factor-model", lambda: FactorModel((1, 1))),
    "no lag": ("index.factor-model", lambda: FactorModel(lags=0)),
    "two degrees of freedom": ("index.factor-model", lambda: FactorModel(degrees=2.0)),
    "too few names": ("index.factor-panel", lambda: replace(panel(), series=np.array(["a", "b"]))),
    "infinite": ("index.factor-panel", lambda: with_value(panel(), 0, 3, np.inf)),
    "starts of other length": ("index.factor-panel", lambda: replace(panel(), starts=QUARTERS[:, 1:])),
    "span that is not there": ("index.factor-panel", lambda: replace(panel(Aggregation.SUM), span=np.array([-1, -1, 1]))),
    "sum in the middle of a quarter": ("index.factor-panel", lambda: with_value(panel(Aggregation.SUM), 2, 6, 1.0)),
    "flat": ("index.flat-series", lambda: fit(with_value(panel(), 1, slice(None), 7.0), FactorModel(), ONE_STEP)),
    "two values": ("index.flat-series", lambda: fit(with_value(panel(), 1, slice(2, None), np.nan), FactorModel(), ONE_STEP)),
    "growth two months apart": ("index.growth-too-close", growth_two_months_apart),
    "sums with autoregressive terms": (
        "index.calendar-panel",
        lambda: fit(panel(Aggregation.SUM), FactorModel(idiosyncratic=Idiosyncratic.AR1), ONE_STEP),
    ),
    "no start": ("index.factor-options", lambda: FitOptions(starts=0)),
    "no iteration": ("index.factor-options", lambda: FitOptions(iterations=0)),
    "more factors than series": ("index.factor-model", lambda: fit(panel(), FactorModel((4,)), ONE_STEP)),
    "more lags than periods": ("index.factor-model", lambda: fit(panel(), FactorModel(lags=23), ONE_STEP)),
    "blocks of other series": ("index.factor-model", lambda: fit(panel(), FactorModel((1,), np.ones((4, 1), bool)), ONE_STEP)),
    "a block without series": ("index.factor-model", lambda: fit(panel(), FactorModel((1, 1), EMPTY_BLOCK), ONE_STEP)),
    "parameters of other series": ("index.factor-model", lambda: smooth(panel(), FactorModel(), OTHER_PARAMETERS)),
    "as many factors as series": ("index.too-many-factors", lambda: number_of_factors(panel(), 3)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_malformed_is_refused(name: str) -> None:
    code, tried = REFUSED[name]
    with pytest.raises(Problem) as raised:
        tried()
    assert raised.value.code == code
    for language in Language:
        assert "{" not in raised.value.say(language)


def test_a_refused_series_is_named() -> None:
    with pytest.raises(Problem, match="b"):
        fit(with_value(panel(), 1, slice(None), 7.0), FactorModel(), ONE_STEP)


@pytest.mark.parametrize("known", [1, 3])
@pytest.mark.parametrize("missing", [0.0, 0.2, 0.4])
def test_the_number_of_factors_is_found(known: int, missing: float) -> None:
    draw = np.random.default_rng(known)
    n, T = 40, 120
    value = draw.normal(size=(n, known)) @ draw.normal(size=(known, T)) + draw.normal(size=(n, T))
    value[draw.random(value.shape) < missing] = np.nan
    months = np.arange("2010-01", T * 31, dtype="M8[M]")[:T].astype("M8[D]")
    found = number_of_factors(same_frequency(np.char.mod("s%d", np.arange(n)), months, value), 8)
    assert list(found.chosen[:2]) == [known, known]
    assert found.criterion.shape == (3, 9)
    assert found.explained[0] == 0
    assert (np.diff(found.explained) > 0).all()


def test_criteria_of_no_factor_and_one_by_hand() -> None:
    """V(1) is the mean square left by the largest singular value: of orthogonal rows, what the other row holds."""
    wave = np.tile([1.0, -1.0], 4)
    other = np.repeat([1.0, -1.0], 4)
    one = same_frequency(np.array(["a", "b", "c"]), MONTHS[:8], np.array([wave, wave, other]))
    found = number_of_factors(one, 1)
    scale = 8 / 7  # the variance with n − 1 of a row of ±1
    penalty = (3 + 8) / 24 * np.log(24 / (3 + 8))
    np.testing.assert_allclose(found.criterion[0], [np.log(1 / scale), np.log(1 / 3 / scale) + penalty], rtol=1e-12)
    np.testing.assert_allclose(found.explained, [0, 2 / 3], rtol=1e-12)
