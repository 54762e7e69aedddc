"""The dynamic factor model at equal parameters is that of statsmodels: likelihood, factors and their covariances; first its dense twin, then the engine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from statsmodels.tsa.statespace.dynamic_factor_mq import DynamicFactorMQ
from tests.twins.dense_factor_model import Dense, smoothed

from openmbi.index.dynamic_factor import (
    Aggregation,
    FactorModel,
    FactorParameters,
    Idiosyncratic,
    MixedPanel,
    Smoothed,
    smooth,
)


@dataclass(frozen=True)
class Case:
    """A model, its parameters and a panel of monthly series, the last `quarterly` of which are quarterly growth."""

    panel: MixedPanel
    model: FactorModel
    parameters: FactorParameters
    quarterly: int


def case(
    *,
    quarterly: int = 0,
    monthly: int = 4,
    factors: tuple[int, ...] = (2,),
    lags: int = 2,
    idiosyncratic: Idiosyncratic = Idiosyncratic.IID,
    periods: int = 24,
) -> Case:
    """Return a case: parameters drawn and stable, a fifth of the values missing, and a ragged edge."""
    draw = np.random.default_rng(20261121)
    n, r = monthly + quarterly, sum(factors)
    blocks = None
    if len(factors) > 1:
        blocks = np.ones((n, len(factors)), bool)
        blocks[: n // 2, -1] = False
        blocks[n // 2 :, 1] = len(factors) > 2
    model = FactorModel(factors, blocks, lags, idiosyncratic)
    same = model.block_of[:, None] == model.block_of[None]
    transition = np.array([0.5 / (1 + lag) ** 2 * np.eye(r) for lag in range(lags)])
    transition = np.where(same, transition + draw.normal(scale=0.08, size=transition.shape), 0.0)
    root = np.where(same, np.eye(r) + 0.3 * np.tril(draw.normal(size=(r, r))), 0.0)
    persistence = draw.uniform(-0.5, 0.9, n) if idiosyncratic is Idiosyncratic.AR1 else np.zeros(n)
    parameters = FactorParameters(
        np.where(model.loads(n), draw.normal(size=(n, r)), 0.0),
        transition,
        root @ root.T,
        draw.uniform(0.2, 1.5, n),
        persistence,
        np.zeros(n),
        np.ones(n),
    )
    value = draw.normal(size=(n, periods))
    value[draw.uniform(size=value.shape) < 0.2] = np.nan
    value[: monthly // 2, -2:] = np.nan
    value[monthly:, np.arange(periods) % 3 != 2] = np.nan
    how = (Aggregation.NONE,) * monthly + (Aggregation.GROWTH,) * quarterly
    names, months = np.char.mod("s%02d", np.arange(n)), np.arange("2000-01", 12 * 40, dtype="M8[M]")[:periods]
    span, starts = np.full(n, -1, np.intp), np.zeros((0, periods), bool)
    return Case(MixedPanel(names, months.astype("M8[D]"), value, how, span, starts), model, parameters, quarterly)


CASES = {
    "white noise": case(),
    "first-order autoregression": case(idiosyncratic=Idiosyncratic.AR1),
    "quarterly growth": case(quarterly=2),
    "quarterly growth, autoregression": case(quarterly=2, idiosyncratic=Idiosyncratic.AR1),
    "one lag": case(quarterly=1, lags=1, factors=(1,)),
    "six lags": case(quarterly=1, lags=6, factors=(1,), periods=30),
    "blocks": case(monthly=6, quarterly=2, factors=(1, 1, 1), lags=1, idiosyncratic=Idiosyncratic.AR1),
    "blocks of several factors": case(monthly=8, quarterly=1, factors=(2, 1, 2)),
}


def peer(one: Case) -> Dense:
    """Return what statsmodels' model says at the same parameters, the states before the first period drawn from their stationary law."""
    model, n = one.model, len(one.parameters.loadings)
    loads = model.loads(n)
    names = np.array([f"f{k}" for k in range(model.size)])
    blocks = {tuple(names[model.block_of == block]): model.lags for block in range(len(model.factors))}
    theirs = DynamicFactorMQ(
        one.panel.value.T,
        k_endog_monthly=n - one.quarterly,
        factors={f"y{row + 1}": list(names[loads[row]]) for row in range(n)},
        factor_orders={key if len(key) > 1 else key[0]: order for key, order in blocks.items()},
        idiosyncratic_ar1=model.idiosyncratic is Idiosyncratic.AR1,
        standardize=False,
    )
    result = theirs.smooth(_their_parameters(one, loads))
    order = [theirs.factor_names.index(name) for name in names]
    current = np.arange(theirs.k_states)[theirs._s["factors_L1"]][order]
    covariance = result.smoothed_state_cov[np.ix_(current, current)].transpose(2, 0, 1)
    return Dense(float(result.llf), result.smoothed_state[current].T, covariance)


def _their_parameters(one: Case, loads: np.ndarray) -> np.ndarray:
    parameters, parts = one.parameters, [row[keep] for row, keep in zip(one.parameters.loadings, loads, strict=True)]
    members = [np.flatnonzero(one.model.block_of == block) for block in range(len(one.model.factors))]
    parts += [np.hstack([lag[np.ix_(own, own)] for lag in parameters.transition]).ravel() for own in members]
    for inside in members:
        root = np.linalg.cholesky(parameters.innovation[np.ix_(inside, inside)])
        parts.append(root[np.tril_indices(len(inside))])
    if one.model.idiosyncratic is Idiosyncratic.AR1:
        parts.append(parameters.persistence)
    return np.concatenate([*parts, parameters.variance])


def same(found: Dense | Smoothed, expected: Dense) -> None:
    np.testing.assert_allclose(found.log_likelihood, expected.log_likelihood, rtol=1e-10)
    np.testing.assert_allclose(found.factor, expected.factor, atol=1e-8)
    np.testing.assert_allclose(found.covariance, expected.covariance, atol=1e-8)


@pytest.mark.parametrize("name", CASES)
def test_the_twin_is_the_peers_model(name: str) -> None:
    one = CASES[name]
    same(smoothed(one.panel, one.model, one.parameters), peer(one))


@pytest.mark.parametrize("name", CASES)
def test_the_engine_is_the_peers_model(name: str) -> None:
    one = CASES[name]
    same(smooth(one.panel, one.model, one.parameters), peer(one))
