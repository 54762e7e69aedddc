"""What detection may do: windows, the rate of false discoveries, and when an alert has ended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DetectionParameters:
    """Windows in days; deviations in log points.

    Attributes
    ----------
    lags
        The last days that are judged together, from an abrupt stop to a slow decline.
    reference_days, needed_days
        The days before them that they are judged against, and how many of these must have been regular.
    most_deviation
        What a deviation counts for at most; a subject that stands still has it.
    smoothing
        Weight of the newest day in the slow change, an exponentially weighted moving average (Roberts 1959, Technometrics 1:239).
    pattern_days
        The last days whose weekends are compared with their workdays.
    false_discovery_rate, pooled_days
        What share of the alerts of any `pooled_days` may be expected to be false (Benjamini & Hochberg 1995, JRSS B 57:289).
    tail
        Share of pooled days beyond which channels are made comparable.
    shrinkage
        A cell of so many members has half of its common move taken out of them; one with an alert of its own, all of it.
    fewest
        Members, on a day, of a group that is judged itself.
    least_of_groups, least_of_enterprises
        Log points below which a deviation is no alert however rare it is: what the large do together is known to a fraction of a percent.
    least_silence_days
        Fewer days without a reading are a gap, and no silence.
    deep_festival
        Days from New Year on which standing still is usual: they are no reference, and judged against each other alone.
    learning_days
        Days of history before the first alert.
    learning_settles_after
        Days after which a movement of that history is taken for the subject's level.
    close_share, close_scales, close_days
        An alert has ended when the mean of three days has been nearer to the reference than this share of its own deviation, or than so many scales,
        for `close_days` in a row.
    long_days
        An alert of one source that has lasted so long is red.
    agreement
        p-value below which another source is said to agree.
    after_event_days
        So long after its last day a known event still explains.
    history_days, judged_days
        A run goes through so many of the newest days, a year and the festival before it, for festival days are judged by those of festivals before; and tells
        alerts of so many of the newest.
    idle_share
        Of the median of its active days: who uses less stands still.
    suspect, beyond_noise
        Scores, in bounds of the tail. A higher one than `suspect` waits before it is counted: noise soon falls below it again, a movement that nobody has found
        does not. One of `beyond_noise` is no noise of a regular day: it is set aside, unless somebody says that it was no event. On the deep days of a Spring
        Festival everything counts: nobody knows there what is usual.
    outlying
        Scales of a mean: a cell so far out is left out of its city's and industry's centre.
    feed_down
        Share of the subjects that stand still, or are silent, at once: it is the feed, or a day that nobody told us of, and not they.
    others_alone
        Whether a source other than a subject's leading one, its first, raises an alert by itself; else it needs a second that moves the same way.
    """

    lags: tuple[int, ...] = (1, 3, 7, 14, 28)
    reference_days: int = 90
    needed_days: int = 40
    most_deviation: float = 4.0
    smoothing: float = 0.08
    pattern_days: int = 28
    false_discovery_rate: float = 0.10
    pooled_days: int = 14
    tail: float = 1e-3
    shrinkage: float = 8.0
    fewest: int = 3
    least_of_groups: float = 0.05
    least_of_enterprises: float = 0.10
    least_silence_days: int = 10
    deep_festival: tuple[int, int] = (-12, 16)
    learning_days: int = 150
    learning_settles_after: int = 60
    close_share: float = 0.5
    close_scales: float = 2.0
    close_days: int = 7
    long_days: int = 14
    agreement: float = 0.01
    after_event_days: int = 3
    history_days: int = 620
    judged_days: int = 92
    idle_share: float = 0.1
    suspect: float = 1.4
    beyond_noise: float = 3.0
    outlying: float = 8.0
    feed_down: float = 0.2
    others_alone: bool = False

    @property
    def window(self) -> int:
        """Days that have to be remembered."""
        return max(self.lags) + self.reference_days + 1

    @property
    def first_counted_day(self) -> int:
        """The day number from which scores are counted: before it, channels are still filling."""
        return self.window + max(self.lags)
