"""The climb to the maximum of the likelihood: EM steps, of which the last few tell where they lead (Anderson acceleration), never downwards.

θ: parameters as one vector, g(θ): the next by EM, f = g(θ) − θ. The next θ is g less Σ γ_j Δg_j with γ the least squares of f on the last Δf_j, damped
(Henderson and Varadhan 2019, J. Computational and Graphical Statistics 28:834). Where it lowers the likelihood, the plain EM step stands in; where even that
does, because EM neglects the law of the first factors, less of its move of the law of the factors.
"""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.dynamic_factor.dense import cholesky, product_transposed, substitute
from openmbi.index.dynamic_factor.layout import Layout
from openmbi.index.dynamic_factor.maximise import maximise
from openmbi.index.dynamic_factor.posterior import Workspace, condition, spread
from openmbi.index.dynamic_factor.precision import Theta
from openmbi.index.dynamic_factor.regression import LARGEST_PERSISTENCE, SMALLEST_VARIANCE
from openmbi.index.dynamic_factor.skyline import FAST
from openmbi.index.dynamic_factor.steps import entry, part

CONVERGED, ITERATIONS, STUCK = 0, 1, 2
DAMPING = 1e-10
HALVINGS = 8


@entry()
def to_vector(theta):
    """Return θ: loadings, transitions, the Cholesky factor of Q with logs on its diagonal, log σ² and artanh ρ."""
    n, r = theta.loadings.shape
    p = len(theta.transition)
    C = theta.innovation.copy()
    cholesky(C)
    vector = np.empty(n * r + p * r * r + r * (r + 1) // 2 + 2 * n)
    at = 0
    for i in range(n):
        for k in range(r):
            vector[at] = theta.loadings[i, k]
            at += 1
    for lag in range(p):
        for k in range(r):
            for m in range(r):
                vector[at] = theta.transition[lag, k, m]
                at += 1
    for k in range(r):
        for m in range(k + 1):
            vector[at] = np.log(C[k, k]) if k == m else C[k, m]
            at += 1
    for i in range(n):
        vector[at + i], vector[at + n + i] = np.log(theta.variance[i]), np.arctanh(theta.persistence[i])
    return vector


@entry()
def to_theta(vector, n, p, r):
    """Return the parameters of a vector; variances and persistence kept within their bounds."""
    loadings, transition, C = np.empty((n, r)), np.empty((p, r, r)), np.zeros((r, r))
    variance, persistence = np.empty(n), np.empty(n)
    at = 0
    for i in range(n):
        for k in range(r):
            loadings[i, k] = vector[at]
            at += 1
    for lag in range(p):
        for k in range(r):
            for m in range(r):
                transition[lag, k, m] = vector[at]
                at += 1
    for k in range(r):
        for m in range(k + 1):
            C[k, m] = np.exp(vector[at]) if k == m else vector[at]
            at += 1
    for i in range(n):
        variance[i] = max(np.exp(vector[at + i]), SMALLEST_VARIANCE)
        persistence[i] = min(max(np.tanh(vector[at + n + i]), -LARGEST_PERSISTENCE), LARGEST_PERSISTENCE)
    return Theta(loadings, transition, product_transposed(C, C), variance, persistence)


@entry()
def _accelerated(g, f, dF, dG, used):
    """Return g − Σ γ_j Δg_j with γ of min ‖f − Σ γ_j Δf_j‖², damped."""
    S, gamma = np.empty((used, used)), np.empty(used)
    size = 0.0
    for a in range(used):
        gamma[a] = _inner(dF[a], f)
        for c in range(a + 1):
            S[a, c] = S[c, a] = _inner(dF[a], dF[c])
        size += S[a, a]
    for a in range(used):
        S[a, a] += DAMPING * size + 1e-300
    proposal = g.copy()
    if not np.isnan(cholesky(S)):
        substitute(S, gamma)
        for a in range(used):
            for i in range(len(g)):
                proposal[i] -= gamma[a] * dG[a, i]
    return proposal


@part(fastmath=FAST)
def _inner(a, b):
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


def climb(
    lay: Layout, theta: Theta, work: Workspace, iterations: int, tolerance: float, memory: int
) -> tuple[Theta, Floats, int]:
    """Return the parameters at the end, the log-likelihood after every iteration, and why the climb ended.

    It has converged when `memory` iterations running, at least ten, raised the log-likelihood by less than `tolerance`.
    """
    (n, r), p = theta.loadings.shape, lay.lags
    path = np.empty(iterations)
    now = to_vector(theta)
    x, likelihood = condition(lay, theta, work)
    dF, dG = np.zeros((memory, len(now))), np.zeros((memory, len(now)))
    f = g = now
    kept, window = 0, max(memory, 10)
    for k in range(iterations):
        path[k] = likelihood
        f_before, g_before = f, g
        g = to_vector(maximise(lay, theta, x, spread(lay, theta, work)))
        f = g - now
        if k > 0:
            dF[kept % memory], dG[kept % memory] = f - f_before, g - g_before
            kept += 1
        proposal = _accelerated(g, f, dF, dG, min(kept, memory))
        candidate = to_theta(proposal, n, p, r)
        x, new = condition(lay, candidate, work)
        if not new >= likelihood:
            kept = 0
            candidate, x, new = _plain(lay, now, g, work, likelihood)
        if not new >= likelihood:
            condition(lay, theta, work)
            return theta, path[: k + 1], CONVERGED if likelihood - new < tolerance else STUCK
        now, theta, likelihood = to_vector(candidate), candidate, new
        if k >= window and likelihood - path[k + 1 - window] < tolerance:
            path[k] = likelihood
            return theta, path[: k + 1], CONVERGED
    path[iterations - 1] = likelihood
    return theta, path, ITERATIONS


def _plain(lay: Layout, now: Floats, g: Floats, work: Workspace, likelihood: float) -> tuple[Theta, Floats, float]:
    """Return the EM step, with as much of its move of the law of the factors as does not lower the likelihood: all, half, a quarter … or none.

    Of loadings, variances and persistence EM's move is exact and never lowers it; of the law of the factors it leaves out that the first factors have that
    law too, which matters in short panels of persistent factors.
    """
    n, p, r = lay.y.shape[1], lay.lags, lay.factors
    law = slice(n * r, n * r + p * r * r + r * (r + 1) // 2)
    proposal = g.copy()
    candidate = to_theta(proposal, n, p, r)
    x, new = condition(lay, candidate, work)
    for step in range(HALVINGS):
        if new >= likelihood:
            break
        share = 0.5 if step < HALVINGS - 1 else 0.0
        proposal[law] = now[law] + share * (proposal[law] - now[law])
        candidate = to_theta(proposal, n, p, r)
        x, new = condition(lay, candidate, work)
    return candidate, x, new
