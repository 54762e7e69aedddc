"""The Spring Festival profile: scaleᵢ × yearᵧ × profile(d), d in days from New Year, pooled over the series of a stratum.

Symbols: p cubic spline of d, zero with its slope at both ends, 1 at its largest size; γ depth of a year, 1 in the mean of the years seen; a, b days that
firms close and come back later than usual in a year: the profile is read at d − a·β(d) − b·α(d), where β falls from 1 to 0 over days −4 … 2, α rises from
0 to 1 over days 2 … 8.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.splines import cubic_basis, roughness
from openmbi.catalog.calendar import Calendar
from openmbi.core.adjusted import FestivalProfile
from openmbi.core.tables import Days, Flags, Floats, Numbers

BEFORE, AFTER = ((-4.0, 2.0), (1.0, 0.0)), ((2.0, 8.0), (0.0, 1.0))
STEP = 0.5
"""Days over which the profile's slope is taken."""


@dataclass(frozen=True)
class Festivals:
    """The festival days among the days of a panel: `position` (W,) in them, `offset` (W,) from New Year, `year` (W,) a place in `years` (Y,); `seen` (Y,):
    the data cover the festival; `knots` of the profile and `own_knots` of a series' own shape; `length` D.
    """

    position: Numbers
    offset: Floats
    year: Numbers
    years: tuple[int, ...]
    seen: Flags
    knots: Floats
    own_knots: Floats
    length: int

    @property
    def learnable(self) -> bool:
        """Whether any festival has been seen."""
        return bool(self.seen.any())

    @property
    def inside(self) -> Flags:
        """Festival days (D,)."""
        flags = np.zeros(self.length, bool)
        flags[self.position] = True
        return flags

    def spread_out(self, columns: Floats) -> Floats:
        """Return columns (D, k) of columns (W, k) on the festival days, 0 on the others."""
        whole = np.zeros((self.length, columns.shape[1]))
        whole[self.position] = columns
        return whole


@dataclass(frozen=True)
class Profile:
    """`coefficients` (k,) of p; `depth` (Y,) γ; `closing` (Y,) a and `returning` (Y,) b in days; `covariance` (3Y, 3Y) of (γ, a, b) stacked."""

    coefficients: Floats
    depth: Floats
    closing: Floats
    returning: Floats
    covariance: Floats

    def basis(self, festivals: Festivals, shift: float = 0.0) -> Floats:
        """Return the spline's functions (W, k) read at each day's place in the profile."""
        return profile_basis(self._read(festivals) + shift, festivals.knots)

    def _read(self, festivals: Festivals) -> Floats:
        """Return each day's place (W,) in the profile."""
        offset, year = festivals.offset, festivals.year
        late = self.closing[year] * np.interp(offset, *BEFORE) + self.returning[year] * np.interp(offset, *AFTER)
        return offset - late

    def values(self, festivals: Festivals, shift: float = 0.0) -> Floats:
        """Return γ p (W,)."""
        return self.depth[festivals.year] * (self.basis(festivals, shift) @ self.coefficients)

    def own_columns(self, festivals: Festivals) -> Floats:
        """Return the columns (W, j) of a series' own shape."""
        return self.depth[festivals.year][:, None] * profile_basis(self._read(festivals), festivals.own_knots)

    def year_columns(self, festivals: Festivals) -> Floats:
        """Return the derivatives (W, 3Y) of γ p by the depths, closings and returns of the years."""
        slope = (self.values(festivals, STEP) - self.values(festivals, -STEP)) / (2 * STEP)
        mine = festivals.year[:, None] == np.arange(len(festivals.years))
        read = self.basis(festivals) @ self.coefficients
        early, late = np.interp(festivals.offset, *BEFORE), np.interp(festivals.offset, *AFTER)
        return np.hstack([mine * each[:, None] for each in (read, -slope * early, -slope * late)])


def festival_profile(rows: Numbers, festivals: Festivals, profile: Profile, scale: float) -> FestivalProfile:
    """Return what a stratum has learnt, for readers; `rows` of its series, `scale` their mean scale."""
    offset = np.arange(int(festivals.knots[0]), int(festivals.knots[-1]) + 1)
    return FestivalProfile(
        rows=rows,
        offset=offset,
        profile=scale * (profile_basis(offset.astype(float), festivals.knots) @ profile.coefficients),
        years=np.array(festivals.years, np.intp),
        seen=festivals.seen,
        depth=profile.depth,
        closing_days=profile.closing,
        return_days=profile.returning,
        spread=np.sqrt(np.diag(profile.covariance)).reshape(3, -1),
    )


@dataclass(frozen=True)
class Pooled:
    """What the festival did to the series of a stratum on its periods: `level` (V,) for a scale of 1, its `precision` (V,), and the `weight` (V, W) of the
    festival days in the periods; what a period has besides counts nothing.
    """

    level: Floats
    precision: Floats
    weight: Floats


def find_festivals(days: Days, reported: Flags, calendar: Calendar, parameters: AdjustmentParameters) -> Festivals:
    """Find the festival days among consecutive days (D,); `reported` (D,): days on which any subject was active."""
    offset, of_year = calendar.days_from_new_year(days), calendar.festival_year(days)
    first, last = parameters.festival_window
    position = np.flatnonzero((offset >= first) & (offset <= last))
    years, place = np.unique(of_year[position], return_inverse=True)
    seen = [_covers(offset[reported & (of_year == year)], parameters.festival_seen) for year in years]
    return Festivals(
        position,
        offset[position].astype(float),
        place,
        tuple(years.tolist()),
        np.array(seen, bool),
        np.array(parameters.festival_knots, float),
        np.array(parameters.own_shape_knots, float),
        len(days),
    )


def _covers(offset: NDArray[np.int64], span: tuple[int, int]) -> bool:
    return bool((offset <= span[0]).any() and (offset >= span[1]).any())


def first_profile(festivals: Festivals, parameters: AdjustmentParameters) -> Profile:
    """Return a profile to begin with: from 20 days before New Year down to it, and up again until 25 days after."""
    offset = np.arange(festivals.knots[0], festivals.knots[-1] + 1)
    shape = -np.interp(offset, [-20, -1, 5, 25], [0.0, 1.0, 1.0, 0.0])
    coefficients = np.linalg.lstsq(profile_basis(offset, festivals.knots), shape)[0]
    count = len(festivals.years)
    still = np.zeros(count)
    return Profile(coefficients, np.ones(count), still, still, np.diag(1 / expected_precision(count, parameters)))


def expected_precision(count: int, parameters: AdjustmentParameters) -> Floats:
    """Return the precision (3Y,) of what is expected of the years' depth, closing and return."""
    spread = (parameters.depth_spread, parameters.timing_spread, parameters.timing_spread)
    return np.repeat(1 / np.square(spread), count)


def profile_basis(offset: Floats, knots: Floats) -> Floats:
    """Return the functions (W, k) of the profile's spline at days from New Year (W,): zero with their slope at both ends."""
    return cubic_basis(np.clip(offset, knots[0], knots[-1]), knots)[:, 2:-2]


def profile_roughness(knots: Floats) -> Floats:
    """Return the matrix (k, k) of ∫ p″²."""
    return roughness(knots)[2:-2, 2:-2]
