"""Autoregression on the target's own past: of one lag, or of as many as the BIC asks for.

Direct: y_{t+h} on a constant and y_t … y_{t−p+1} by least squares, for each horizon h its own regression (Marcellino, Stock and Watson 2006, J. Econometrics
135:499). BIC: Schwarz (1978, Annals of Statistics 6:461), n log(RSS/n) + (p + 1) log n, every order on the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.backtest.figure_grid import figures_until, steps_ahead
from openmbi.index.backtest.protocol import NO_FORECAST, Density, KnownAt
from openmbi.index.least_squares import least_squares

FEWEST = 12
LABEL = Text("一阶自回归 AR(1)", "autoregression AR(1)")


@dataclass(frozen=True)
class Autoregression:
    """An autoregression of order `most_lags`, or where `by_bic` of the order in 1 … `most_lags` with the least BIC; on the last `window` rows (None: all)."""

    most_lags: int = 1
    by_bic: bool = False
    window: int | None = None
    name: str = "ar1"
    label: Text = LABEL

    def forecast(self, known: KnownAt) -> Density:
        """Return the density of the regression's next value: Student's t; `NO_FORECAST` where fewer than twelve rows, or 2 (p + 1), are known."""
        figures = figures_until(known.target, known.wanted)
        if not len(figures):
            return NO_FORECAST
        ahead = steps_ahead(figures)
        y, x = lagged(figures, ahead, self.most_lags)
        newest = figures[: len(figures) - ahead + 1][::-1][: self.most_lags]
        if self.window is not None:
            y, x = y[-self.window :], x[-self.window :]
        if len(y) < max(FEWEST, 2 * (self.most_lags + 1)) or len(newest) < self.most_lags:
            return NO_FORECAST
        lags = _by_bic(y, x) if self.by_bic else self.most_lags
        fit = least_squares(y, x[:, :lags])
        if fit is None or np.isnan(newest[:lags]).any():
            return NO_FORECAST
        return Density(*fit.forecast(newest[:lags]), degrees_of_freedom=len(y) - 1 - lags)


def lagged(figures: Floats, ahead: int, lags: int) -> tuple[Floats, Floats]:
    """Return every figure y (n,) with the `lags` figures x (n, lags) up to `ahead` steps before it, the newest first; rows with an unknown one are left out."""
    places = np.arange(ahead + lags - 1, len(figures))
    y = figures[places]
    x = figures[places[:, None] - ahead - np.arange(lags)]
    there = ~np.isnan(y) & ~np.isnan(x).any(axis=1)
    return y[there], x[there]


def _by_bic(y: Floats, x: Floats) -> int:
    """Return the order with the least BIC; the smallest of equals."""
    n = len(y)
    criteria = []
    for lags in range(1, x.shape[1] + 1):
        fit = least_squares(y, x[:, :lags])
        rss = np.nan if fit is None else fit.deviation**2 * (n - 1 - lags)
        criteria.append(n * np.log(rss / n) + (lags + 1) * np.log(n) if rss > 0 else np.inf)
    return int(np.argmin(criteria)) + 1


BENCHMARKS = (
    Autoregression(),
    Autoregression(most_lags=6, by_bic=True, name="ar_bic", label=Text("自回归 AR(p)，BIC 定阶", "autoregression AR(p), order by BIC")),
)  # fmt: skip
