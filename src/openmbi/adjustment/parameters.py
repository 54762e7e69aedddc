"""What a bureau may change about the adjustment, with its first values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AdjustmentParameters:
    """Parameters of `adjust`. Days are counted from New Year's day, 0 on the day; both ends of a window are included. Spreads are in log points.

    Attributes
    ----------
    robust
        Bound the residuals; else one pass of least squares, and gaps are filled once.
    detail
        Give the parts, errors and outliers of the adjusted values too.
    threads
        Blocks of series that are worked on at once; the figures do not depend on it.
    minimum_active_periods
        A series with fewer periods (days, weeks …) of positive use is not fitted, by frequency code.
    period_total
        Whether the value of a week, month or quarter is a sum over its days, so that its length counts; else it is a mean.
    trend_knot_days
        Distance in days between the knots of the trend, by frequency code; no knot lies inside a festival window, where the profile is to be told from
        the trend.
    trend_memory_days
        Days over which the slope of the trend dies away where there are no data, in a gap or beyond the end.
    annual_after_days, annual_harmonics
        Length of data from which an annual cycle can be told from a trend, and the pairs of Fourier terms that describe it.
    festival_window, festival_knots, own_shape_knots
        The days that the Spring Festival profile covers, the knots of its cubic spline, and those of a series' own shape.
    festival_seen
        The days that the data must cover for a festival to teach the profile.
    closure_window
        A run of days without use inside this window that touches the days off is a festival closure, not idleness.
    standby_share
        Less than this share of its median use is a subject on standby: closed, where it would be a festival closure without any.
    depth_spread, timing_spread
        What is expected of the years before they are seen: standard deviation of depth, and of closing and coming back in days.
    persistence
        Days that the common noise of a festival lasts: so many days in a row count as one.
    heating_below, cooling_above
        Mean temperatures of a day in °C below and above which degrees count.
    learnt_from
        Series of a stratum that teach what it shares, evenly taken by name where there are more.
    learning_rounds, rounds
        Rounds of learning what a stratum shares, and of fitting its series.
    huber_bound
        Residuals count in full up to this many robust standard deviations (1.345: 95 % efficient for a normal law; Huber 1981, ch. 7).
    smearing_bound
        Residuals count up to this many robust standard deviations in the correction for transforming back from logs.
    deep_factor
        Where less than this share of normal use is expected, the reading's deviation counts less (docs/decisions/0003).
    """

    robust: bool = True
    detail: bool = True
    threads: int = 2
    minimum_active_periods: tuple[tuple[str, int], ...] = (("D", 60), ("W", 52), ("M", 24), ("Q", 12))
    period_total: bool = True
    trend_knot_days: tuple[tuple[str, int], ...] = (("D", 28), ("W", 56), ("M", 183), ("Q", 366))
    trend_memory_days: float = 28.0
    annual_after_days: int = 3 * 365
    annual_harmonics: int = 3
    festival_window: tuple[int, int] = (-35, 45)
    festival_knots: tuple[int, ...] = (-35, -30, -26, -22, -19, -16, -14, *range(-12, 21), 22, 24, 27, 30, 34, 39, 45)
    own_shape_knots: tuple[int, ...] = (-35, -25, -18, -12, -8, -5, -3, -1, 1, 3, 6, 9, 12, 16, 21, 28, 36, 45)
    festival_seen: tuple[int, int] = (-20, 30)
    closure_window: tuple[int, int] = (-15, 25)
    standby_share: float = 0.1
    depth_spread: float = 0.25
    timing_spread: float = 1.5
    persistence: float = 5.0
    heating_below: float = 14.0
    cooling_above: float = 24.0
    learnt_from: int = 1000
    learning_rounds: int = 8
    rounds: int = 6
    huber_bound: float = 1.345
    smearing_bound: float = 3.0
    deep_factor: float = 0.5

    @property
    def bound(self) -> float:
        """Robust standard deviations up to which residuals count in full."""
        return self.huber_bound if self.robust else float("inf")
