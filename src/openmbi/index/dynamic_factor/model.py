"""What a dynamic factor model is, and what comes of fitting it.

y: series, f: factors, λ: loadings, e: idiosyncratic term, A: transition, η: innovation of the factors. On the grid, standardised,
y_it = λ_i'f_t + e_it, f_t = A₁f_{t−1} + … + A_p f_{t−p} + η_t, η ~ N(0, Q), and e_it is white noise or e_it = ρ_i e_{i,t−1} + u_it, u ~ N(0, σ_i²).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Flags, Floats


class Idiosyncratic(StrEnum):
    """The law of what the factors leave of a series: white noise, or a first-order autoregression."""

    IID = "iid"
    AR1 = "ar1"


class Errors(StrEnum):
    """NORMAL, or STUDENT_T: innovations of fat tails, so that an outlier or a crisis counts little."""

    NORMAL = "normal"
    STUDENT_T = "student_t"


class GrowthNoise(StrEnum):
    """Whose noise a quarter's growth has: of its five MONTHS, weighted as their growth is (Bańbura and Modugno 2014), or of the QUARTER alone."""

    MONTHS = "months"
    QUARTER = "quarter"


@dataclass(frozen=True)
class FactorModel:
    """The shape of a model.

    `factors`: how many in each block (one block: (r,)). `blocks` (n, B): which series load on which block; None: all on all. Blocks have transitions of their
    own and innovations independent of each other. `lags`: p. `growth_noise`: of white noise; autoregressive terms are of months always. `degrees`: of
    freedom of Student-t errors.
    """

    factors: tuple[int, ...] = (1,)
    blocks: Flags | None = None
    lags: int = 1
    idiosyncratic: Idiosyncratic = Idiosyncratic.IID
    growth_noise: GrowthNoise = GrowthNoise.MONTHS
    errors: Errors = Errors.NORMAL
    degrees: float = 5.0

    def __post_init__(self) -> None:
        """Check the shape.

        Raises
        ------
        Problem
            `index.factor-model`.
        """
        blocks = 1 if self.blocks is None else self.blocks.shape[1]
        if min(self.factors, default=0) < 1 or len(self.factors) != blocks or self.lags < 1 or self.degrees <= 2:
            raise Problem(
                "index.factor-model",
                Text(
                    "因子模型不成形：各组因子数 {factors}，组数 {blocks}，滞后 {lags}，自由度 {degrees}",
                    "the factor model is malformed: factors {factors}, blocks {blocks}, lags {lags}, degrees {degrees}",
                ).fill(factors=str(self.factors), blocks=str(blocks), lags=str(self.lags), degrees=str(self.degrees)),
                Text(
                    "每组至少一个因子，滞后至少一期，自由度大于二",
                    "give each block a factor, at least one lag, and more than two degrees",
                ),
            )

    @property
    def size(self) -> int:
        """Return r, the number of factors of all blocks."""
        return sum(self.factors)

    @property
    def block_of(self) -> np.ndarray:
        """Return the block (r,) of every factor."""
        return np.repeat(np.arange(len(self.factors)), self.factors)

    def loads(self, n: int) -> Flags:
        """Return which factors (n, r) each of n series may load on."""
        if self.blocks is None:
            return np.ones((n, self.size), bool)
        return np.ascontiguousarray(self.blocks[:, self.block_of])


@dataclass(frozen=True)
class FactorParameters:
    """Parameters on the standardised scale (y − mean) / scale.

    `loadings` (n, r); `transition` (p, r, r): A₁…A_p; `innovation` (r, r): Q; `variance` (n,): σ²; `persistence` (n,): ρ, 0 for white noise; `mean` (n,) and
    `scale` (n,) in the series' units.
    """

    loadings: Floats
    transition: Floats
    innovation: Floats
    variance: Floats
    persistence: Floats
    mean: Floats
    scale: Floats


@dataclass(frozen=True)
class Smoothed:
    """What the data say of the factors: mean (T, r) and covariance (T, r, r), and the log-likelihood of the standardised panel at the parameters."""

    factor: Floats
    covariance: Floats
    log_likelihood: float


@dataclass(frozen=True)
class FitOptions:
    """How a model is fitted.

    `starts`: how many starting points; the best end wins. `tolerance`: the fit has converged when a whole cycle raises the log-likelihood by less than
    this, in its own units: an absolute rule, because a relative one stops large panels after two steps. `seed` moves the starting points after the first.
    """

    starts: int = 3
    iterations: int = 1000
    tolerance: float = 1e-2
    seed: int = 0
    two_step: bool = False

    def __post_init__(self) -> None:
        """Check that there is something to do.

        Raises
        ------
        Problem
            `index.factor-options`.
        """
        if min(self.starts, self.iterations) < 1 or not self.tolerance > 0:
            raise Problem(
                "index.factor-options",
                Text(
                    "拟合选项无效：起点 {starts}，迭代上限 {iterations}，容差 {tolerance}",
                    "the options of a fit are void: starts {starts}, iterations {iterations}, tolerance {tolerance}",
                ).fill(starts=str(self.starts), iterations=str(self.iterations), tolerance=str(self.tolerance)),
                Text(
                    "起点和迭代上限至少为 1，容差大于 0",
                    "at least one start and one iteration, and a tolerance above 0",
                ),
            )


class Ended(StrEnum):
    """Why a fit stopped: only the first is convergence."""

    CONVERGED = "converged"
    ITERATIONS = "iterations"
    STUCK = "stuck"

    def text(self) -> Text:
        """Return the reason as a sentence."""
        return _SAID[self]


_SAID = {
    Ended.CONVERGED: Text("已收敛", "converged"),
    Ended.ITERATIONS: Text("达到迭代上限，尚未收敛", "stopped at the limit of iterations before it converged"),
    Ended.STUCK: Text("似然无法继续提高，未收敛", "no step raised the likelihood any more: not converged"),
}


@dataclass(frozen=True)
class FactorFit:
    """A fitted model: `log_likelihood` is that of `parameters`, and `smoothed` is at `parameters`; of Student-t errors, given the weights that settled.

    `path` (k,): the log-likelihood after each iteration of the best start, never falling; `likelihoods` (starts,): where every start ended; of
    Student-t errors, before any weights.
    """

    parameters: FactorParameters
    smoothed: Smoothed
    log_likelihood: float
    iterations: int
    ended: Ended
    path: Floats
    likelihoods: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def converged(self) -> bool:
        """Return whether the fit ended by convergence."""
        return self.ended is Ended.CONVERGED


@dataclass(frozen=True)
class Estimate:
    """E[y] and its standard error for one series in one period, in the series' unit: mean = constant + Σ weight · value over what is observed.

    `weight` (n, T): 0 where nothing is observed.
    """

    mean: float
    standard_error: float
    constant: float
    weight: Floats
