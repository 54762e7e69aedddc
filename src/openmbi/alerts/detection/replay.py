"""Go through the days one after another, as if each had just come in, and say what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from openmbi.alerts.detection.day_classes import DayClasses
from openmbi.alerts.detection.episodes import Ending, Episode
from openmbi.alerts.detection.found import Told, alert_of, covering
from openmbi.alerts.detection.layer import Layer, Today
from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.alerts.detection.watch import Explained, Members, Series, Watch, new_watch, place_of
from openmbi.core.alerts import Alert, Standing
from openmbi.core.tables import Colour, Days, Level

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class KnownCase:
    """A case of a subject, in day numbers: its alert was found on `found`, of a movement that `began`; `closed` when the data were known until that day, with
    an `ending` (both None: open).
    """

    level: Level
    subject: str
    found: int
    began: int
    closed: int | None = None
    ending: Ending | None = None


@dataclass(frozen=True)
class Followed:
    """An alert, and what became of it: the day number on which it had ended, None while it lasts; `standing`: how its subject stands on the newest day."""

    alert: Alert
    ended: int | None
    standing: Standing


@dataclass(frozen=True)
class Replayed:
    """Every alert of the days judged, oldest first; how the subjects of alerts and of open cases stand on the newest day; the state of detection after it."""

    followed: tuple[Followed, ...]
    standings: tuple[Standing, ...]
    watch: Watch

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """All alerts."""
        return tuple(one.alert for one in self.followed)


def replay(
    series: Sequence[Series],
    members: Members,
    days: Days,
    classes: DayClasses,
    *,
    explained: Sequence[Explained] = (),
    cases: Sequence[KnownCase] = (),
    first_alert: int = 0,
    parameters: DetectionParameters | None = None,
    progress: Progress | None = None,
) -> Replayed:
    """Judge every day by the days before it.

    Parameters
    ----------
    series
        The indicators, electricity first: n enterprises × T days.
    members
        Who the enterprises are.
    days, classes
        The days (T,) and their classes.
    explained
        Known events: whom they touch is not judged for them.
    cases
        What is known of earlier alerts: while a case is open its subject is not tested, and stands against what it was before.
    first_alert
        Day number before which no alert is raised; never before the days that are learnt from.
    progress
        Told how many of the days are done.

    Returns
    -------
    Replayed
        An alert is red where another source agreed, or once it has lasted for the `long_days`.
    """
    parameters = parameters or DetectionParameters()
    course = _Course(new_watch(members, series, parameters), Told(series, days, explained), parameters)
    for number in range(len(days)):
        course.day(_today(number, classes, alerts=number >= max(first_alert, parameters.learning_days)))
        course.take_up([case for case in cases if case.found == number], number)
        course.hear([case for case in cases if case.closed == number], number)
        if progress:
            progress(number + 1, len(days))
    return course.end()


def _today(number: int, classes: DayClasses, *, alerts: bool) -> Today:
    return Today(
        number=number,
        day_class=int(classes.code[number]),
        family=int(classes.family[number]),
        deep=bool(classes.deep[number]),
        weekend=int(classes.weekend[number]),
        alerts=alerts,
    )


class _Course:
    """What happens while days go by."""

    def __init__(self, watch: Watch, told: Told, parameters: DetectionParameters) -> None:
        self.watch, self.told, self.parameters = watch, told, parameters
        self.raised: list[tuple[Alert, Layer, Episode]] = []
        self.by_case: list[tuple[KnownCase, Layer, Episode]] = []

    def take_up(self, cases: Sequence[KnownCase], today: int) -> None:
        """Open the episodes of cases."""
        for case in cases:
            place = place_of(self.watch, case.level, case.subject)
            if place:
                layer, row = place
                self.by_case.append((case, layer, layer.take_up(row, today, case.began)))

    def hear(self, cases: Sequence[KnownCase], today: int) -> None:
        """End the episodes of cases that were closed."""
        for case in cases:
            place = place_of(self.watch, case.level, case.subject)
            if place and case.ending and place[1] in place[0].episodes.standing:
                place[0].release(place[1], today, case.ending)

    def day(self, today: Today) -> None:
        """Take in a day."""
        series, number = self.told.series, today.number
        level = [each.level[:, number].astype(np.float64) for each in series]
        moved = self.watch.step(today, level, [each.idle[:, number] for each in series], self.told.explained)
        for layer, begun, _ in moved:
            if today.alerts:
                self.raised += [(alert_of(self.watch, layer, one, self.told), layer, one) for one in begun]
        if not today.alerts:
            self._settle_unknown(number)

    def _settle_unknown(self, today: int) -> None:
        """While history is learnt from nobody closes a case: what has lasted for a while is the subject's level."""
        lasted = self.parameters.learning_settles_after
        for layer in self.watch.layers:
            for row, episode in list(layer.episodes.standing.items()):
                if today - episode.found >= lasted and not episode.by_case:
                    layer.release(row, today, Ending.NEW_LEVEL)

    def end(self) -> Replayed:
        """Say what became of every alert, and how the subjects of open cases stand."""
        followed = tuple(self._followed(*each) for each in self.raised)
        of_cases = [
            self._standing(case.level, case.subject, layer, episode)
            for case, layer, episode in self.by_case
            if episode.ended is None
        ]
        stands = {(one.level, one.subject): one for one in (*(each.standing for each in followed), *of_cases)}
        return Replayed(followed, tuple(stands.values()), self.watch)

    def _followed(self, alert: Alert, layer: Layer, episode: Episode) -> Followed:
        newest = len(self.told.days) - 1
        lasted = (newest if episode.ended is None else episode.ended) - episode.found
        colour = Colour.RED if episode.agreeing or lasted >= self.parameters.long_days else alert.colour
        covered = alert.covered_by or (covering(self.watch, alert.level, episode) if episode.ended is None else None)
        alert = replace(alert, colour=colour, covered_by=covered)
        return Followed(alert, episode.ended, self._standing(alert.level, alert.subject, layer, episode))

    def _standing(self, level: Level, subject: str, layer: Layer, episode: Episode) -> Standing:
        newest = len(self.told.days) - 1
        ended = episode.ended
        return Standing(
            level=level,
            subject=subject,
            day=self.told.days[newest].item(),
            deviation=self._deviation(layer, episode, newest),
            inside_days=int(layer.episodes.inside[episode.row])
            if ended is None
            else newest - ended + self.parameters.close_days,
        )

    def _deviation(self, layer: Layer, episode: Episode, newest: int) -> float:
        """Return the mean of the last three days that were read, against what was expected before; NaN where none was read in a month."""
        if episode.ended is None:
            return float(layer.episodes.deviation[episode.row])
        track = layer.tracks[episode.track]
        window = track.level.shape[1]
        levels = track.level[episode.row, (newest - np.arange(min(window, 28))) % window].astype(np.float64)
        last = levels[np.isfinite(levels)][:3]
        return float(last.mean() - episode.before[episode.track]) if len(last) else float("nan")
