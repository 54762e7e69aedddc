"""How far an estimated calendar effect is from the truth of simulated series, beside the peers: RMSE in log points × 100, over 5 seeds. Simulated throughout.

Each seed has another coming Spring Festival (2022 to 2026). The data end at the last end of a month that leaves its whole window to come; five years of
them are fitted. `--quick`: two seeds, fewer series.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from benchmarks.adjustment_peers import mstl_season, prophet_effect, x13_factors
from benchmarks.adjustment_truth import (
    AFTER,
    BEFORE,
    NEW_YEAR,
    Array,
    Dates,
    Depth,
    Mask,
    Truth,
    Wanted,
    in_window,
    simulate,
)
from openmbi.adjustment.adjust import adjust
from openmbi.adjustment.methods.x13 import METHOD as X13
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.protocol import Adjustment
from openmbi.catalog.calendar import load_calendar
from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.periods import Frequency
from openmbi.core.tables import CellPanel, Reading

QUICK = "--quick" in sys.argv
TARGETS = (2023, 2026) if QUICK else (2022, 2023, 2024, 2025, 2026)
SERIES = 48 if QUICK else 200
SAMPLE = 4 if QUICK else 12  # of the daily peers, which take seconds a series
CALENDAR = load_calendar(None)


@dataclass
class Scores:
    """Mean squared errors by figure: ours, a seed each, and the peer's."""

    ours: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    peer: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, figure: str, error: Array) -> None:
        """Add the errors of one seed."""
        self.ours[figure].append(float(np.mean(error**2)))

    def beside(self, figure: str, peer: Array) -> None:
        """Add a peer's errors of one seed."""
        self.peer[figure].append(float(np.mean(peer**2)))


def main() -> list[dict[str, object]]:
    scores = Scores()
    for target in TARGETS:
        for judged in (stable_depth, shared_depth, own_depth, other_days_of_closing, gaps, two_years):
            judged(target, scores)
    return [_row(figure, goal, scores) for figure, goal in _figures(scores)]


def _row(figure: str, goal: float | None, scores: Scores) -> dict[str, object]:
    ours, peer = (_rmse(kept.get(figure)) for kept in (scores.ours, scores.peer))
    seeds = [100 * value**0.5 for value in scores.ours.get(figure, [])]
    spread = f" (by seed {min(seeds):.1f}–{max(seeds):.1f})" if seeds else ""
    ratio = ours / peer if ours is not None and peer is not None else None
    return {"figure": f"simulated: {figure}{spread}", "ours": ours, "peer": peer, "ratio": ratio, "goal": goal}


def _rmse(squares: list[float] | None) -> float | None:
    return 100 * float(np.mean(squares)) ** 0.5 if squares else None


GOALS = {
    "coming festival, stable depth": 5.0,
    "coming festival, shared depth, data to day +45": 6.0,
    "other days": 2.5,
    "weeks": 1.5,
    "January–March, daily summed": 1.5,
    "January–March, monthly": 1.5,
    "two years, 20 % noise, alone: coming festival": 12.0,
    "two years, 20 % noise, among longer ones: coming festival": 12.0,
}


def _figures(scores: Scores) -> Iterator[tuple[str, float | None]]:
    for figure in dict.fromkeys([*scores.ours, *scores.peer]):
        yield figure, GOALS.get(figure)


# What is asked for and handed over


def fit_until(target: int) -> np.datetime64:
    """Return the last day of the fit: the last end of a month before the coming festival's window."""
    return (NEW_YEAR[target] + BEFORE).astype("M8[M]").astype("M8[D]") - 1


def wanted(target: int, **other: object) -> Wanted:
    """Return five years and the coming window, whole months."""
    month = fit_until(target).astype("M8[M]")
    last = (NEW_YEAR[target] + AFTER).astype("M8[M]") + 1
    span = Wanted(f"{month - 59}-01", str(last.astype("M8[D]") - 1), SERIES, target)
    return replace(span, **other)  # type: ignore[arg-type]


def panel(truth: Truth, until: np.datetime64, first: Dates | None = None) -> CellPanel:
    """Return the readings until a day; days after it, and before a series' `first` (n,), are absent."""
    known = truth.known & (truth.days <= until)
    if first is not None:
        known &= truth.days >= first[:, None]
    names = np.char.mod("s%05d", np.arange(len(known)))
    reading = np.where(known, Reading.NORMAL, Reading.ABSENT).astype(np.uint8)
    return CellPanel("use", "kWh", names, truth.days, np.where(known, truth.use, np.nan), reading)


def adjusted(truth: Truth, until: np.datetime64, first: Dates | None = None) -> AdjustedPanel:
    """Adjust the readings until a day, an industry a stratum."""
    parameters = AdjustmentParameters(detail=False)
    return adjust(panel(truth, until, first), CALENDAR, strata=truth.industry, parameters=parameters)


# The figures


