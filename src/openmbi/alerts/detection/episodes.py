"""Subjects whose movement was found and has not ended: what they were before, how far they have gone, and how long they have been back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.core.tables import Flags, Floats, Numbers


class Ending(StrEnum):
    """What an episode came to."""

    NO_EVENT = "no_event"  # somebody found that nothing had happened
    PASSED = "passed"  # the data are back, and nobody said what it was
    CONFIRMED = "confirmed"  # it was an event, and the data are back
    NEW_LEVEL = "new_level"  # it was an event, and what it came to is the subject's level from now on


@dataclass
class Episode:
    """An unusual movement of one row, as long as it lasts.

    `found`, `began`: day numbers; `channel`: number of the strongest; `track`: of the indicator; `size`: deviation in log points when found;
    `held`: (class of the day, bin) of scores that are not counted while it lasts. `agreeing`: other tracks that moved the same way; `relative`: each channel in
    units of the bound of its tail; `p_by_track`: of each indicator alone; `before`: the level expected without the movement, by track;
    `by_case`: it has a case, and only somebody's word ends it; `ended`: the day number on which it was over.
    """

    row: int
    found: int
    began: int
    channel: int
    track: int
    size: float
    p_value: float
    q_value: float
    held: list[tuple[int, int]]
    agreeing: tuple[int, ...] = ()
    relative: tuple[float, ...] = ()
    p_by_track: tuple[float, ...] = ()
    before: tuple[float, ...] = ()
    by_case: bool = False
    ended: int | None = None


class Episodes:
    """The open episodes of n subjects. `open` (n,); `before` (n, S): level expected without the movement, by track; `inside` (n,): days in a row that a subject
    has been back inside its close threshold; `deviation` (n,): mean of its last three days, in log points.
    """

    def __init__(self, subjects: int, tracks: int, parameters: DetectionParameters) -> None:
        self.parameters = parameters
        self.open = np.zeros(subjects, bool)
        self.before = np.full((subjects, tracks), np.nan)
        self.inside = np.zeros(subjects, np.intp)
        self.deviation = np.full(subjects, np.nan)
        self.standing: dict[int, Episode] = {}
        self._last = np.full((subjects, 3), np.nan)

    def expected(self, reference: Floats, track: int) -> Floats:
        """Return what is expected of each subject (n,): its reference, or what it was before its episode."""
        return np.where(self.open, self.before[:, track], reference)

    def begin(self, episode: Episode, before: Floats) -> None:
        """Open an episode; `before` (S,): what was expected, by track."""
        self.standing[episode.row] = episode
        self.open[episode.row] = True
        self.before[episode.row] = before
        self.inside[episode.row] = 0
        self._last[episode.row] = episode.size

    def look(self, level: Floats, known: Flags, scale: Floats) -> Numbers:
        """Look at a day of every open episode, levels (n, S), NaN where a known one stands still, and return the rows that have been back long enough."""
        p = self.parameters
        over = []
        for row, episode in self.standing.items():
            track = episode.track
            if not known[row, track]:
                continue
            away = level[row, track] - self.before[row, track]
            away = -p.most_deviation if np.isnan(level[row, track]) else away
            self._last[row] = np.append(self._last[row, 1:], away)
            self.deviation[row] = self._last[row].mean()
            bound = max(p.close_share * abs(episode.size), p.close_scales * scale[row, track])
            self.inside[row] = self.inside[row] + 1 if abs(self.deviation[row]) < bound else 0
            if self.inside[row] >= p.close_days and not episode.by_case:
                over.append(row)
        return np.array(over, np.intp)

    def end(self, row: int, today: int) -> Episode:
        """End an episode and return it."""
        self.standing[row].ended = today
        self.open[row] = False
        self.deviation[row] = np.nan
        return self.standing.pop(row)
