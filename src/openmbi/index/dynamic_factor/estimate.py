"""Any value of any series given the panel: its expectation, its standard error, and what each observation weighs in it.

c: a form of the unknowns x; given the data, c'x has mean c'Q⁻¹h and variance c'Q⁻¹c, with Q the posterior precision and h = Σ a c_a/s the information of the
observations. So one response g = Q⁻¹c gives the variance, c'g, and all weights at once: that of an observation is what it adds to g'h.
"""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Floats
from openmbi.index.dynamic_factor.bridges import bridge_weights
from openmbi.index.dynamic_factor.calendar_filter import backward, forward
from openmbi.index.dynamic_factor.layout import ELIMINATED, GROWTH_WEIGHT, MIDDLE, Layout
from openmbi.index.dynamic_factor.model import Errors, Estimate, FactorModel, FactorParameters
from openmbi.index.dynamic_factor.panel import Aggregation, MixedPanel
from openmbi.index.dynamic_factor.posterior import Workspace, condition, workspace
from openmbi.index.dynamic_factor.precision import Theta, gap_factor
from openmbi.index.dynamic_factor.skyline import solve
from openmbi.index.dynamic_factor.smooth import at_parameters, theta_of


def estimate(
    panel: MixedPanel, model: FactorModel, parameters: FactorParameters, series: str, period: np.datetime64
) -> Estimate:
    """Return what the panel says of one series in one period of the grid; a value that is observed is its own estimate, without error.

    Raises
    ------
    Problem
        `index.no-such-value` where the panel lacks the series or period, or the period does not end one of the series' own.
    """
    row, at = _place(panel, series, period)
    n, T = panel.value.shape
    weight = np.zeros((n, T))
    if not np.isnan(panel.value[row, at]):
        weight[row, at] = 1.0
        return Estimate(float(panel.value[row, at]), 0.0, 0.0, weight)
    lay, theta = at_parameters(panel, model, parameters), theta_of(parameters)
    work = workspace(lay)
    x, _ = condition(lay, theta, work)
    form, direct, noise = _target(panel, lay, theta, row, at + lay.before)
    if model.errors is Errors.STUDENT_T:
        noise *= model.degrees / (model.degrees - 2)
    response = _respond(lay, theta, work, form)
    share = _weights(lay, theta, response) + direct
    mean = float(form @ x + (direct * lay.y).sum())
    share = share[lay.before :].T
    scale, centre = parameters.scale, parameters.mean
    weight = share * (scale[row] / scale)[:, None]
    return Estimate(
        mean=float(centre[row] + scale[row] * mean),
        standard_error=float(scale[row] * np.sqrt(max(form @ response, 0.0) + noise)),
        constant=float(centre[row] - (weight.sum(axis=1) * centre).sum()),
        weight=weight,
    )


def _place(panel: MixedPanel, series: str, period: np.datetime64) -> tuple[int, int]:
    rows = np.flatnonzero(panel.series == series)
    columns = np.flatnonzero(panel.periods == np.datetime64(period))
    if len(rows) != 1 or len(columns) != 1:
        raise _absent(series, period, panel.periods)
    row, at = int(rows[0]), int(columns[0])
    if panel.aggregation[row] in {Aggregation.SUM, Aggregation.MEAN}:
        ends = np.append(panel.starts[panel.span[row], 1:], True)
        if not ends[at] or not panel.starts[panel.span[row], : at + 1].any():
            raise _absent(series, period, panel.periods[ends])
    return row, at


def _absent(series: str, period: np.datetime64, periods: Days) -> Problem:
    return Problem(
        "index.no-such-value",
        Text("面板中没有 {series} 在 {period} 的数值", "the panel has no value of {series} in {period}").fill(
            series=series, period=str(period)
        ),
        Text(
            "请用面板中的序列，时期取其所属期的最后一格",
            "name a series of the panel, and the last grid period of one of its own",
        ),
        expected=Text("{first} 至 {last}", "{first} to {last}").fill(first=str(periods[0]), last=str(periods[-1])),
    )


