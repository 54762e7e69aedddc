"""The climb of a Markov-switching likelihood by statsmodels, from fixed starts."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats

LOWEST_VARIANCE = 1e-3
"""Share of a series' variance below which a regime's own has collapsed onto a few values: the likelihood then has no maximum."""
FIRST_SHARES = (0.15, 0.3, 0.5)
"""Shares of the lowest values that the starts take for the lowest regime."""
STAYING = (0.75, 0.95)
"""Probabilities of staying in a regime that the starts take."""
EM_STEPS = 20
"""Steps of expectation–maximisation from each start, before the climb."""
CLIMBS = 2
"""How many of the starts, the best after those steps, are climbed from."""


@dataclass(frozen=True)
class SwitchingModel:
    """`regimes` with a mean each; `lags` of the deviation from it; `switching_variance`: a variance each; `iterations`: the most of one climb."""

    regimes: int = 2
    lags: int = 0
    switching_variance: bool = False
    iterations: int = 300


def built(value: Floats, model: SwitchingModel) -> Any:
    """Return the model of a series (T,) as statsmodels has it.

    Raises
    ------
    Problem
        `index.not-installed`.
    """
    try:
        from statsmodels.tsa.regime_switching.markov_autoregression import MarkovAutoregression  # noqa: PLC0415  an extra
        from statsmodels.tsa.regime_switching.markov_regression import MarkovRegression  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise Problem(
            "index.not-installed",
            Text(
                "马尔可夫区制转换需要 statsmodels，尚未安装",
                "Markov switching needs statsmodels, which is not installed",
            ),
            Text("安装：pip install 'openmbi[methods]'", "install it: pip install 'openmbi[methods]'"),
        ) from error
    shared = {"k_regimes": model.regimes, "switching_variance": model.switching_variance}
    if model.lags:
        return MarkovAutoregression(value, order=model.lags, switching_ar=False, **shared)
    return MarkovRegression(value, **shared)


def best_fit(value: Floats, model: SwitchingModel) -> Any | None:
    """Return the highest maximum reached from any start, one without a collapsed variance if there is any; None where no climb came through."""
    tried = [_climbed(value, model, start, em_steps=EM_STEPS, iterations=0) for start in _starts(value, model)]
    best = sorted((fit for fit in tried if fit is not None), key=lambda fit: fit.llf, reverse=True)[:CLIMBS]
    climbed = [_climbed(value, model, fit.params, em_steps=0, iterations=model.iterations) for fit in best]
    fits = [fit for fit in climbed if fit is not None]
    return max(fits, key=lambda fit: (not collapsed(value, fit), fit.llf), default=None)


def collapsed(value: Floats, fit: Any) -> bool:
    """Tell whether a regime's variance has gone to nothing."""
    return bool(variances(fit.model, fit.params).min() < LOWEST_VARIANCE * value.var())


def variances(model: Any, parameters: Floats) -> Floats:
    """Return the variance of each regime (R,)."""
    places = model.parameters
    return np.array([parameters[places[number, "variance"]][0] for number in range(model.k_regimes)])


def means(model: Any, parameters: Floats) -> Floats:
    """Return the mean of each regime (R,)."""
    places = model.parameters
    return np.array([parameters[places[number, "exog"]][0] for number in range(model.k_regimes)])


def _starts(value: Floats, model: SwitchingModel) -> list[Floats]:
    """Return parameters to climb from: the lowest share of the values is the lowest regime, the rest is shared out evenly among the others."""
    ordered = np.sort(value)
    starts = []
    for share in FIRST_SHARES:
        shares = share + (1 - share) * np.arange(model.regimes - 1) / (model.regimes - 1)
        parts = np.split(ordered, np.ceil(shares * len(ordered)).astype(int))
        starts += [_start(value, model, [part.mean() for part in parts], stay) for stay in STAYING]
    return starts


def _start(value: Floats, model: SwitchingModel, level: list[float], stay: float) -> Floats:
    made = built(value, model)
    places, start = made.parameters, np.zeros(made.k_params)
    leave = (1 - stay) / (model.regimes - 1)
    for number, mean in enumerate(level):
        moves = [stay if to == number else leave for to in range(model.regimes - 1)]
        start[places[number, "regime_transition"]] = moves
        start[places[number, "exog"]] = mean
        start[places[number, "variance"]] = value.var() / 2
    return start


def _climbed(value: Floats, model: SwitchingModel, start: Floats, *, em_steps: int, iterations: int) -> Any | None:
    """Return where steps of expectation–maximisation, then a climb, lead; None where they leave the numbers that a computer has."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what statsmodels warns of is told by `converged`
        try:
            fit = built(value, model).fit(
                start_params=start, em_iter=em_steps, maxiter=iterations, disp=0, cov_type="none"
            )
        except (ValueError, RuntimeError, FloatingPointError, np.linalg.LinAlgError):
            return None
    return fit if np.isfinite(fit.llf) and np.isfinite(fit.params).all() else None