def stable_depth(target: int, scores: Scores) -> None:
    """Judge the coming festival, the festivals and other days of the fit, and its weeks and months."""
    truth, until = simulate(wanted(target)), fit_until(target)
    fitted, coming = truth.days <= until, in_window(truth.days, (target,))
    found = adjusted(truth, until)
    error = found.effect - truth.effect
    scores.add("coming festival, stable depth", error[:, coming])
    scores.add("festivals of the fit, stable depth", error[:, fitted & in_window(truth.days)])
    scores.add("other days", error[:, fitted & ~in_window(truth.days)])
    _daily_peers(truth, fitted, coming, scores)
    weeks = Periods.weeks(truth.days[fitted])
    scores.add("weeks", weeks.effect(found.effect[:, fitted]) - weeks.truth(truth, fitted))
    scores.add("weeks, adjusted use (with what deep days keep back)", weeks.use_error(found, truth, fitted))
    _months(truth, found, until, scores)


def _daily_peers(truth: Truth, fitted: Mask, coming: Mask, scores: Scores) -> None:
    """Judge MSTL by the sum of season and effect, after its mean error over the fit, and Prophet by the effect, on some series."""
    horizon = int((~fitted).sum())
    for row in range(0, SERIES, SERIES // SAMPLE)[:SAMPLE]:
        logs = np.log(truth.use[row, fitted])
        season = mstl_season(logs, horizon) - (truth.effect + truth.annual)[row]
        scores.beside("coming festival, MSTL(7, 365)", (season - season[fitted].mean())[coming])
        error = prophet_effect(truth.days, logs) - truth.effect[row]
        scores.beside("coming festival, Prophet with festival windows", error[coming])
        scores.beside("other days, Prophet", error[fitted & ~in_window(truth.days)])


def _months(truth: Truth, found: AdjustedPanel, until: np.datetime64, scores: Scores) -> None:
    """Judge the months both ways, in the fit and after it, and X-13 by the sum of season and effect.

    Of every method the length of months, which the truth does not have, and each series' mean error over the fit are taken away first.
    """
    months, everything = Periods.months(truth.days), np.ones(len(truth.days), bool)
    fitted = months.first <= until
    true, length = months.truth(truth, everything), np.log(months.total(np.ones((1, len(truth.days)))))
    season = np.log(months.total(np.exp(truth.level)) / months.total(np.exp(truth.level - truth.annual)))
    direct = _monthly(truth, months, until)
    ours = {"daily summed": months.effect(found.effect), "monthly": direct.effect - length}
    if direct.detail:
        ours["monthly, with the annual cycle"] = ours["monthly"] + direct.detail.season - season
    for name, effect in ours.items():
        _add_months(months, fitted, scores.add, name)(effect - true)
    for festival, name in ((False, "X-13 without Spring Festival"), (True, "X-13 with Spring Festival")):
        factors = x13_factors(
            months.first[fitted], months.total(truth.use)[:, fitted], int((~fitted).sum()), festival=festival
        )
        _add_months(months, fitted, scores.beside, name)(factors - length - season - true)
    seasonal = _monthly(truth, months, until, X13.adjust)
    if seasonal.detail:
        factors = seasonal.effect + seasonal.detail.season
        _add_months(months, fitted, scores.beside, "X-13 by openmbi's calendar")(factors - length - season - true)


def _add_months(months: Periods, fitted: Mask, add: Callable[[str, Array], None], name: str) -> Callable[[Array], None]:
    spring = months.first.astype("M8[M]").astype(int) % 12 < 3

    def added(error: Array) -> None:
        error = _about_mean(error, fitted)
        add(f"January–March, {name}", error[:, fitted & spring])
        add(f"January–March of the coming year, {name}", error[:, ~fitted & spring])
        add(f"all months, {name}", error[:, fitted])

    return added


def _about_mean(error: Array, fitted: Mask) -> Array:
    """Return errors (n, P) less each series' mean over the fit: the level that effects count from is a convention."""
    return error - error[:, fitted].mean(axis=1, keepdims=True)


def _monthly(truth: Truth, months: Periods, until: np.datetime64, method: Adjustment = adjust) -> AdjustedPanel:
    """Adjust the monthly totals themselves."""
    daily = panel(truth, until)
    known = np.tile(months.first <= until, (SERIES, 1))
    reading = np.where(known, Reading.NORMAL, Reading.ABSENT).astype(np.uint8)
    value = np.where(known, months.total(truth.use), np.nan)
    totals = CellPanel("use", "kWh", daily.subjects, months.first, value, reading)
    strata = truth.industry if method is adjust else None
    return method(totals, CALENDAR, frequency=Frequency.MONTHLY, strata=strata)


def shared_depth(target: int, scores: Scores) -> None:
    """Judge a coming festival whose depth, everybody's, nobody knows before: before it, and as its days arrive."""
    truth = simulate(wanted(target, depth=Depth.SHARED))
    coming = in_window(truth.days, (target,))
    scores.add("coming festival, shared depth, ex ante", _error(truth, fit_until(target))[:, coming])
    for day in (0, 15, AFTER):
        until = NEW_YEAR[target] + day
        error = _error(truth, until)
        scores.add(f"coming festival, shared depth, data to day +{day}", error[:, coming])
        if day < AFTER:
            scores.add(f"… days of it still to come, data to day +{day}", error[:, coming & (truth.days > until)])


def own_depth(target: int, scores: Scores) -> None:
    """Judge a festival whose depth every series draws for itself."""
    truth = simulate(wanted(target, depth=Depth.OWN))
    coming = in_window(truth.days, (target,))
    for name, until in (("ex ante", fit_until(target)), (f"data to day +{AFTER}", NEW_YEAR[target] + AFTER)):
        scores.add(f"coming festival, own depth, {name}", _error(truth, until)[:, coming])


def other_days_of_closing(target: int, scores: Scores) -> None:
    """Judge a festival of stable depth when every series closes and comes back on days of its own, and when all do so otherwise in each year."""
    own, moved = (simulate(wanted(target, **each)) for each in ({"own_days": 2.0}, {"year_days": 2.0}))
    coming = in_window(own.days, (target,))
    scores.add("coming festival, own days of closing (± 2)", _error(own, fit_until(target))[:, coming])
    for name, until in (("ex ante", fit_until(target)), (f"data to day +{AFTER}", NEW_YEAR[target] + AFTER)):
        scores.add(f"coming festival, days of closing of each year (± 2), {name}", _error(moved, until)[:, coming])


def gaps(target: int, scores: Scores) -> None:
    """Judge series of which one reading in twenty is missing."""
    truth, until = simulate(wanted(target, gaps=0.05)), fit_until(target)
    error = _error(truth, until)
    scores.add("5 % gaps: coming festival", error[:, in_window(truth.days, (target,))])
    scores.add("5 % gaps: other days", error[:, (truth.days <= until) & ~in_window(truth.days)])


def two_years(target: int, scores: Scores) -> None:
    """Judge short, noisy series, alone and where every second series of the panel has five years."""
    truth, until = simulate(wanted(target, noise=0.20)), fit_until(target)
    begins = (until.astype("M8[M]") - 23).astype("M8[D]")
    short = np.arange(SERIES) % 2 == 0
    recent = truth.days >= begins
    alone = Truth(**{name: _cut(value, recent) for name, value in vars(truth).items()})
    found = {
        "alone": (_error(alone, until), alone.days, np.ones(SERIES, bool)),
        "among longer ones": (_error(truth, until, np.where(short, begins, truth.days[0])), truth.days, short),
    }
    for name, (error, days, rows) in found.items():
        figure = f"two years, 20 % noise, {name}"
        scores.add(f"{figure}: coming festival", error[np.ix_(rows, in_window(days, (target,)))])
        fitted = (days >= begins) & (days <= until)
        scores.add(f"{figure}: festivals of the fit", error[np.ix_(rows, fitted & in_window(days))])
        scores.add(f"{figure}: other days", error[np.ix_(rows, fitted & ~in_window(days))])


def _cut(value: Array, days: Mask) -> Array:
    return value[..., days] if value.shape[-1] == len(days) else value


def _error(truth: Truth, until: np.datetime64, first: Dates | None = None) -> Array:
    return adjusted(truth, until, first).effect - truth.effect


@dataclass(frozen=True)
class Periods:
    """Whole weeks or months: the `first` day (P,) of each and the number (T,) of the period that each day lies in, −1 where in none."""

    first: Dates
    number: np.ndarray

    @classmethod
    def weeks(cls, days: Dates) -> Periods:
        """Return the whole weeks, from Monday, of consecutive days (T,)."""
        monday = (days.astype(int) + 3) // 7
        kept, count = np.unique(monday, return_counts=True)
        kept = kept[count == 7]
        number = np.where(np.isin(monday, kept), monday - kept[0], -1)
        return cls((kept * 7 - 3).astype("M8[D]"), number)

    @classmethod
    def months(cls, days: Dates) -> Periods:
        """Return the months of consecutive days (T,) that begin and end with a month."""
        month = days.astype("M8[M]")
        return cls(np.unique(month).astype("M8[D]"), (month - month[0]).astype(int))

    def total(self, values: Array) -> Array:
        """Return sums (n, P) of daily values (n, T)."""
        inside = self.number >= 0
        starts = np.flatnonzero(np.diff(self.number[inside], prepend=-1))
        return np.add.reduceat(values[:, inside], starts, axis=1)

    def effect(self, daily: Array) -> Array:
        """Return log mean exp (n, P) of daily effects (n, T)."""
        return np.log(self.total(np.exp(daily)) / self.total(np.ones((1, daily.shape[1]))))

    def truth(self, truth: Truth, days: Mask) -> Array:
        """Return by how much the calendar moved the expected total (n, P), in log points."""
        level, effect = truth.level[:, days], truth.effect[:, days]
        return np.log(self.total(np.exp(level + effect)) / self.total(np.exp(level)))

    def use_error(self, found: AdjustedPanel, truth: Truth, days: Mask) -> Array:
        """Return the log distance (n, P) of adjusted totals from those of use without the true effect; weeks of which a day is missing are left out."""
        true = self.total(np.exp(truth.level + truth.noise)[:, days])
        return np.log(self.total(found.value[:, days]) / true)


if __name__ == "__main__":
    print(*main(), sep="\n")
