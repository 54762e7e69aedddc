"""The three levels, day by day: common moves are taken out layer by layer, each is judged, and what is left is the enterprise's own.

    own_it = x_it − expected_i − province_t − industry_t − city_t − B · cell_t,    B = members / (members + shrinkage)

with B = 0 for a cell of very few members, and 1 while it has an alert, so that one event of a cell is one alert, and not one of each member.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from openmbi.alerts.detection.centres import centres
from openmbi.alerts.detection.episodes import Ending, Episode
from openmbi.alerts.detection.layer import Layer, Today
from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.alerts.detection.track import Reading, Track
from openmbi.core.tables import Flags, Floats, Level, Names, Numbers


@dataclass(frozen=True)
class Series:
    """An indicator of n enterprises on T days, its calendar effects taken out.

    `level` (n, T): logs of active days, NaN on others; `idle` (n, T): days read as standing still; `scale` (n,): of one day's residual in
    log points, NaN for an enterprise that it does not cover. `effect` (n, T): what was taken out; None where nobody asks for amounts.
    """

    indicator: str
    unit: str
    level: NDArray[np.float32]
    idle: Flags
    scale: Floats
    effect: NDArray[np.float32] | None = None


@dataclass(frozen=True)
class Members:
    """Who n enterprises are: the numbers of their city, industry and cell in `cities`, `industries`, `cells`, and of their owner (-1: none other known).

    `stop` (n,): the day number from which one is no more, by the register; None where nobody leaves.
    """

    subjects: Names
    city: Numbers
    industry: Numbers
    cell: Numbers
    owner: Numbers
    cities: Names
    industries: Names
    cells: Names
    zone: str
    stop: Numbers | None = None


@dataclass(frozen=True)
class Explained:
    """A known event from day number `first` to `last`, and whom it touches: enterprises (n,), cities then industries (M,), cells (C,), the zone."""

    code: str
    first: int
    last: int
    enterprises: Flags
    meso: Flags
    cells: Flags
    zone: bool


@dataclass(frozen=True)
class CommonMoves:
    """What was taken out of an indicator on a day, in log points: of the zone, of cities then industries (M,), of cells (C,), whole and as far as taken out."""

    zone: float
    meso: Floats
    cells: Floats
    cells_taken: Floats


@dataclass(frozen=True)
class _Centres:
    """Of the zone (1,), cities then industries (M,) and cells (C,): what their members did together, each layer after the one before, and how many they are."""

    centre: tuple[Floats, Floats, Floats]
    members: tuple[Floats, Floats, Floats]

    def reading(self, layer: int, fewest: int) -> Reading:
        """Return a layer's centres as levels; NaN with too few members."""
        centre, members = self.centre[layer], self.members[layer]
        return Reading(np.where(members >= fewest, centre, np.nan), np.zeros(len(centre), bool))


