"""Outliers on simulated series of five years: how many of clean series show one, and how many of those planted are found, by kind and size.

The series are those of `adjustment_truth`, which shares no code with the adjustment. One outlier is planted in each series, outside the festivals; sizes
are in standard deviations of its noise. Found: of the right kind, on the day (an additive outlier) or within two days of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.adjustment_truth import Truth, Wanted, in_window, simulate
from openmbi.adjustment.adjust import adjust
from openmbi.catalog.calendar import load_calendar
from openmbi.core.adjusted import OutlierKind, Outliers
from openmbi.core.tables import CellPanel, Reading

FIRST, LAST = "2021-01-01", "2025-12-31"
SERIES, SEEDS = 300, (1, 2, 3)
SIZES = {
    OutlierKind.ADDITIVE_OUTLIER: (3, 4, 5, 6, 8),
    OutlierKind.LEVEL_SHIFT: (2, 3, 4, 6, 8),
    OutlierKind.TEMPORARY_CHANGE: (2, 3, 4, 6, 8),
}
DECAY = {
    OutlierKind.ADDITIVE_OUTLIER: 0.0,
    OutlierKind.LEVEL_SHIFT: 1.0,
    OutlierKind.TEMPORARY_CHANGE: 0.5 ** (1 / 7),
}
MARGIN = 60
CALENDAR = load_calendar(None)


def search(truth: Truth, added: np.ndarray) -> Outliers:
    """Return the outliers of the readings, with something added to their logs."""
    use = truth.use * np.exp(added)
    reading = np.where(truth.known, Reading.NORMAL, Reading.ABSENT).astype(np.uint8)
    panel = CellPanel("use", "kWh", names(use), truth.days, np.where(truth.known, use, np.nan), reading)
    detail = adjust(panel, CALENDAR, strata=truth.industry).detail
    if detail is None:
        raise RuntimeError("the detail is missing")
    return detail.outliers


def names(use: np.ndarray) -> np.ndarray:
    return np.char.mod("s%05d", np.arange(len(use)))


def planted(truth: Truth, kind: OutlierKind, size: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the day number (n,) and the column (n, T) of one outlier a series, on a known day outside the festivals."""
    random = np.random.default_rng(seed)
    free = truth.known & ~in_window(truth.days)
    free[:, :MARGIN] = free[:, -MARGIN:] = False
    day = np.array([random.choice(np.flatnonzero(row)) for row in free])
    since = np.arange(len(truth.days)) - day[:, None]
    column = np.where(since >= 0, DECAY[kind] ** np.maximum(since, 0).astype(float), 0.0)
    sign = random.choice([-1.0, 1.0], len(day))
    return day, (sign * size * truth.noise.std(axis=1))[:, None] * column


def share_found(truth: Truth, kind: OutlierKind, size: float, seed: int) -> float:
    """Return the share of planted outliers that are found."""
    day, added = planted(truth, kind, size, seed)
    found = search(truth, added)
    row = np.searchsorted(names(added), found.subject)
    distance = np.abs(np.searchsorted(truth.days, found.day) - day[row])
    right = (found.kind == kind) & (distance <= (0 if kind is OutlierKind.ADDITIVE_OUTLIER else 2))
    return len(np.unique(row[right])) / len(day)


def main() -> Iterator[dict[str, object]]:
    for gaps in (0.0, 0.05):
        shares: list[float] = []
        counts = np.zeros(len(OutlierKind))
        for seed in SEEDS:
            truth = simulate(Wanted(FIRST, LAST, SERIES, seed, gaps=gaps))
            found = search(truth, np.zeros(truth.use.shape))
            shares.append(len(np.unique(found.subject)) / SERIES)
            counts += np.bincount(found.kind, minlength=len(OutlierKind))
        figure = f"clean series that show an outlier, {100 * gaps:.0f} % gaps, %"
        yield {"figure": figure, "ours": 100 * float(np.mean(shares)), "goal": 5}
        for kind in OutlierKind:
            each = f"  {kind.name.lower()} per 100 clean series"
            yield {"figure": each, "ours": float(100 * counts[kind] / (SERIES * len(SEEDS)))}
    truth = simulate(Wanted(FIRST, LAST, SERIES, SEEDS[0]))
    for kind, sizes in SIZES.items():
        for size in sizes:
            share = 100 * share_found(truth, kind, size, SEEDS[0])
            yield {"figure": f"{kind.name.lower()} of {size} σ found, %", "ours": share}
