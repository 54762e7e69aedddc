"""One layer of subjects that are judged together: enterprises, cells, cities and industries, or the province."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openmbi.alerts.detection.calibration import BINS, Calibration, ChannelTails, bins_of, score_of_bin
from openmbi.alerts.detection.channels import Channels
from openmbi.alerts.detection.episodes import Ending, Episode, Episodes
from openmbi.alerts.detection.joint import joint_channels
from openmbi.alerts.detection.multiplicity import discoveries
from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.alerts.detection.runs import Runs
from openmbi.alerts.detection.track import Reading, Track
from openmbi.core.alerts import Channel
from openmbi.core.tables import Flags, Floats, Numbers

UNHEARD_OF = 10.0
"""What a run scores that is longer than any other was: no matter of degree, but a score far beyond `beyond_noise`."""
MANY, MANY_SHARE = 30, (0.005, 0.05)
"""So many subjects, or a share of all within these bounds, tell how far the day moved them apart. No choice of method: a quantile of fewer is chance, and one
nearer the middle tells of the many no more."""
COUNTED_DAYS = 90
"""Days whose scores can be taken back when an episode turns out to have begun before it was found. No choice of method but of memory:
about thrice the longest lag."""


@dataclass(frozen=True)
class Today:
    """A day: its number, class and family, whether standing still is usual on it (`deep`), and whether alerts are raised already.

    `weekend`: 1 on a weekend day, 0 on a workday, 2 on another one.
    """

    number: int
    day_class: int
    family: int
    deep: bool
    weekend: int
    alerts: bool


class Layer:
    """n subjects with one track an indicator. Changed by `step`, once a day.

    `stratum`, `pool` (n,): whom a subject is pooled with, by preference and at need. `owner` (n,): its number, -1 for none.
    `judges_runs`: whether standing still and silence are judged, as of enterprises. `leads` (n,): the number of the track that raises alerts by itself.
    """

    def __init__(
        self,
        tracks: Sequence[Track],
        stratum: Numbers,
        pool: Numbers,
        parameters: DetectionParameters,
        owner: Numbers | None = None,
        *,
        judges_runs: bool = False,
        leads: Numbers | None = None,
    ) -> None:
        subjects = len(stratum)
        self.tracks, self.parameters, self.owner = tracks, parameters, owner
        self._least = parameters.least_of_enterprises if judges_runs else parameters.least_of_groups
        self.calibration = Calibration(stratum, pool)
        self.episodes = Episodes(subjects, len(tracks), parameters)
        self.channels = Channels(parameters.lags, len(tracks), owner is not None, judges_runs)
        self._leads = np.zeros(subjects, np.intp) if leads is None else leads
        self._waiting: dict[int, list[tuple[int, int]]] = {}
        longest, feed_down = parameters.long_days, parameters.feed_down
        self._idle = [Runs(subjects, longest, feed_down=feed_down) for _ in tracks] if judges_runs else []
        silence = parameters.least_silence_days
        self._silent = [Runs(subjects, longest, silence, feed_down=feed_down) for _ in tracks] if judges_runs else []
        self._tails: ChannelTails | None = None
        self._recent: deque[int] = deque(maxlen=parameters.pooled_days - 1)
        self._deep = -2, 0  # the latest deep festival day; such subject-days counted before its festival
        self._counted = np.full((subjects, COUNTED_DAYS), -1, np.int16)
        self._class = np.zeros(COUNTED_DAYS, np.intp)
        self.score = np.zeros(subjects)
        self.channel = np.zeros(subjects, np.intp)
        self.size = np.zeros((subjects, 0))

    def expected(self, today: int) -> list[Floats]:
        """Return what is expected of each subject today, by track: logs (n,), NaN where history is short."""
        return [self.episodes.expected(track.look_back(today), k) for k, track in enumerate(self.tracks)]

    def step(self, today: Today, readings: Sequence[Reading], explained: Flags) -> tuple[list[Episode], list[Episode]]:
        """Take in a day and return the episodes that begin and those that end; `explained` (n,): subjects that a known event touches."""
        found = [
            track.take(
                today.number,
                each.level,
                np.isfinite(each.level) & ~explained,
                weekend=today.weekend,
                festive=today.family > 0,
            )
            for track, each in zip(self.tracks, readings, strict=True)
        ]
        runs = self._runs(today, readings, explained)
        self.size = np.hstack([*found, *joint_channels(found, self.tracks, self.owner), *runs])
        tested = np.isfinite(self.size).any(axis=1) & ~explained & ~self.episodes.open
        self._score(today)
        place = bins_of(self.score)
        p_value, q_value, new = self._discover(today, place, tested)
        regular = tested & ~new
        self._count(today, place, regular)
        begun = [self._begin(today, int(row), place, p_value, q_value) for row in np.flatnonzero(new)]
        self._settle(today, readings, explained)
        return begun, self._look(today, readings)

    def take_up(self, row: int, today: int, began: int) -> Episode:
        """Open the episode of a case whose alert was found today, if it is not open yet; only somebody's word ends it."""
        if row not in self.episodes.standing:
            before = tuple(self._reference(row, track, today, began) for track in range(len(self.tracks)))
            episode = Episode(
                row, today, began, channel=0, track=0, size=0.0, p_value=np.nan, q_value=np.nan, held=[], before=before
            )
            self.episodes.begin(episode, np.array(before))
            self._take_back(episode)
            for each in self.tracks:
                each.forget(np.array([row]), today - began + 1, today)
        episode = self.episodes.standing[row]
        episode.by_case = True
        return episode

    def _reference(self, row: int, track: int, today: int, began: int) -> float:
        """Return the mean of the regular days before a movement began; NaN where there is none."""
        each = self.tracks[track]
        window = each.level.shape[1]
        columns = (today - np.arange(max(today - began + 1, 1), min(window, today + 1))) % window
        regular = columns[each.regular[row, columns]]
        return float(each.level[row, regular].mean()) if len(regular) else float("nan")

    def release(self, row: int, today: int, ending: Ending) -> Episode:
        """End an episode.

        Of no event all scores count; of what passed, those that are not beyond all noise; of what was confirmed, none. Where the subject is back, the days of
        the episode are no measure of anything; where it is not, what it came to is its level from now on.
        """
        episode, back = self.episodes.end(row, today), int(self.episodes.inside[row])
        if ending is Ending.NO_EVENT:
            self._put_back(row, episode.held, np.inf)
        elif ending is Ending.PASSED:
            self._put_back(row, episode.held, self.parameters.beyond_noise)
        for track in self.tracks:
            if back and ending is not Ending.NEW_LEVEL:
                track.erase(row, today - episode.began + 1, today, but=back)
            else:
                track.begin_anew(row)
        return episode

    def _runs(self, today: Today, readings: Sequence[Reading], explained: Flags) -> list[Floats]:
        """Return the channels of runs: of each track of standing still (n, 1), then of each of silence (n, 1)."""
        idle, silent = [], []
        every = zip(self._idle, self._silent, self.tracks, readings, strict=False)
        for idle_runs, silent_runs, track, each in every:
            judged = np.isfinite(self.episodes.expected(track.reference[:, 0], len(idle))) & ~explained
            counted = ~self.episodes.open
            idle.append(idle_runs.take(each.idle, judged & each.known, counted, usual=today.deep)[:, None])
            silent.append(silent_runs.take(~each.known, judged, counted)[:, None])
        return [*idle, *silent]

    def _score(self, today: Today) -> None:
        """Score each subject by its farthest channel, each in units of the bound of its own pooled tail; a run, of the p-value there."""
        if self._tails is None:
            self._tails = ChannelTails(self.size.shape[1], self.parameters.tail)
        bounds = self._tails.bounds(today.day_class) * self._unrest(today)
        if self._idle:
            bounds[-2 * len(self._idle) :] = -np.log10(self.parameters.tail)
        relative = self.relative = np.abs(self.size) / bounds
        for channel, runs in enumerate((*self._idle, *self._silent), start=self.channels.first_run):
            relative[self.size[:, channel] >= runs.rarest, channel] = UNHEARD_OF
        relative[np.isnan(relative)] = 0.0
        self._leave_out_small(relative)
        self._leave_out_others(relative)
        self.channel = relative.argmax(axis=1)
        self.score = np.take_along_axis(relative, self.channel[:, None], axis=1)[:, 0]

    def _unrest(self, today: Today) -> Floats:
        """Return by how much each channel (C,) is more spread over the subjects today than is usual on such days; 1 at least.

        A festival that is unlike the ones before, or a day that nobody could foresee, moves the many apart: then each is judged by what the day does to all.
        """
        assert self._tails is not None
        size = np.abs(self.size)
        known = np.isfinite(size).sum(axis=0)
        found = np.ones(size.shape[1])
        enough = known >= MANY
        if enough.any():
            share = float(np.clip(MANY / known.max(), *MANY_SHARE))
            spread = np.nanquantile(size[:, enough], 1 - share, axis=0)
            usual = self._tails.exceeded(today.day_class, share)[enough]
            found[enough] = np.fmax(spread / usual, 1.0)
        return found

    def _leave_out_small(self, relative: Floats) -> None:
        """Set to 0 what is too small to matter on the channels of a track, however rare it is."""
        start = 0
        for track in self.tracks:
            here = slice(start, start + track.channels)
            small = np.abs(self.size[:, here]) * track.scale[:, None] < self._least
            relative[:, here][small] = 0.0
            start += track.channels

    def _leave_out_others(self, relative: Floats) -> None:
        """Set to 0 what a source that does not lead does by itself; where two agree, joint channels say so."""
        if self.parameters.others_alone:
            return
        for channel in range(relative.shape[1]):
            track = self.channels.track(channel)
            if track is not None:
                relative[self._leads != track, channel] = 0.0

    def _discover(self, today: Today, place: Numbers, tested: Flags) -> tuple[Floats, Floats, Flags]:
        p = self.parameters
        least = tested.sum() / p.false_discovery_rate
        p_value = self.calibration.p_values(place, today.day_class, today.family, p.pooled_days * least, least)
        before = sum(self._recent)
        new, q_value = discoveries(p_value, tested, p.false_discovery_rate, before=before, days=p.pooled_days)
        has_precedent = self._has_precedent(today, least)
        if not today.alerts:
            new = tested & (self.score > p.beyond_noise) & (today.family == 0) & (today.number > p.needed_days * 2)
        else:
            new = new & has_precedent
            self._recent.append(int(new.sum()))
        return p_value, q_value, new

    def _has_precedent(self, today: Today, least: float) -> bool:
        """Whether earlier festivals tell what is usual on a deep day of one, by `least` of their subject-days; where they do not, alerts wait for its end."""
        if not today.deep:
            return True
        last, before = self._deep
        self._deep = today.number, before if last == today.number - 1 else self.calibration.deep_days
        return self._deep[1] >= least

    def _count(self, today: Today, place: Numbers, regular: Flags) -> None:
        """Count the scores of regular days; a high one waits until it is known whether it was a short excursion or a movement that lasts."""
        assert self._tails is not None
        p = self.parameters
        regular = regular & (today.number >= p.first_counted_day)
        ordinary = not today.deep
        waits = regular & ordinary & (self.score > p.suspect)
        self._counted_now(today, place, regular & ~waits)
        self._tails.add(today.day_class, np.abs(self.size), regular & ~(ordinary & (self.score > p.beyond_noise)))
        for row in np.flatnonzero(waits).tolist():
            self._waiting.setdefault(row, []).append((today.day_class, int(place[row])))
        self._let_in(regular & ordinary & (self.score < p.suspect))
        for row, episode in self.episodes.standing.items():
            episode.held.append((today.day_class, int(place[row])))

    def _let_in(self, back: Flags) -> None:
        """Count what has waited, of subjects that are back, if it was a short excursion and not beyond all noise."""
        for row in [row for row in self._waiting if back[row]]:
            waited = self._waiting.pop(row)
            if len(waited) <= self.parameters.lags[-1]:
                self._put_back(row, waited, self.parameters.beyond_noise)

    def _put_back(self, row: int, held: Sequence[tuple[int, int]], most: float) -> None:
        """Count scores that were held back: ordinary ones all, and a high excursion once, with its highest score, if that is below `most`.

        An excursion is found once, on one of its days: counted by the day it would make alerts rarer than was asked for.
        """
        suspect, bound = bins_of(np.array([self.parameters.suspect, min(most, score_of_bin(BINS))])).tolist()
        for day_class, place in held:
            if place < suspect:
                self.calibration.put(day_class, place, row)
        day_class, place = max(held, key=lambda one: one[1], default=(0, 0))
        if suspect <= place < bound or (place >= bound and most == np.inf):
            self.calibration.put(day_class, place, row)

    def _counted_now(self, today: Today, place: Numbers, counted: Flags) -> None:
        rows = np.flatnonzero(counted)
        self.calibration.add(today.day_class, today.family, place[rows], rows)
        column = today.number % COUNTED_DAYS
        self._counted[:, column] = np.where(counted, place, -1)
        self._class[column] = today.day_class

    def _begin(self, today: Today, row: int, place: Numbers, p_value: Floats, q_value: Floats) -> Episode:
        channel = int(self.channel[row])
        track = self._track_of(channel, row)
        lag = self.channels.lag(channel)
        size = self._log_points(row, channel, track)
        is_run = channel >= self.channels.first_run
        began = (
            self._run_began(row, channel, today.number)
            if is_run
            else self._began(row, track, today.number, lag, np.sign(size))
        )
        before = np.array([each.reference[row, self.parameters.lags.index(lag)] for each in self.tracks])
        latest = np.array([each.reference[row, 0] for each in self.tracks])
        episode = Episode(
            row=row,
            found=today.number,
            began=began,
            channel=channel,
            track=track,
            size=size,
            p_value=float(p_value[row]),
            q_value=float(q_value[row]),
            held=[(today.day_class, int(place[row]))],
            agreeing=self._agreeing(today, row, track, float(np.sign(size))),
            relative=tuple(self.relative[row].tolist()),
            p_by_track=tuple(self._p_of_track(today, row, number) for number in range(len(self.tracks))),
        )
        self._take_back(episode)
        for runs in (*self._idle, *self._silent):
            runs.take_back(row)
        episode.held.extend(self._waiting.pop(row, []))
        episode.before = tuple(np.where(np.isfinite(before), before, latest).tolist())
        self.episodes.begin(episode, np.array(episode.before))
        for each in self.tracks:
            each.forget(np.array([row]), today.number - began + 1, today.number)
        return episode

    def _log_points(self, row: int, channel: int, track: int) -> float:
        """Return the deviation on a channel in log points; a run has that of what stands still."""
        if channel >= self.channels.first_run:
            return -self.parameters.most_deviation
        if self.channels.name(channel) in {Channel.JOINT, Channel.RELOCATION}:
            return self._own(row, track, self.channels.lag(channel)) * float(self.tracks[track].scale[row])
        return float(self.size[row, channel] * self.tracks[track].scale[row])

    def _take_back(self, episode: Episode) -> None:
        """Hold back the scores that were counted since the episode began: they were none of regular days."""
        for number in range(max(episode.began, episode.found - COUNTED_DAYS + 1), episode.found):
            column = number % COUNTED_DAYS
            place = int(self._counted[episode.row, column])
            if place >= 0:
                self._counted[episode.row, column] = -1
                self.calibration.put(int(self._class[column]), place, episode.row, -1)
                episode.held.append((int(self._class[column]), place))

    def _agreeing(self, today: Today, row: int, track: int, sign: float) -> tuple[int, ...]:
        """Return the other tracks that moved the same way, rarely enough by themselves."""
        others = [number for number in range(len(self.tracks)) if number != track]
        return tuple(n for n in others if self._p_of_track(today, row, n, sign) <= self.parameters.agreement)

    def _p_of_track(self, today: Today, row: int, track: int, sign: float = 0.0) -> float:
        """Return how rare the lags of one track are by themselves (Bonferroni over them), on one side only where `sign` says so."""
        start = sum(one.channels for one in self.tracks[:track])
        own = self.size[row, start : start + len(self.parameters.lags)]
        judged = [(start + k, abs(v)) for k, v in enumerate(own.tolist()) if np.isfinite(v) and v * sign >= 0]
        assert self._tails is not None
        rare = [len(own) * self._tails.p_value(today.day_class, channel, size) for channel, size in judged]
        if self._idle and sign <= 0 and np.isfinite(run := self.size[row, self.channels.first_run + track]):
            rare.append(10.0**-run)
        return min(1.0, *rare) if rare else 1.0

    def _run_began(self, row: int, channel: int, today: int) -> int:
        """Return the first day of the run that a channel is of."""
        place = channel - self.channels.first_run
        runs = [*self._idle, *self._silent][place]
        return today - max(int(runs.length[row]), 1) + 1

    def _began(self, row: int, track: int, today: int, lag: int, sign: float) -> int:
        """Return the first day of the run of days on that side that leads up to today; two days in a row on the other side end it."""
        each = self.tracks[track]
        reference = each.reference[row, self.parameters.lags.index(lag)]
        began, other = today, 0
        for back in range(min(today + 1, each.level.shape[1] - 1)):
            deviation = sign * (each.level[row, (today - back) % each.level.shape[1]] - reference)
            if deviation > 0.5 * each.scale[row]:
                began, other = today - back, 0
            else:
                other += 1
            if other == 2:
                break
        return max(began, today - each.level.shape[1] + 2)

    def _settle(self, today: Today, readings: Sequence[Reading], explained: Flags) -> None:
        usual = not today.deep
        for track, each in zip(self.tracks, readings, strict=True):
            track.settle(
                today.number,
                np.isfinite(each.level) & ~each.idle & ~self.episodes.open & ~explained & usual,
                deep=today.deep,
            )

    def _look(self, today: Today, readings: Sequence[Reading]) -> list[Episode]:
        if not self.episodes.standing or (today.deep):
            return []
        level = np.stack([each.level for each in readings], axis=1)
        known = np.stack([each.known for each in readings], axis=1)
        scale = np.stack([each.scale for each in self.tracks], axis=1)
        over = self.episodes.look(level, known, scale)
        return [self.release(row, today.number, Ending.PASSED) for row in over.tolist()]

    def _track_of(self, channel: int, row: int) -> int:
        """Return the number of the track that a channel is of; of several sources, the one that went farthest."""
        track = self.channels.track(channel)
        if track is not None:
            return track
        lag = self.channels.lag(channel)
        return int(np.argmax([abs(np.nan_to_num(self._own(row, number, lag))) for number in range(len(self.tracks))]))

    def _own(self, row: int, track: int, lag: int) -> float:
        """Return the deviation of one track on the channel of a lag, in scales."""
        return float(self.size[row, self.channels.of_lag(track, lag)])
