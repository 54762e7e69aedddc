"""Variance-based sensitivity: Saltelli's sample and the first- and total-order indices of a function's output, with bootstrap confidence.

Source: Saltelli et al. (2010), Variance based sensitivity analysis of model output, Computer Physics Communications 181: the estimator of the first order
is theirs, of the total order Jansen's. Both, and the sample, are SALib's (Herman and Usher 2017).
y = f(u), u uniform on the unit cube of d dimensions, V(y) its variance:

S_j = V(E(y | u_j)) / V(y)      T_j = 1 − V(E(y | u_~j)) / V(y)

S_j is what would go if u_j alone were settled; T_j what would stay if all but u_j were. T_j − S_j is what u_j does together with others.
"""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np

from openmbi.core.audit import SobolIndices
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats

LEAST_DRAWS = 16
CONFIDENCE = 0.95


def saltelli_sample(dimensions: int, draws: int, seed: int) -> Floats:
    """Return the sample (draws · (d + 2), d) in [0, 1): rows of d + 2, of A, A with one column of B after the other, and B, on a scrambled Sobol sequence.

    Raises
    ------
    Problem
        `index.audit-draws` where `draws` is not a power of 2 of at least 16: other numbers unbalance the sequence; `index.not-installed`.
    """
    if draws < LEAST_DRAWS or draws & (draws - 1):
        raise _draws(draws)
    _installed()
    from SALib.sample.sobol import sample  # noqa: PLC0415  slow to import, and an extra

    return sample(_problem(dimensions), draws, calc_second_order=False, seed=seed)


def sobol_indices(output: Floats, dimensions: int, seed: int, *, resamples: int = 200) -> SobolIndices:
    """Return the indices of an output (draws · (d + 2),) in the order of `saltelli_sample`. The bootstrap draws from `seed`.

    Raises
    ------
    Problem
        `index.not-installed`.
    ValueError
        Where the output is not as long as a sample of so many dimensions, or is not all known.
    """
    if output.ndim != 1 or len(output) % (dimensions + 2) or not np.isfinite(output).all():
        raise ValueError(f"an output of {output.shape} is none of a sample of {dimensions} dimensions")
    spread = float(output.std())
    if spread <= 1e-12 * max(1.0, float(np.abs(output).max())):
        unknown = np.full(dimensions, np.nan)
        return SobolIndices(unknown, unknown, unknown, unknown, 0.0)
    _installed()
    from SALib.analyze.sobol import analyze  # noqa: PLC0415  slow to import, and an extra

    found = analyze(
        _problem(dimensions),
        output,
        calc_second_order=False,
        num_resamples=resamples,
        conf_level=CONFIDENCE,
        seed=seed + 1,  # SALib takes 0 for no seed
    )
    names = ("S1", "S1_conf", "ST", "ST_conf")
    return SobolIndices(*(np.asarray(found[name], np.float64) for name in names), variance=spread**2)


def _problem(dimensions: int) -> dict[str, object]:
    names = [str(place) for place in range(dimensions)]
    return {"num_vars": dimensions, "names": names, "bounds": [[0.0, 1.0]] * dimensions}


def _draws(draws: int) -> Problem:
    return Problem(
        "index.audit-draws",
        Text("抽样次数 {draws} 不是 2 的幂，或少于 {least}", "{draws} draws: not a power of 2, or below {least}").fill(
            draws=draws, least=LEAST_DRAWS
        ),
        Text("请改用如 256、512、1024 的次数", "choose a number such as 256, 512 or 1024"),
        field="draws",
    )


def _installed() -> None:
    if find_spec("SALib") is None:
        raise Problem(
            "index.not-installed",
            Text("敏感性指数需要 SALib，尚未安装", "sensitivity indices need SALib, which is not installed"),
            Text("安装：pip install 'openmbi[methods]'", "install it: pip install 'openmbi[methods]'"),
        )