@dataclass
class Watch:
    """The state of detection after a day. Changed by `step`.

    `moves`: of each day and indicator since the first, for reasons.
    """

    members: Members
    parameters: DetectionParameters
    zone: Layer
    meso: Layer
    cells: Layer
    enterprises: Layer
    moves: list[tuple[CommonMoves, ...]] = field(default_factory=list)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """From the province to the enterprise."""
        return self.zone, self.meso, self.cells, self.enterprises

    def step(
        self,
        today: Today,
        level: Sequence[Floats],
        idle: Sequence[Flags],
        explained: Sequence[Explained],
    ) -> list[tuple[Layer, list[Episode], list[Episode]]]:
        """Take in a day of every indicator, (n,) each, and return for each layer the episodes that begin and those that end."""
        expected = self.enterprises.expected(today.number)
        flags = _flags(self, explained, today.number)
        found = [
            self._centres(today, *each, flags[3]) for each in zip(level, idle, expected, range(len(level)), strict=True)
        ]
        moved = []
        for layer, place in ((self.zone, 0), (self.meso, 1), (self.cells, 2)):
            layer.expected(today.number)
            readings = [each.reading(place, self.parameters.fewest) for each in found]
            moved.append((layer, *layer.step(today, readings, flags[place])))
        moves = tuple(self._moves(each) for each in found)
        self.moves.append(moves)
        readings = [self._own(*each) for each in zip(level, idle, expected, moves, strict=True)]
        moved.append((self.enterprises, *self.enterprises.step(today, readings, flags[3] | self._gone(today.number))))
        return moved

    def _gone(self, today: int) -> Flags:
        """Return the enterprises (n,) that the register says are no more; an episode of theirs is over."""
        stop = self.members.stop
        if stop is None:
            return np.zeros(len(self.members.subjects), bool)
        for row in [row for row in self.enterprises.episodes.standing if stop[row] <= today]:
            self.enterprises.release(row, today, Ending.NEW_LEVEL)
        return stop <= today

    def _centres(
        self, today: Today, level: Floats, idle: Flags, expected: Floats, track: int, explained: Flags
    ) -> _Centres:
        """Return what groups did; what a known event touches is no measure of others, nor is a cell that moves by itself one of its city and industry."""
        m, p = self.members, self.parameters
        scale = self.enterprises.tracks[track].scale
        deviation = np.where(idle, -p.most_deviation, level - expected)
        known = np.isfinite(deviation) & np.isfinite(expected) & np.isfinite(scale) & ~(idle & today.deep)
        deviation = np.clip(np.where(known, deviation, 0.0), -p.most_deviation, p.most_deviation)
        usual = known & ~explained
        whole, number = centres(deviation, usual, scale, np.zeros_like(m.city), 1)
        meso, members = self._city_and_industry(deviation - whole[0], usual, scale)
        left = deviation - whole[0] - self._of_members(meso)
        cell, cells = centres(left, known, scale, m.cell, len(m.cells))
        apart = self.cells.episodes.open | self._outlying(cell, cells, scale)
        if apart.any():
            meso, members = self._city_and_industry(deviation - whole[0], usual & ~apart[m.cell], scale)
            left = deviation - whole[0] - self._of_members(meso)
            cell, cells = centres(left, known, scale, m.cell, len(m.cells))
        return _Centres((whole, meso, cell), (number, members, cells))

    def _city_and_industry(self, left: Floats, known: Flags, scale: Floats) -> tuple[Floats, Floats]:
        """Return the centres of cities then industries (M,), and how many members they rest on (M,)."""
        m = self.members
        industry, industries = centres(left, known, scale, m.industry, len(m.industries))
        city, cities = centres(left - industry[m.industry], known, scale, m.city, len(m.cities))
        return np.concatenate([city, industry]), np.concatenate([cities, industries])

    def _of_members(self, meso: Floats) -> Floats:
        """Return the move of each enterprise's city and industry together (n,)."""
        return meso[self.members.city] + meso[len(self.members.cities) + self.members.industry]

    def _outlying(self, cell: Floats, members: Floats, scale: Floats) -> Flags:
        """Return the cells (C,) whose centre is far beyond what so many members make by chance."""
        usual = np.nanmedian(scale) if np.isfinite(scale).any() else np.nan
        p = self.parameters
        return (members >= p.fewest) & (np.abs(cell) * np.sqrt(members) > p.outlying * usual)

    def _moves(self, found: _Centres) -> CommonMoves:
        (zone, meso, cell), (_, _, number) = found.centre, found.members
        share = np.where(number >= self.parameters.fewest, number / (number + self.parameters.shrinkage), 0.0)
        share = np.where(self.cells.episodes.open, 1.0, share)
        return CommonMoves(float(zone[0]), meso, cell, share * cell)

    def _own(self, level: Floats, idle: Flags, expected: Floats, moves: CommonMoves) -> Reading:
        """Return an enterprise's level without common moves, bounded around what is expected of it.

        While its cell has an alert, an enterprise that stayed where it was has not moved: what counts is the smaller of its deviations with and without its
        cell's move, and nothing where they point to opposite sides.
        """
        most = self.parameters.most_deviation
        own = level - self.common(moves)
        apart = self.cells.episodes.open[self.members.cell]
        without, within = own - expected, own - expected + moves.cells_taken[self.members.cell]
        smaller = np.where(without * within > 0, np.sign(without) * np.minimum(np.abs(without), np.abs(within)), 0.0)
        own = np.where(apart & np.isfinite(without), expected + smaller, own)
        known = np.isfinite(expected)
        own = np.where(known, np.clip(own, expected - most, expected + most), own)
        return Reading(np.where(idle, np.nan, own), idle)

    def common(self, moves: CommonMoves, rows: Numbers | None = None, without: Layer | None = None) -> Floats:
        """Return what is taken out of each enterprise (n,), or of some rows; `without`: leave out a layer of groups and those below it."""
        m = self.members
        city, industry, cell = m.city, m.industry, m.cell
        if rows is not None:
            city, industry, cell = city[rows], industry[rows], cell[rows]
        found = np.full(len(city), 0.0 if without is self.zone else moves.zone)
        if without is not self.zone and without is not self.meso:
            found += moves.meso[city] + moves.meso[len(m.cities) + industry]
            if without is not self.cells:
                found += moves.cells_taken[cell]
        return found


