"""What the alerts of one level were worth, counted by alert and by episode: precision, recall by kind, delay, false alarms per 1,000 subject-years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import inf

import numpy as np

from openmbi.alerts.quality.delays import Delays
from openmbi.alerts.quality.intervals import poisson_rate, wilson
from openmbi.alerts.quality.watch import Watch, quiet_years, sought, struck
from openmbi.core.proportions import EventRate, Proportion
from openmbi.core.quality import GRACE_DAYS, Episode, Judged, Part, Verdict
from openmbi.core.tables import Colour

PER_SUBJECT_YEARS = 1000.0


@dataclass(frozen=True)
class EpisodeQuality:
    """`right`: confirmed alerts among confirmed and false ones (precision), what adds to neither left out; by `colours` the same.

    `others`: of something else that is true. `false_alarms` per 1,000 subject-years outside episodes. `delays` of the sought episodes that began in the days
    watched, by kind; `young`: how many began in the last days and are left out, for they may still be found.
    """

    watch: Watch
    right: Proportion
    unverified: int
    repeats: int
    echoes: int
    others: int
    colours: Mapping[Colour, Proportion]
    false_alarms: EventRate
    delays: Mapping[str, Delays]
    young: int

    @property
    def recall(self) -> Proportion:
        """Episodes of every kind that were found, of all."""
        return self.all_delays.found

    @property
    def all_delays(self) -> Delays:
        """The delays of the episodes of every kind."""
        return Delays(np.concatenate([each.days for each in self.delays.values()] or [np.empty(0)]))


def episode_quality(
    judged: Sequence[Judged], episodes: Sequence[Episode], watch: Watch, *, young_days: int = GRACE_DAYS
) -> EpisodeQuality:
    """Return what the alerts of the watched level and days were worth; of feedback there are no episodes, and no recall."""
    alerts = [one for one in judged if one.alert.level is watch.level and watch.holds(one.alert.found_on)]
    counted = [one for one in alerts if one.counts]
    false = sum(one.verdict is Verdict.FALSE for one in counted)
    own = sought(episodes, watch)
    settled = [one for one in own if one.first <= watch.last - timedelta(days=young_days)]
    quiet = quiet_years(struck(episodes, watch), watch)
    return EpisodeQuality(
        watch=watch,
        right=_right(counted),
        unverified=sum(one.verdict is Verdict.UNVERIFIED for one in counted),
        repeats=sum(one.part is Part.REPEAT for one in alerts),
        echoes=sum(one.part is Part.ECHO for one in alerts),
        others=sum(one.part is Part.OTHER for one in alerts),
        colours={
            colour: _right([one for one in counted if one.alert.colour is colour])
            for colour in sorted({one.alert.colour for one in counted}, reverse=True)
        },
        false_alarms=poisson_rate(false, quiet / PER_SUBJECT_YEARS),
        delays=_delays(alerts, settled),
        young=len(own) - len(settled),
    )


def _right(counted: Sequence[Judged]) -> Proportion:
    right = sum(one.verdict is Verdict.CONFIRMED for one in counted)
    return wilson(right, right + sum(one.verdict is Verdict.FALSE for one in counted))


def _delays(alerts: Sequence[Judged], episodes: Sequence[Episode]) -> dict[str, Delays]:
    found = {one.truth: one.alert.found_on for one in alerts if one.part is Part.FIRST}
    days = [(one.kind, (found[one] - one.first).days if one in found else inf) for one in episodes]
    kinds = sorted({kind for kind, _ in days})
    return {kind: Delays(np.array([each for of, each in days if of == kind], np.float64)) for kind in kinds}
