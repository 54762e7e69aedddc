"""Three-pass regression filter with automatic proxies (Kelly and Pruitt 2015).

Pass 1, one regression an indicator over time: zᵢ on the proxies gives φᵢ (L,). Pass 2, one a period over indicators: z_t on a constant and φ gives the
factors F_t (L,). Pass 3: y on F. The first proxy is the target; each further one is what the filter with the proxies so far leaves of it.
All three are linear in the indicators: b = JΦ(Φ'JΦ)⁻¹β, with J taking the mean over indicators away. Because of the constant of pass 2, Σb = 0: a move by as
many standard deviations of all indicators alike moves nothing, and turning one's sign alters the others' part too.
"""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.supervised.base import Learned, Options, SupervisedMethod
from openmbi.index.supervised.components import Fit, by_components, no_component
from openmbi.index.supervised.refusals import too_few_indicators
from openmbi.index.supervised.training import Training

LABEL = Text("三步回归滤波", "three-pass regression filter")
RANK = 1e-10  # of the largest singular value, below which proxies tell nothing more


def _path(training: Training, most: int) -> list[Fit]:
    z, y = training.z, training.y
    proxies = y[:, None]
    found: list[Fit] = []
    for _ in range(min(most, z.shape[1] - 1, z.shape[0] - 2)):
        fit = _filter(z, y, proxies)
        if fit is None:
            break
        found.append(fit)
        proxies = np.column_stack([proxies, y - z @ fit.coefficients])
    return found or [no_component(z.shape[1])]


def _filter(z: Floats, y: Floats, proxies: Floats) -> Fit | None:
    """Return the fit of the filter with proxies (T, L); None where the proxies or their loadings cannot be told apart."""
    size = np.linalg.norm(proxies, axis=0)
    if size[-1] <= RANK * size[0]:
        return None
    loading = np.linalg.lstsq(proxies / size, z, rcond=None)[0].T
    loading = loading - loading.mean(axis=0)
    U, s, _ = np.linalg.svd(loading, full_matrices=False)
    if s[-1] <= RANK * max(s[0], np.sqrt(len(y)) * RANK):
        return None
    Q, R = np.linalg.qr(z @ U)  # factors: any basis of the loadings' span gives the same third pass
    if np.abs(np.diag(R)).min() <= RANK * np.abs(np.diag(R)).max():
        return None
    directions = U @ np.linalg.inv(R)
    return Fit(directions @ (Q.T @ y), directions)


def _learn(training: Training, options: Options) -> Learned:
    if training.z.shape[1] < 2:
        raise too_few_indicators(LABEL, training.z.shape[1], 2)
    return by_components(training, options, _path, counted=False)


METHOD = SupervisedMethod(
    name="three_pass_filter",
    label=LABEL,
    citation=Text(
        "Kelly 与 Pruitt（2015）《三步回归滤波：用大量预测变量进行预测的新方法》，Journal of Econometrics 186:294–316。",
        "Kelly and Pruitt (2015), The three-pass regression filter: a new approach to forecasting using many predictors, "
        "Journal of Econometrics 186:294–316.",
    ),
    work=_learn,
    uses=frozenset({"components", "most_components"}),
)
