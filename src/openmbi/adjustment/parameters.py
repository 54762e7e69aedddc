"""What a bureau may change about the adjustment, with its first values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AdjustmentParameters:
    """Parameters of `adjust`. Days are counted from New Year's day, 0 on the day; both ends of a window are included.

    Attributes
    ----------
    minimum_active_days
        A series with fewer days of positive use is not fitted.
    trend_knot_days
        Distance between the knots of the trend; no knot lies inside a festival window, where the profile is to be told from the trend.
    annual_after_days, annual_harmonics
        Length of data from which an annual cycle can be told from a trend, and the pairs of Fourier terms that describe it.
    festival_window, festival_knots
        The days that the Spring Festival profile covers, and the knots of its cubic spline.
    festival_seen
        The days that the data must cover for a festival to teach the profile.
    closure_window
        A run of days without use inside this window that touches the days off is a festival closure, not idleness.
    huber_bound
        Residuals count in full up to this many robust standard deviations (1.345: 95 % efficient for a normal law; Huber 1981, ch. 7).
    smearing_bound
        Residuals count up to this many robust standard deviations in the correction for transforming back from logs.
    deep_factor
        Where less than this share of normal use is expected, the reading's deviation counts less (docs/decisions/0003).
    rounds
        Rounds of the outer loop: factorise, fit, bound the residuals, refine the profile.
    """

    minimum_active_days: int = 60
    trend_knot_days: int = 28
    annual_after_days: int = 3 * 365
    annual_harmonics: int = 3
    festival_window: tuple[int, int] = (-35, 45)
    festival_knots: tuple[int, ...] = (-35, -25, -18, -12, -8, -5, -3, -1, 1, 3, 6, 9, 12, 16, 21, 28, 36, 45)
    festival_seen: tuple[int, int] = (-20, 30)
    closure_window: tuple[int, int] = (-15, 25)
    huber_bound: float = 1.345
    smearing_bound: float = 3.0
    deep_factor: float = 0.5
    rounds: int = 20
