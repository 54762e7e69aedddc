"""One protocol for every supervised method: how it learns the target from the indicators, and what it gives back.

A method learns from standardised columns and a centred target; what surrounds that is the same for all and stands here. Shapes: T training rows in the order of
time, n indicators, m rows to predict, k ≤ n indicators that count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from importlib.util import find_spec
from typing import Literal, Protocol

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Codes, Flags, Floats
from openmbi.index.supervised.refusals import not_installed, option_refused, unknown_values
from openmbi.index.supervised.training import LeftOut, Standardised, Training, standardised


@dataclass(frozen=True)
class Options:
    """What a caller asks of a method; None: chosen on the training rows alone.

    `expert` (n,): weights of experts, by which Σ wᵢxᵢ moves with the target; of the columns as they are given, or of the standardised ones where
    `expert_of_standardised`. `components`: number of factors; `most_components`: the largest that is tried. `penalty`: λ of the standardised columns.
    `choose`: how λ is chosen. `folds`: blocks of later rows that hyper-parameters are tried on. `seed`: of a method that draws. `incomplete`: what is done with
    a column that lacks a value.
    """

    expert: Floats | None = None
    expert_of_standardised: bool = False
    components: int | None = None
    most_components: int = 8
    penalty: float | None = None
    choose: Literal["expanding", "marginal_likelihood"] = "expanding"
    folds: int = 6
    seed: int = 0
    incomplete: Literal["refuse", "drop"] = "refuse"


DEFAULT = Options()
FOR_ALL = frozenset({"expert", "expert_of_standardised", "folds", "incomplete"})
"""Options that every method takes, though not every one makes use of them."""


@dataclass(frozen=True)
class Learned:
    """What a method learned from standardised columns: `coefficients` (k,) of a linear one, `predict` (m, k) → (m,) of another; both of the centred target.

    `directions` D (k, d): a row z is ‖zD‖² away from those fitted, the variance that the error of what was fitted adds to its prediction, in those of one
    residual; empty where that is not known. `freedom`: parameters that were fitted, the constant included, NaN where they cannot be counted. `errors` (q,): of
    rows predicted from earlier ones (or from all others), with the hyper-parameters `chosen`.
    """

    coefficients: Floats | None
    predict: Callable[[Floats], Floats] | None = None
    directions: Floats = field(default_factory=lambda: np.empty((0, 0)))
    freedom: float = np.nan
    errors: Floats = field(default_factory=lambda: np.empty(0))
    chosen: Mapping[str, float] = field(default_factory=dict)


class Work(Protocol):
    """How a method learns."""

    def __call__(self, training: Training, options: Options) -> Learned:
        """Learn from the training rows alone."""
        ...


@dataclass(frozen=True)
class Fitted:
    """A fitted method. `constant`: mean of the target over the `rows` it was fitted on.

    `residual_deviation`: √(RSS / (T − freedom)). `held_out_error`: root mean square of the errors of rows that were not fitted. Both are in the unit of the
    target, NaN where they are not known. `distance`: mean over the fitted rows of how far a row is from them (see `Learned`).
    """

    method: str
    rows: int
    constant: float
    columns: Standardised
    learned: Learned
    residual_deviation: float
    held_out_error: float
    distance: float

    @property
    def chosen(self) -> Mapping[str, float]:
        """The hyper-parameters, given or chosen on the training rows."""
        return self.learned.chosen

    @property
    def counted(self) -> Flags:
        """Which indicators (n,) count."""
        return self.columns.left_out == LeftOut.COUNTED

    @property
    def left_out(self) -> Codes:
        """Why an indicator (n,) does not count: `LeftOut` codes."""
        return self.columns.left_out

    @property
    def standard_error(self) -> float:
        """The standard error of a prediction like the fitted rows: that of rows not fitted, or of the residuals where there were too few rows for it."""
        return self.residual_deviation if np.isnan(self.held_out_error) else self.held_out_error

    def standard_errors(self, x: Floats) -> Floats:
        """Return the standard errors (m,) of predictions at x (m, n), for densities: `standard_error` · √((1 + 1/T + d) / (1 + 1/T + d̄)).

        d: distance of the row from the fitted ones, d̄: its mean over them; a row as none before has a wide error. Problems as `predict`.
        """
        directions = self.learned.directions
        away = ((self._checked(x) @ directions) ** 2).sum(axis=1) if directions.size else np.zeros(len(x))
        one = 1 + 1 / self.rows
        return self.standard_error * np.sqrt((one + away) / (one + self.distance))

    @property
    def coefficients(self) -> Floats | None:
        """What one unit of each indicator (n,) moves the prediction; 0 where it does not count; None of a method that is not additive."""
        if self.learned.coefficients is None:
            return None
        whole = np.zeros(len(self.columns.centre))
        whole[self.counted] = self.learned.coefficients / self.columns.spread[self.counted]
        return whole

    def predict(self, x: Floats) -> Floats:
        """Return the predictions (m,) at indicators (m, n); one that does not count may be NaN.

        Raises
        ------
        Problem
            `index.unknown-values` where an indicator that counts is not known; `index.shape` where there are more or fewer indicators than were fitted.
        """
        parts = self.parts(x)
        if parts is not None:
            return parts.sum(axis=1)
        assert self.learned.predict is not None
        return self.constant + self.learned.predict(self._checked(x))

    def parts(self, x: Floats) -> Floats | None:
        """Return what each prediction is made of (m, n + 1): the mean of the target first, then what each indicator's distance from its own mean adds.

        The sum of a row is its prediction. None of a method that is not additive. Problems as `predict`.
        """
        if self.learned.coefficients is None:
            return None
        z = self._checked(x)
        parts = np.zeros((len(z), len(self.columns.centre) + 1))
        parts[:, 0] = self.constant
        parts[:, 1:][:, self.counted] = z * self.learned.coefficients
        return parts

    def _checked(self, x: Floats) -> Floats:
        z = self.columns.of(x)
        if np.isnan(z).any():
            raise unknown_values(np.flatnonzero(self.counted)[np.isnan(z).any(axis=0)])
        return z


@dataclass(frozen=True)
class SupervisedMethod:
    """A supervised method.

    `additive`: a prediction is a constant and one contribution of each indicator; where not, `why_not_additive` says why. `uses`: the options that it heeds,
    besides those for all. `needs`: the extra that has to be installed for it and the module that must then be there, None where openmbi alone will do.
    """

    name: str
    label: Text
    citation: Text
    work: Work
    additive: bool = True
    why_not_additive: Text | None = None
    uses: frozenset[str] = frozenset()
    needs: tuple[str, str] | None = None

    @property
    def installed(self) -> bool:
        """Whether what the method needs is there."""
        return self.needs is None or find_spec(self.needs[1]) is not None

    def fit(self, x: Floats, y: Floats, *, options: Options = DEFAULT) -> Fitted:
        """Fit indicators x (T, n) to the target y (T,), rows in the order of time; there may be more indicators than rows.

        The same inputs give the same bits. A column that does not vary never counts.

        Raises
        ------
        Problem
            `index.not-installed`, `index.option` where the method cannot do what is asked; `index.shape`, `index.unknown-values`, `index.too-few-rows`,
            `index.nothing-varies` where the data will not do.
        """
        self._can(options)
        training, columns = standardised(x, y, options.expert, options.expert_of_standardised, options.incomplete)
        flat = not training.y.any()
        learned = Learned(np.zeros(training.z.shape[1]), freedom=1.0) if flat else self.work(training, options)
        return Fitted(
            method=self.name,
            rows=len(y),
            constant=float(np.mean(y)),
            columns=columns,
            learned=learned,
            residual_deviation=_residual_deviation(training, learned),
            held_out_error=float(np.sqrt(np.mean(learned.errors**2))) if len(learned.errors) else np.nan,
            distance=float(((training.z @ learned.directions) ** 2).sum() / len(y)) if learned.directions.size else 0.0,
        )

    def _can(self, options: Options) -> None:
        if not self.installed:
            raise not_installed(self.label, self.needs or ("", ""))
        for one in fields(options):
            if one.name not in self.uses | FOR_ALL and getattr(options, one.name) != getattr(DEFAULT, one.name):
                raise option_refused(self.label, one.name)


def _residual_deviation(training: Training, learned: Learned) -> float:
    if learned.coefficients is None or not learned.freedom < len(training.y):
        return np.nan
    residual = training.y - training.z @ learned.coefficients
    return float(np.sqrt((residual**2).sum() / (len(residual) - learned.freedom)))