def _target(panel: MixedPanel, lay: Layout, theta: Theta, row: int, at: int) -> tuple[Floats, Floats, float]:
    """Return the form of unknowns (N,), the weights of observations beside it (T, n), and the variance that neither explains, of a value."""
    form, direct = np.zeros(int(lay.block[-1])), np.zeros(lay.y.shape)
    how, loading, r = panel.aggregation[row], theta.loadings[row], lay.factors
    if how in {Aggregation.SUM, Aggregation.MEAN}:
        span = int(panel.span[row])
        begin = int(lay.block[at]) + r * (lay.lags + 1 + span)
        length = at - int(np.flatnonzero(panel.starts[span, : at + 1])[-1]) + 1
        form[begin : begin + r] = loading / (length if how is Aggregation.MEAN else 1)
        return form, direct, float(theta.variance[row])
    if how is Aggregation.GROWTH:
        for step, weight in enumerate(GROWTH_WEIGHT):
            form[lay.block[at - step] : lay.block[at - step] + r] += weight * loading
            if lay.latent_of[row] >= 0:
                _add_latent(lay, theta, row, at - step, weight, form, direct)
        return form, direct, 0.0 if lay.latent_of[row] >= 0 else float(theta.variance[row])
    form[lay.block[at] : lay.block[at] + r] = loading
    places, weights, left = bridge_weights(lay.there[:, row] > 0, at, float(theta.persistence[row]))
    for place, weight in zip(places, weights, strict=True):
        form[lay.block[place] : lay.block[place] + r] -= weight * loading
        direct[place, row] += weight
    return form, direct, float(theta.variance[row]) * left


def _add_latent(lay: Layout, theta: Theta, row: int, at: int, times: float, form: Floats, direct: Floats) -> None:
    """Add `times` · e of a latent series to a form, and to the weights beside it where it was eliminated."""
    column = lay.latent_of[row]
    place = lay.place[at, column]
    if place != ELIMINATED:
        form[place] += times
        return
    end, share = at + MIDDLE, times / GROWTH_WEIGHT[MIDDLE]
    direct[end, row] += share
    for step, weight in enumerate(GROWTH_WEIGHT):
        form[lay.block[end - step] : lay.block[end - step] + lay.factors] -= share * weight * theta.loadings[row]
        if step != MIDDLE:
            form[lay.place[end - step, column]] -= share * weight


def _respond(lay: Layout, theta: Theta, work: Workspace, form: Floats) -> Floats:
    """Return Q⁻¹c (N,) after `condition`."""
    if not lay.calendar:
        return solve(work.entry, lay.first, lay.start, form)
    silent = lay._replace(y=np.zeros_like(lay.y))
    fresh = workspace(lay)._replace(extra=form)
    response = np.empty(len(form))
    forward(silent, theta, fresh)
    backward(silent, theta, fresh, response, False)
    return response


def _weights(lay: Layout, theta: Theta, response: Floats) -> Floats:
    """Return what each observation (T, n) adds to g'h for a response g."""
    r = lay.factors
    G = response[lay.block[:-1, None] + np.arange(r)]
    seen = G @ theta.loadings.T
    weight = np.zeros(lay.y.shape)
    usual = lay.patterns[lay.pattern]
    if lay.autoregressive:
        _add_differenced(lay, theta, seen, usual, weight)
        _add_latent_weights(lay, theta, response, weight)
        return weight
    weight += usual * seen / theta.variance
    for number, (t, i, span) in enumerate(lay.special):
        if lay.calendar:
            begin = lay.block[t] + r * (lay.lags + 1 + span)
            told = lay.share[number] * response[begin : begin + r] @ theta.loadings[i]
        else:
            told = sum(w * seen[t - step, i] for step, w in enumerate(GROWTH_WEIGHT))
        weight[t, i] += lay.there[t, i] * told / theta.variance[i]
    return weight


def _add_differenced(lay: Layout, theta: Theta, seen: Floats, usual: Floats, weight: Floats) -> None:
    rho = theta.persistence
    pull = usual[1:] * (seen[1:] - rho * seen[:-1]) / theta.variance
    weight[1:] += pull
    weight[:-1] -= rho * pull
    for t, i, gap in lay.special:
        slope = rho[i] ** gap if gap else 0.0
        s = theta.variance[i] / gap_factor(rho[i], gap) / lay.there[t, i]
        one = (seen[t, i] - slope * seen[t - gap, i]) / s
        weight[t, i] += one
        weight[t - gap, i] -= slope * one


def _add_latent_weights(lay: Layout, theta: Theta, response: Floats, weight: Floats) -> None:
    for column, i in enumerate(lay.latent):
        T, rho = len(lay.block) - 1, theta.persistence[i]
        term = np.empty(T)
        for t in range(T):
            form, direct = np.zeros(len(response)), np.zeros((T, len(lay.latent_of)))
            if lay.place[t, column] != ELIMINATED:
                term[t] = response[lay.place[t, column]]
            else:
                _add_latent(lay, theta, int(i), t, 1.0, form, direct)
                term[t] = form @ response
        pull = np.append(term[0] * (1 - rho**2), term[1:] - rho * term[:-1]) / theta.variance[i]
        for t in np.flatnonzero(lay.place[:, column] == ELIMINATED):
            after = rho * pull[t + 1] if t + 1 < T else 0.0
            weight[t + MIDDLE, i] -= (pull[t] - after) / GROWTH_WEIGHT[MIDDLE]
