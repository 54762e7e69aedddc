"""Markov switching: a mean (and variance) that depends on an unseen regime, with the regime's filtered and smoothed probabilities.

Hamilton (1989), A new approach to the economic analysis of nonstationary time series and the business cycle, Econometrica 57:357–384:
yₜ − μ(sₜ) = Σ φₗ (yₜ₋ₗ − μ(sₜ₋ₗ)) + σ(sₜ) εₜ, s a Markov chain. The likelihood has several maxima: it is climbed from several fixed starts, nothing is drawn.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats
from openmbi.index.turning_points.switching_fit import SwitchingModel, best_fit, built, collapsed, means, variances
from openmbi.index.turning_points.turns import Turns, check_complete, turns_of

FEWEST = 24
"""Values below which two regimes cannot be told from one."""
HAMILTON = SwitchingModel(lags=4)
"""Hamilton's own, for quarterly growth: two means, four lags, one variance."""


@dataclass(frozen=True)
class Regimes:
    """What was found, regimes in the order of rising mean.

    `filtered` (R, T): probability of each regime from values up to the period alone; `smoothed` (R, T): from all values; NaN in the first `lags` periods.
    `mean` (R,), `deviation` (R,) in the unit of the series; `staying` (R,): probability of staying. `parameters` (k,) as statsmodels orders them, from the
    first `fitted_on` values. `converged`: the best climb ended at a maximum; where it is False, `reason` says why and the figures are not to be used.
    """

    filtered: Floats
    smoothed: Floats
    mean: Floats
    deviation: Floats
    staying: Floats
    parameters: Floats
    log_likelihood: float
    fitted_on: int
    converged: bool
    reason: Text | None


def markov_switching(value: Floats, model: SwitchingModel | None = None, *, fit_on: int | None = None) -> Regimes:
    """Return regimes of a series (T,) of growth; parameters from its first `fit_on` values (all of them if not said).

    With `fit_on` the filtered probabilities from that place on are what could be known at each period: no later value enters them.

    Raises
    ------
    Problem
        `index.turning-gaps`; `index.too-short`; `index.flat` where nothing moves; `index.no-regimes` where no climb came through; `index.not-installed`.
    """
    model = model or SwitchingModel()
    check_complete(value)
    known = value[: len(value) if fit_on is None else fit_on]
    _check(known, model)
    fit = best_fit(known, model)
    if fit is None:
        raise Problem(
            "index.no-regimes",
            Text("从任何起点都未能估出区制", "no regimes could be estimated from any start"),
            Text("请换一个序列或模型，或改用 bbq", "choose another series or model, or use bbq"),
        )
    return _regimes(value, known, model, fit)


def regime_turns(low: Floats, *, enter: float = 0.5, leave: float = 0.5) -> Turns:
    """Return turning points from the probability of the lowest regime (T,): a peak before it reaches `enter`, a trough where it last was above `leave`.

    NaN stands for what is not known; a series that begins in the regime has no peak for it.
    """
    known = np.flatnonzero(~np.isnan(low))
    found, inside = [], bool(len(known) and low[known[0]] >= enter)
    for place in known[1:]:
        if not inside and low[place] >= enter:
            found.append((int(place) - 1, 1))
            inside = True
        elif inside and low[place] < leave:
            found.append((int(place) - 1, -1))
            inside = False
    return turns_of(found)


def _check(known: Floats, model: SwitchingModel) -> None:
    fewest = FEWEST + 2 * model.lags
    if len(known) < fewest:
        raise Problem(
            "index.too-short",
            Text("只有 {count} 期，无法区分不同区制", "{count} periods are too few to tell regimes apart").fill(
                count=len(known)
            ),
            Text("请积累更多数据，或改用 bbq", "wait for more data, or use bbq"),
            expected=Text("至少 {count} 期", "at least {count} periods").fill(count=fewest),
        )
    if np.ptp(known) == 0:
        raise Problem(
            "index.flat",
            Text("序列没有变化", "the series does not move"),
            Text("请换一个序列", "choose another series"),
        )


def _regimes(value: Floats, known: Floats, model: SwitchingModel, fit: Any) -> Regimes:
    """Run the filter and the smoother over the whole series at the parameters found, and put the regimes in order."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = built(value, model).smooth(fit.params, cov_type="none")
    parameters = np.asarray(fit.params, np.float64)
    order = np.argsort(means(fit.model, parameters), kind="stable")
    blank = np.full((model.regimes, model.lags), np.nan)
    filtered, smoothed = (
        np.hstack([blank, np.asarray(part)[:, order].T])
        for part in (whole.filtered_marginal_probabilities, whole.smoothed_marginal_probabilities)
    )
    staying = np.diag(fit.model.regime_transition_matrix(parameters)[:, :, 0])
    reason = _reason(known, fit)
    return Regimes(
        filtered=filtered,
        smoothed=smoothed,
        mean=means(fit.model, parameters)[order],
        deviation=np.sqrt(variances(fit.model, parameters)[order]),
        staying=staying[order],
        parameters=parameters,
        log_likelihood=float(fit.llf),
        fitted_on=len(known),
        converged=reason is None,
        reason=reason,
    )


def _reason(known: Floats, fit: Any) -> Text | None:
    if collapsed(known, fit):
        return Text(
            "某一区制的方差趋于零，似然没有最大值",
            "the variance of a regime went to nothing: the likelihood has no maximum",
        )
    if not fit.mle_retvals["converged"]:
        return Text("估计没有收敛", "the estimation did not converge")
    return None
