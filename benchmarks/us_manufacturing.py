"""First print of US manufacturing production (IPMANSICS), growth over the month before in per cent, forecast in real time on the eve of its release.

Rules, version 2. Version 1 (the plain mean of 36 regressions, no correction, no rejection) was written before any figure of the judged span (vintages from
2005 on) was computed, and judged: RMSE 0.509, sign 74.0 %, coverage 80.6 %, p 0.0003. It was seen there that the labour regression on its own did as well
(0.496), that forecasts were too high by 0.06, and that lags of 2020 stayed in the forecasts of that autumn. So version 2 weighs simple and rich regressions by
their past errors, corrects its constant, and lets a lag of more than 6 deviations tell nothing; its numbers were chosen on vintages and months before 2005
alone. What follows from two versions judged: the second is no longer blind.

1. What is known: `us_vintages`. Nothing that came out with, or after, the release.
2. Sample: all months from 1972-01 on whose regressors are known; a month's weight halves with every 60, 120 or 240 months of age.
3. Crisis months stay in the sample and are held by their size alone, in robust deviations of the sample at each vintage: a month counts by
   min(1, (6 / d)²), d its farthest regressor, and by Huber's weight with 2 deviations of the residuals; regressors beyond 4 deviations are held at 4 and
   beyond 6 at their median, in prediction too, but for hours and jobs of the month itself. No dates and no dummies.
4. Hyper-parameters: ridge penalty 0.1 of each regressor's weighted variance; lags, columns and the numbers above as in `us_forecasters`; the same at every
   vintage.
5. Headline: eight sets of columns, each the mean over three half-lives, and the labour regression (ordinary, all months alike), each on past months as known
   now and as known when each was due: 18 forecasts, weighed by their squared real-time errors so far and set right by the mean of the combination's own
   (`index/backtest/combination.py`: half-life 60 months, power 4, errors held at 2.5 deviations, 20 months of no error added).
6. Intervals: adaptive conformal calibration (`index/nowcast/conformal.py`) on all earlier real-time errors from 1999-09 on, in standard errors of the forecast.
7. Judged: growth in per cent, RMSE, sign against zero, 80 % interval, Diebold–Mariano on squared errors against AR(1); the larger p of no lag and four lags.
   Headline without the vintages 2020-04 to 2020-08, and all vintages beside it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.us_factor_model import Factors
from benchmarks.us_forecasters import BASE, COLUMNS, Bounded, LeastSquares, occasions, pool, rows, without_bounds
from benchmarks.us_vintages import eve, read_vintages
from openmbi.core.language import Text
from openmbi.core.tables import Flags, Floats
from openmbi.index.backtest.combination import ByPastErrors, combined
from openmbi.index.backtest.equal_accuracy import diebold_mariano
from openmbi.index.backtest.protocol import NO_FORECAST, Density, Forecaster, KnownAt
from openmbi.index.backtest.replay import Replay, replay
from openmbi.index.backtest.scores import COVERAGES, score
from openmbi.index.nowcast.conformal import Rule, calibrate, calibrated_density
from openmbi.index.supervised.base import SupervisedMethod
from openmbi.index.supervised.methods import partial_least_squares, scaled_pca, three_pass_filter

JUDGED_FROM = np.datetime64("2005-01", "M")
CRISIS = (np.datetime64("2020-04", "M"), np.datetime64("2020-08", "M"))
HEADLINE, PEER = "combination", "ar1"
GOAL_RMSE, GOAL_SIGN, GOAL_COVER, GOAL_P = 0.48, 76.0, "75–85", 0.01
LEVELS = (0.5, 0.8, 0.95)
LAGS = 4
RULE = ByPastErrors(half_life=60, power=4, hold=2.5, shrink=20)
GOALS = "from 2005 without 2020-04…08"


@dataclass(frozen=True)
class Supervised:
    """A method of `index/supervised` on all columns as known now; it has no bounds against a crisis."""

    name: str
    label: Text
    method: SupervisedMethod

    def forecast(self, known: KnownAt) -> Density:
        """Return the prediction, with the method's own standard error."""
        found = rows(known, tuple(name for name in COLUMNS if name != "production.0"), then=False)
        if found is None:
            return NO_FORECAST
        fitted = self.method.fit(found.x, found.y)
        return Density(float(fitted.predict(found.wanted[None])[0]), fitted.standard_error)


def forecasters() -> list[Forecaster]:
    base = Bounded("base, one half-life", Text("基本回归", "base regression"), BASE)
    supervised = (partial_least_squares, scaled_pca, three_pass_filter)
    return [
        *pool(),
        replace(without_bounds(base), name="base, unbounded"),
        Factors(),
        LeastSquares(PEER, Text("一阶自回归", "AR(1)"), ("production.1",)),
        *(Supervised(one.METHOD.name, one.METHOD.label, one.METHOD) for one in supervised),
    ]


def main() -> list[dict[str, object]]:
    if not os.environ.get("MBI_DATA_DIR"):
        return [{"figure": "US manufacturing: skipped, MBI_DATA_DIR is not set"}]
    found = in_real_time(Path(os.environ["MBI_DATA_DIR"]), forecasters())
    Console(width=140).print(table(found))
    return list(_figures(found))


