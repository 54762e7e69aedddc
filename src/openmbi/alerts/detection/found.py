"""An episode as an alert: since when, how far, by which sources, and what others did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from openmbi.alerts.detection.episodes import Episode
from openmbi.alerts.detection.layer import Layer
from openmbi.alerts.detection.watch import CommonMoves, Explained, Series, Watch, level_of
from openmbi.core.alerts import Alert, Channel, Direction, SourceEvidence
from openmbi.core.tables import Colour, Days, Flags, Level, Numbers


@dataclass(frozen=True)
class Told:
    """What alerts are told from: the series of each indicator, the days (T,), and the register of known events."""

    series: Sequence[Series]
    days: Days
    explained: Sequence[Explained]


def alert_of(watch: Watch, layer: Layer, episode: Episode, told: Told) -> Alert:
    """Return the alert of an episode that began to be known today."""
    level, subject = level_of(watch, layer, episode.row)
    direction = Direction.DOWN if episode.size < 0 else Direction.UP
    return Alert(
        level=level,
        subject=subject,
        found_on=_day(told.days, episode.found),
        since=_day(told.days, episode.began),
        direction=direction,
        channels=channels_of(layer, episode),
        sources=tuple(_evidence(watch, layer, episode, told)),
        p_value=episode.p_value,
        q_value=episode.q_value,
        stratum=_stratum(watch, level, episode.row),
        colour=Colour.RED if episode.agreeing else Colour.YELLOW,
        covered_by=covering(watch, level, episode),
        known_events=tuple(_events(watch, layer, episode, told.explained)),
    )


def _day(days: Days, number: int) -> date:
    day: date = days[number].item()
    return day


def channels_of(layer: Layer, episode: Episode) -> tuple[Channel, ...]:
    """Return the channels that were beyond the bound of their tail when an episode was found, the strongest first."""
    beyond: dict[Channel, float] = {layer.channels.name(episode.channel): np.inf}
    for channel, relative in enumerate(episode.relative):
        if relative > 1:
            name = layer.channels.name(channel)
            beyond[name] = max(beyond.get(name, 0.0), relative)
    return tuple(sorted(beyond, key=lambda name: -beyond[name]))


def covering(watch: Watch, level: Level, episode: Episode) -> tuple[Level, str] | None:
    """Return the cell with an alert of the same direction that holds the enterprise: what went beyond the cell's own move is left to it."""
    if level is not Level.ENTERPRISE:
        return None
    cell = int(watch.members.cell[episode.row])
    other = watch.cells.episodes.standing.get(cell)
    if other is None or np.sign(other.size) != np.sign(episode.size):
        return None
    return level_of(watch, watch.cells, cell)


def _stratum(watch: Watch, level: Level, row: int) -> str:
    return str(watch.members.industries[watch.members.industry[row]]) if level is Level.ENTERPRISE else str(level)


def _events(watch: Watch, layer: Layer, episode: Episode, explained: Iterable[Explained]) -> Iterable[str]:
    """Yield the codes of events that touch the subject on a day of its movement."""
    place = watch.layers.index(layer)
    for event in explained:
        touched: Flags = (np.array([event.zone]), event.meso, event.cells, event.enterprises)[place]
        if event.first <= episode.found and event.last >= episode.began and touched[episode.row]:
            yield event.code


def _evidence(watch: Watch, layer: Layer, episode: Episode, told: Told) -> Iterable[SourceEvidence]:
    """Yield what each indicator says: that of the episode first, then those that agree, then the others that were read."""
    order = _order(layer, episode)
    order += [number for number in range(len(told.series)) if number not in order]
    days = np.arange(max(episode.began, episode.found - layer.channels.lag(episode.channel) + 1), episode.found + 1)
    for track in order:
        one = told.series[track]
        found = _sums(watch, layer, episode, track, days, one)
        if found is not None:
            expected, observed, own = found
            yield SourceEvidence(
                indicator=one.indicator,
                unit=one.unit,
                expected=expected,
                observed=observed,
                own=own,
                common=_common(watch, layer, episode.row, [watch.moves[day][track] for day in days.tolist()]),
                p_value=episode.p_by_track[track],
            )


def _order(layer: Layer, episode: Episode) -> list[int]:
    """Return the tracks of an episode that begins today: its own, then those that agree. Of one that several found together, the first that moved that way
    comes first: electricity, where it is one of them.
    """
    order = [episode.track, *episode.agreeing]
    if layer.channels.name(episode.channel) is Channel.JOINT:
        lag = layer.channels.lag(episode.channel)
        moved = (layer.size[episode.row, layer.channels.of_lag(track, lag)] for track in range(len(layer.tracks)))
        together = [track for track, size in enumerate(moved) if size * episode.size > 0]
        order = list(dict.fromkeys([*together[:1], *order]))
    return order


def members_of(watch: Watch, layer: Layer, row: int) -> Numbers:
    """Return the rows of the enterprises of a subject."""
    m = watch.members
    if layer is watch.enterprises:
        return np.array([row])
    if layer is watch.cells:
        return np.flatnonzero(m.cell == row)
    if layer is watch.zone:
        return np.arange(len(m.subjects))
    if row < len(m.cities):
        return np.flatnonzero(m.city == row)
    return np.flatnonzero(m.industry == row - len(m.cities))


def _sums(
    watch: Watch, layer: Layer, episode: Episode, track: int, days: Numbers, series: Series
) -> tuple[float, float, float] | None:
    """Return the expected and observed sums of the members, as means a day, and the deviation in log points; None where nothing was read."""
    members = members_of(watch, layer, episode.row)
    usual = watch.enterprises.episodes.expected(watch.enterprises.tracks[track].reference[:, 0], track)[members]
    expected = observed = 0.0
    counted = 0
    for day in days.tolist():
        level, idle = series.level[members, day].astype(np.float64), series.idle[members, day]
        calendar = 0.0 if series.effect is None else series.effect[members, day].astype(np.float64)
        known = (np.isfinite(level) | idle) & np.isfinite(usual)
        if known.any():
            common = watch.common(watch.moves[day][track], members, without=layer)
            expected += float(np.exp(usual + common + calendar)[known].sum())
            observed += float(np.where(idle, 0.0, np.exp(np.nan_to_num(level) + calendar))[known].sum())
            counted += 1
    if not counted or expected <= 0:
        return None
    least = np.exp(-watch.parameters.most_deviation)
    return expected / counted, observed / counted, float(np.log(max(observed / expected, least)))


def _common(watch: Watch, layer: Layer, row: int, moves: Sequence[CommonMoves]) -> tuple[tuple[Level, float], ...]:
    """Return what was taken out, by level, as means over the days."""
    m = watch.members
    zone = float(np.mean([one.zone for one in moves]))
    if layer is watch.zone:
        return ()
    if layer is watch.meso:
        return ((Level.ZONE, zone),)
    member = int(members_of(watch, layer, row)[0]) if layer is watch.cells else row
    city = float(np.mean([one.meso[m.city[member]] for one in moves]))
    industry = float(np.mean([one.meso[len(m.cities) + m.industry[member]] for one in moves]))
    found = ((Level.ZONE, zone), (Level.INDUSTRY, industry), (Level.CITY, city))
    if layer is watch.cells:
        return found
    return (*found, (Level.CELL, float(np.mean([one.cells_taken[m.cell[member]] for one in moves]))))
