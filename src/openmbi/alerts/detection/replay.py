"""Go through the days one after another, as if each had just come in, and say what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from openmbi.alerts.detection.day_classes import DayClasses
from openmbi.alerts.detection.episodes import Episode
from openmbi.alerts.detection.found import Told, alert_of, covering
from openmbi.alerts.detection.layer import Layer, Today
from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.alerts.detection.watch import Explained, Members, Series, Watch, level_of, new_watch
from openmbi.core.alerts import Alert, Standing
from openmbi.core.tables import Colour, Days, Level

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Word:
    """What somebody has said of the alert of a subject, on a day number: it was no event; or what it came to is the subject's level from now on."""

    level: Level
    subject: str
    said_on: int
    no_event: bool


@dataclass(frozen=True)
class Followed:
    """An alert, and what became of it: the day number on which it had ended, None while it lasts; `standing`: how its subject stands on the newest day."""

    alert: Alert
    ended: int | None
    standing: Standing | None


@dataclass(frozen=True)
class Replayed:
    """Every alert of the days judged, oldest first, and the state of detection after the newest."""

    followed: tuple[Followed, ...]
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
    words: Sequence[Word] = (),
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
    words
        What people said of alerts, to be heard on its day.
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
    by_day: dict[int, list[Word]] = {}
    for word in words:
        by_day.setdefault(word.said_on, []).append(word)
    first = max(first_alert, parameters.learning_days)
    for number in range(len(days)):
        course.hear(by_day.get(number, ()), number)
        course.day(_today(number, classes, alerts=number >= first))
        if progress:
            progress(number + 1, len(days))
    return course.end()


def _today(number: int, classes: DayClasses, *, alerts: bool) -> Today:
    return Today(
        number=number,
        day_class=int(classes.code[number]),
        family=int(classes.family[number]),
        deep=bool(classes.deep[number]),
        weekend=bool(classes.weekend[number]),
        alerts=alerts,
    )


class _Course:
    """What happens while days go by."""

    def __init__(self, watch: Watch, told: Told, parameters: DetectionParameters) -> None:
        self.watch, self.told, self.parameters = watch, told, parameters
        self.raised: list[tuple[Alert, Layer, Episode]] = []
        self.ended: dict[int, int] = {}  # by the episode's identity

    def hear(self, words: Sequence[Word], today: int) -> None:
        """End what people have judged."""
        for word in words:
            for layer in self.watch.layers:
                for row, episode in list(layer.episodes.standing.items()):
                    if level_of(self.watch, layer, row) == (word.level, word.subject):
                        layer.release(row, today, no_event=word.no_event, settled=not word.no_event)
                        self.ended[id(episode)] = today

    def day(self, today: Today) -> None:
        """Take in a day."""
        series, number = self.told.series, today.number
        level = [each.level[:, number].astype(np.float64) for each in series]
        moved = self.watch.step(today, level, [each.idle[:, number] for each in series], self.told.explained)
        for layer, begun, over in moved:
            self.ended |= {id(episode): number for episode in over}
            if today.alerts:
                self.raised += [(alert_of(self.watch, layer, one, self.told), layer, one) for one in begun]
        if not today.alerts:
            self._settle_unknown(number)

    def _settle_unknown(self, today: int) -> None:
        """While history is learnt from nobody closes a case: what has lasted for a while is the subject's level."""
        lasted = self.parameters.learning_settles_after
        for layer in self.watch.layers:
            for row, episode in list(layer.episodes.standing.items()):
                if today - episode.found >= lasted:
                    layer.release(row, today, no_event=False, settled=True)

    def end(self) -> Replayed:
        """Say what became of every alert."""
        return Replayed(tuple(self._followed(*each) for each in self.raised), self.watch)

    def _followed(self, alert: Alert, layer: Layer, episode: Episode) -> Followed:
        newest = len(self.told.days) - 1
        lasts = layer.episodes.standing.get(episode.row) is episode
        ended = None if lasts else self.ended.get(id(episode), newest)
        lasted = (newest if ended is None else ended) - episode.found
        colour = Colour.RED if episode.agreeing or lasted >= self.parameters.long_days else alert.colour
        covered = alert.covered_by or (covering(self.watch, alert.level, episode) if lasts else None)
        alert = replace(alert, colour=colour, covered_by=covered)
        if not lasts:
            return Followed(alert, ended, None)
        standing = Standing(
            level=alert.level,
            subject=alert.subject,
            day=self.told.days[newest].item(),
            deviation=float(layer.episodes.deviation[episode.row]),
            inside_days=int(layer.episodes.inside[episode.row]),
        )
        return Followed(alert, None, standing)