def in_real_time(folder: Path, methods: Sequence[Forecaster], until: np.datetime64 | None = None) -> Replay:
    """Return the calibrated forecasts of every vintage, up to one."""
    vintages = read_vintages(folder)
    known = {eve(v): one for v, one in occasions(vintages).items() if until is None or v <= until}
    outcome = {one.wanted: vintages.first_print(np.datetime64(day, "M")) for day, one in known.items()}
    return calibrated(with_combination(replay(known.__getitem__, list(known), methods, outcome)))


def with_combination(found: Replay) -> Replay:
    """Return the forecasts with those of the pool's combination before them; its standard error is the mean of theirs."""
    names = [one.name for one in pool()]
    places = [row for row, name in enumerate(found.names.tolist()) if name in names]
    mean = combined(found.mean[places], found.outcome, RULE)
    scale = np.array([[density.standard_error for density in found.densities[place]] for place in places]).mean(axis=0)
    row = tuple(Density(float(m), float(s)) for m, s in zip(mean, scale, strict=True))
    label = Text("按既往误差组合", "combination by past errors")
    return replace(found, names=np.array([HEADLINE, *found.names]), labels=(label, *found.labels), densities=(row, *found.densities))  # fmt: skip


def calibrated(found: Replay) -> Replay:
    """Return the same forecasts with intervals calibrated on the errors of earlier occasions; each outcome is out before the next forecast."""
    densities = tuple(_calibrated(row, error) for row, error in zip(found.densities, found.error, strict=True))
    return replace(found, densities=densities)


def _calibrated(row: Sequence[Density], error: Floats) -> tuple[Density, ...]:
    scale = np.array([density.standard_error for density in row])
    return tuple(
        calibrated_density(density, calibrate(error[:place], scale[:place], LEVELS, Rule.ADAPTIVE))
        for place, density in enumerate(row)
    )


def spans(found: Replay) -> dict[str, Flags]:
    """Return which occasions (S,) each row of the evidence is about."""
    vintage = found.as_of.astype("datetime64[M]")
    calm, late = (vintage < CRISIS[0]) | (vintage > CRISIS[1]), vintage >= JUDGED_FROM
    return {
        "from 1999 without 2020-04…08": calm,
        "from 1999, all": np.ones(len(vintage), bool),
        "from 2005 without 2020-04…08": calm & late,
        "from 2005, all": late,
    }


def equal_accuracy(found: Replay, first: int, second: int, kept: Flags) -> float:
    """Return the p-value of equal squared errors: the larger of that with no lag and that with four."""
    difference = (found.error[first] ** 2 - found.error[second] ** 2)[kept]
    tests = (diebold_mariano(difference), diebold_mariano(difference, LAGS + 1, kernel="bartlett"))
    return max(test.p_value for test in tests)


def table(found: Replay) -> Table:
    """Return all methods on all spans."""
    shown = Table("vintages", "method", box=None, header_style="bold")
    for header in ("n", "RMSE", "MAE", "bias", "CRPS", "sign %", "in 80 %", "DM p, AR(1)"):
        shown.add_column(header, justify="right")
    peer = found.names.tolist().index(PEER)
    for span, kept in spans(found).items():
        for row, name in enumerate(found.names.tolist()):
            s = score(found, row, kept, pivot="zero")
            p = equal_accuracy(found, peer, row, kept) if row != peer else np.nan
            small = [f"{one:.3f}" for one in (s.rmse, s.mae, s.bias, s.crps)]
            shares = [f"{100 * one:.1f}" for one in (s.sign, s.coverage[COVERAGES.index(0.8)])]
            shown.add_row(span, name, str(s.number), *small, *shares, f"{p:.4f}")
    return shown


def _figures(found: Replay) -> Iterator[dict[str, object]]:
    names = found.names.tolist()
    ours, peer = names.index(HEADLINE), names.index(PEER)
    for span, kept in spans(found).items():
        one, other = (score(found, row, kept, pivot="zero") for row in (ours, peer))
        p = equal_accuracy(found, peer, ours, kept)
        rows_of_span = (
            ("RMSE; peer AR(1)", one.rmse, other.rmse, one.rmse / other.rmse, GOAL_RMSE),
            ("right signs, %", 100 * one.sign, 100 * other.sign, None, GOAL_SIGN),
            ("80 % interval covers, %", 100 * one.coverage[COVERAGES.index(0.8)], None, None, GOAL_COVER),
            ("Diebold–Mariano p", f"{p:.5f}", None, None, f"< {GOAL_P}"),
        )
        for what, mine, theirs, ratio, goal in rows_of_span:
            said = f"US first print, vintages {span} ({one.number}): {what}"
            yield {
                "figure": said,
                "ours": mine,
                "peer": theirs,
                "ratio": ratio,
                "goal": goal if span == GOALS else None,
            }


if __name__ == "__main__":
    print(*main(), sep="\n")
