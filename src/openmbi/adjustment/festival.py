"""The Spring Festival profile: scaleᵢ × yearᵧ × profile(d), d in days from New Year, pooled over the series of a stratum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.splines import cubic_basis
from openmbi.catalog.calendar import Calendar
from openmbi.core.tables import Days, Flags, Floats

LEAST_SPREAD = 1e-6
"""Spread in log points that is taken for exact, so that no series weighs without bound."""
DEPTH_BOUNDS = (1 / 3, 3.0)
"""Depths of a year, relative to the mean of years, beyond which the profile describes something else."""


@dataclass(frozen=True)
class Festivals:
    """The festival days of a panel: `position` (W,) in its days, `offset` (W,) from New Year, `year` (W,), `basis` (W, k) of the profile's spline,
    `seen` the years whose festival the data cover, `length` T.
    """

    position: NDArray[np.intp]
    offset: NDArray[np.int64]
    year: NDArray[np.int64]
    basis: Floats
    seen: tuple[int, ...]
    length: int

    @property
    def learnt(self) -> Flags:
        """Festival days (T,) once a festival has been seen; none before."""
        flags = np.zeros(self.length, bool)
        flags[self.position] = bool(self.seen)
        return flags

    @property
    def unlearnt(self) -> Flags:
        """Festival days (T,) whose effect could not be learnt, because no festival has been seen."""
        flags = np.zeros(self.length, bool)
        flags[self.position] = not self.seen
        return flags


@dataclass(frozen=True)
class Profile:
    """`shape` (W,): the profile on the festival days, 1 at its largest size; `depth` (W,): the depth of each day's year, 1 in the mean of years seen."""

    shape: Floats
    depth: Floats

    def column(self, festivals: Festivals) -> Floats:
        """Return the design's column (T, 1), or (T, 0) where no festival has been seen."""
        column = np.zeros((festivals.length, 1))
        column[festivals.position, 0] = self.shape * self.depth
        return column[:, : min(1, len(festivals.seen))]


@dataclass(frozen=True)
class Pooled:
    """What the festival did to the series of a stratum on its days: `level` (W,) for a scale of 1, and its `precision` (W,)."""

    level: Floats
    precision: Floats

    def depth(self, shape: Floats, mine: Flags) -> float:
        """Return the depth that fits level = depth · shape best on some days, which must not all lack precision or shape."""
        return float((self.precision * shape * self.level)[mine].sum() / (self.precision * shape**2)[mine].sum())


def find_festivals(days: Days, reported: Flags, calendar: Calendar, parameters: AdjustmentParameters) -> Festivals:
    """Find the festival days among consecutive days (T,); `reported` (T,): days on which any subject was active."""
    offset, year = calendar.days_from_new_year(days), calendar.festival_year(days)
    first, last = parameters.festival_window
    position = np.flatnonzero((offset >= first) & (offset <= last))
    basis = cubic_basis(offset[position].astype(float), np.array(parameters.festival_knots, float))[:, 2:-2]
    seen = tuple(
        int(one) for one in np.unique(year) if _covers(offset[reported & (year == one)], parameters.festival_seen)
    )
    return Festivals(position, offset[position], year[position], basis, seen, len(days))


def _covers(offset: NDArray[np.int64], span: tuple[int, int]) -> bool:
    return bool((offset <= span[0]).any() and (offset >= span[1]).any())


def first_profile(festivals: Festivals) -> Profile:
    """Return a profile to begin with: from 20 days before New Year down to it, and up again until 25 days after."""
    shape = -np.interp(festivals.offset, [-20, -1, 5, 25], [0.0, 1.0, 1.0, 0.0])
    return Profile(shape, np.ones(len(shape)))


def pool(profile: Profile, residual: Floats, scale: Floats, active: Flags, spread: Floats) -> Pooled:
    """Pool what the festival did to the series (n, W): scaleᵢ × yearᵧ × profile(d) plus their bounded residuals, as one level for all scales.

    `scale` (n,): scaleᵢ; `spread` (n,): σᵢ. Series weigh by scaleᵢ² ÷ (σᵢ² + median σ²): a quiet series weighs at most twice as much as a middling one.
    """
    weight = 1 / (spread**2 + np.median(spread) ** 2 + LEAST_SPREAD**2)
    precision = (weight * scale**2) @ active
    inside = np.where(active, residual + scale[:, None] * (profile.shape * profile.depth), 0.0)
    return Pooled((weight * scale) @ inside / np.maximum(precision, np.finfo(float).tiny), precision)


def refine(festivals: Festivals, profile: Profile, pooled: Pooled) -> Profile:
    """Fit the profile to pooled levels at the depths known so far, then the depths to the profile."""
    weight = np.sqrt(pooled.precision)
    design = weight[:, None] * profile.depth[:, None] * festivals.basis
    shape = festivals.basis @ np.linalg.lstsq(design, weight * pooled.level)[0]
    size = np.abs(shape).max()
    return Profile(shape / size, _depths(festivals, shape / size, pooled)) if size > 0 else profile


def _depths(festivals: Festivals, shape: Floats, pooled: Pooled) -> Floats:
    """Return the depth (W,) of each day's year relative to the mean of the years seen.

    A year's depth is drawn towards 1 by the part of the profile, by its square, that is not in the data yet.
    """
    days = {year: festivals.year == year for year in np.unique(festivals.year).tolist()}
    known = {year: float((shape[mine & (pooled.precision > 0)] ** 2).sum()) for year, mine in days.items()}
    found = {year: pooled.depth(shape, mine) for year, mine in days.items() if known[year] > 0}
    mean = np.mean([found[year] for year in festivals.seen if year in found] or [0.0])
    depth = np.ones(len(shape))
    for year in found if mean > 0 else ():
        ratio = np.clip(found[year] / mean, *DEPTH_BOUNDS)
        depth[days[year]] = 1 + known[year] / max(known.values()) * (ratio - 1)
    return depth
