"""A threshold fixed on what was known before the day that it judges, by the greatest usefulness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags, Floats
from openmbi.index.signals.horizon import Ahead, ahead_of, beginnings
from openmbi.index.signals.signal_counts import Side, SignalCounts, count_signals
from openmbi.index.signals.usefulness import Criterion, relative_usefulness, usefulness


@dataclass(frozen=True)
class SignalHistory:
    """A measure and what it should foretell: `periods` (T,) their first days; `measure` (T,), NaN where there is none; `event` (T,); `known_at` (T,): the
    day from which both were known, never falling.
    """

    periods: Days
    measure: Floats
    event: Flags
    known_at: Days

    def known_on(self, day: date) -> SignalHistory:
        """Return what was known on a day."""
        count = int(np.searchsorted(self.known_at, np.datetime64(day), side="right"))
        return SignalHistory(self.periods[:count], self.measure[:count], self.event[:count], self.known_at[:count])

    def judged(self, horizon: int) -> tuple[Ahead, Flags]:
        """Return which periods lie before events, and which (T,) can be judged: outcome known, measure there, outside events."""
        found = ahead_of(self.event, horizon)
        return found, found.judged & ~np.isnan(self.measure)


@dataclass(frozen=True)
class Choice:
    """How a threshold is chosen: the signal's side and horizon, the preference (weight of missed events, 0…1) and whose usefulness."""

    side: Side
    horizon: int
    preference: float
    criterion: Criterion = Criterion.SARLIN


@dataclass(frozen=True)
class FixedThreshold:
    """A threshold and what it was fixed on: everything known on `fixed_on`; `first` to `last`, the evaluation span; `periods` judged, `events` that began
    in it or within the horizon after it. `counts` (1,), `usefulness`, `relative_usefulness` are those inside the span: by construction flattering.
    """

    threshold: float
    choice: Choice
    fixed_on: date
    first: date
    last: date
    periods: int
    events: int
    counts: SignalCounts
    usefulness: float
    relative_usefulness: float

    @property
    def useful(self) -> bool:
        """Whether it is better than ignoring the signal."""
        return self.usefulness > 0


def threshold_as_of(history: SignalHistory, choice: Choice, *, fixed_on: date, judged: date) -> FixedThreshold:
    """Return the threshold of the greatest usefulness on what was known on `fixed_on`, to judge by from the day `judged` on.

    Candidates are the values that the measure took; of equally useful ones the one with the fewest signals. A period counts where the whole horizon after
    it was known by then, whatever came in it: were events counted sooner than quiet, the last periods would all look as if before one.

    Raises
    ------
    Problem
        `index.threshold-not-before` where `fixed_on` is not before `judged`; `index.threshold-nothing-to-learn` where no event, or nothing else, was known.
    """
    if fixed_on >= judged:
        raise Problem(
            "index.threshold-not-before",
            Text("阈值定于 {fixed}，却要判定 {judged}", "fixed on {fixed}, the threshold is to judge {judged}").fill(
                fixed=fixed_on, judged=judged
            ),
            Text(
                "阈值只能依据判定日之前所知：请提前定值日期", "fix it on what was known before the day that it judges"
            ),
        )
    known = history.known_on(fixed_on)
    ahead, usable = known.judged(choice.horizon)
    measure, before = known.measure[usable], ahead.ahead[usable]
    if not before.any() or before.all():
        raise _nothing_to_learn(fixed_on)
    candidates = np.unique(measure)
    if choice.side is Side.ABOVE:
        candidates = candidates[::-1]  # the fewest signals first
    counts = count_signals(measure, before, candidates, choice.side)
    gained = usefulness(counts, choice.preference, choice.criterion)
    best = int(np.argmax(gained))
    chosen = SignalCounts(
        *(part[best : best + 1] for part in (counts.hits, counts.false_alarms, counts.misses, counts.quiet))
    )
    span = np.flatnonzero(usable)
    begun = beginnings(known.event)
    return FixedThreshold(
        threshold=float(candidates[best]),
        choice=choice,
        fixed_on=fixed_on,
        first=known.periods.tolist()[span[0]],
        last=known.periods.tolist()[span[-1]],
        periods=len(span),
        events=int(((begun >= span[0]) & (begun <= span[-1] + choice.horizon)).sum()),
        counts=chosen,
        usefulness=float(gained[best]),
        relative_usefulness=float(relative_usefulness(chosen, choice.preference, choice.criterion)[0]),
    )


def _nothing_to_learn(fixed_on: date) -> Problem:
    return Problem(
        "index.threshold-nothing-to-learn",
        Text(
            "截至 {day} 所知，没有可供对照的事件前时期与平静时期",
            "as known on {day}, there are not both periods before an event and quiet ones",
        ).fill(day=fixed_on),
        Text(
            "请补登事件、缩短预警期，或晚些再定阈值", "register events, shorten the horizon, or fix the threshold later"
        ),
    )