def new_watch(members: Members, series: Sequence[Series], parameters: DetectionParameters) -> Watch:
    """Return a watch before its first day."""
    cities, industries, cells = len(members.cities), len(members.industries), len(members.cells)
    covered = np.stack([np.isfinite(each.scale) for each in series])
    sources, leads = np.maximum(covered.sum(axis=0) - 1, 0), covered.argmax(axis=0)

    def of_groups(pool: Numbers, lead: Numbers) -> Layer:
        tracks = [Track(len(pool), None, parameters) for _ in series]
        return Layer(tracks, pool, pool, parameters, leads=lead)

    def of_members(group: Numbers, count: int) -> Numbers:
        found = np.full(count, len(series) - 1)
        np.minimum.at(found, group, leads)
        return found

    meso = np.repeat([0, 1], [cities, industries])
    lead_of_meso = np.concatenate([of_members(members.city, cities), of_members(members.industry, industries)])
    return Watch(
        members=members,
        parameters=parameters,
        zone=of_groups(np.zeros(1, np.intp), of_members(np.zeros_like(leads), 1)),
        meso=of_groups(meso, lead_of_meso),
        cells=of_groups(np.zeros(cells, np.intp), of_members(members.cell, cells)),
        enterprises=Layer(
            [Track(len(members.subjects), each.scale, parameters) for each in series],
            members.industry * len(series) + sources,
            sources,
            parameters,
            members.owner if (members.owner >= 0).any() else None,
            judges_runs=True,
            leads=leads,
        ),
    )


def _flags(watch: Watch, explained: Sequence[Explained], today: int) -> list[Flags]:
    """Return which subjects of each layer a known event touches today, or touched a few days ago."""
    found = [np.zeros(len(layer.score), bool) for layer in watch.layers]
    for event in explained:
        if event.first <= today <= event.last + watch.parameters.after_event_days:
            found[0] |= event.zone
            found[1] |= event.meso
            found[2] |= event.cells
            found[3] |= event.enterprises
    return found


def place_of(watch: Watch, level: Level, subject: str) -> tuple[Layer, int] | None:
    """Return the layer and row of a subject; None where it is not watched."""
    m = watch.members
    of_level = {
        Level.ZONE: (watch.zone, np.array([m.zone]), 0),
        Level.CITY: (watch.meso, m.cities, 0),
        Level.INDUSTRY: (watch.meso, m.industries, len(m.cities)),
        Level.CELL: (watch.cells, m.cells, 0),
        Level.ENTERPRISE: (watch.enterprises, m.subjects, 0),
    }
    if level not in of_level:
        return None
    layer, codes, first = of_level[level]
    found = np.flatnonzero(codes == subject)
    return (layer, first + int(found[0])) if len(found) else None


def level_of(watch: Watch, layer: Layer, row: int) -> tuple[Level, str]:
    """Return level and code of a row of a layer."""
    m = watch.members
    if layer is watch.zone:
        return Level.ZONE, m.zone
    if layer is watch.cells:
        return Level.CELL, str(m.cells[row])
    if layer is watch.enterprises:
        return Level.ENTERPRISE, str(m.subjects[row])
    if row < len(m.cities):
        return Level.CITY, str(m.cities[row])
    return Level.INDUSTRY, str(m.industries[row - len(m.cities)])
