"""Ordinary least squares on few observations, with the standard error of a forecast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Floats


@dataclass(frozen=True)
class LeastSquares:
    """`coefficients` (1 + k,) with their `standard_errors`, the constant first.

    `deviation`: of a residual, √(RSS / (n − 1 − k)); `root` (1 + k, 1 + k): R⁻¹ of X = QR.
    """

    observations: int
    coefficients: Floats
    standard_errors: Floats
    r_squared: float
    deviation: float
    root: Floats

    def forecast(self, regressors: Floats) -> tuple[float, float]:
        """Return the forecast at regressors (k,) and its standard error: s √(1 + x'(X'X)⁻¹x), that of a new observation and not of its mean alone."""
        x = np.append(1.0, regressors)
        return float(x @ self.coefficients), float(self.deviation * np.sqrt(1 + ((x @ self.root) ** 2).sum()))


def least_squares(y: Floats, regressors: Floats) -> LeastSquares | None:
    """Return the regression of y (n,) on a constant and regressors (n, k); None where they do not tell the coefficients apart, or n is not above 1 + k."""
    X = np.column_stack([np.ones(len(y)), regressors])
    if len(y) <= X.shape[1] or np.linalg.matrix_rank(X) < X.shape[1]:
        return None
    Q, R = np.linalg.qr(X)
    root = np.linalg.inv(R)
    coefficients = root @ (Q.T @ y)
    residual = y - X @ coefficients
    deviation = float(np.sqrt((residual**2).sum() / (len(y) - X.shape[1])))
    spread = float(((y - y.mean()) ** 2).sum())
    return LeastSquares(
        observations=len(y),
        coefficients=coefficients,
        standard_errors=deviation * np.sqrt((root**2).sum(axis=1)),
        r_squared=1 - float((residual**2).sum()) / spread if spread > 0 else float("nan"),
        deviation=deviation,
        root=root,
    )
