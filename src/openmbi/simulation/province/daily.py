"""Draw, industry by industry, what the daily and weekly domains record, and add activity up for the monthly ones.

Memory: one industry at a time in floating point; what is delivered is kept in 32-bit whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openmbi.core.tables import Floats, Numbers
from openmbi.simulation.province.activity import Activity, Floats32, draw_activity
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.generation import Hundredths, draw_sun, generated
from openmbi.simulation.province.industries import INDUSTRIES
from openmbi.simulation.province.places import CITIES
from openmbi.simulation.province.setting import Setting
from openmbi.simulation.province.streams import stream

ELECTRICITY = (0.80, 0.95)  # elasticity of use to activity, of light and heavy industry
FREIGHT_ELASTICITY, FREIGHT_NOISE, KG_PER_KWH = 1.1, 0.35, 4.0
ONSITE_ELASTICITY, ONSITE_NOISE, ONSITE_SHARE, ONSITE_CLOSED = 0.35, 0.04, 0.82, 0.04
MACHINE_ELASTICITY, MACHINE_NOISE, KWH_PER_MACHINE, HOURS_A_WEEK = 0.9, 0.05, 300.0, 168
USE_NOISE, LEAST_KWH = 0.03, 2.0
LARGEST_HUNDREDTHS = 2_000_000_000

Whole = NDArray[np.int32]


@dataclass(frozen=True)
class Records:
    """What was recorded, T days: `connections` (slots, T) and `own` (g, T) in hundredths of a kWh, `freight` (p, T) in kg, `onsite` (k, T) persons.

    `hours` (q, W): tenths of a machine hour in the weeks that begin on `mondays` (W,). `monthly` (n, M): activity summed over the days of a month;
    `use` (n, M) likewise, in kWh. `added` (T,): value added of enterprises above designated size; `city` (21, T), `industry` (31, T): of all; CNY a day.
    """

    connections: Hundredths
    own: Hundredths
    freight: Whole
    onsite: Whole
    hours: Whole
    mondays: Numbers
    monthly: Floats
    use: Floats
    added: Floats
    city: Floats
    industry: Floats


def draw_records(s: Setting) -> Records:
    """Draw what all enterprises record."""
    records = _empty(s)
    sun = draw_sun(s.clock, s.seed)
    cooling = s.world.cooling
    for number, rows in s.roster.slices():
        rng = stream(s.seed, "industry", INDUSTRIES[number].code)
        activity = draw_activity(rows, number, s, rng)
        use = _use(activity, s, cooling, rng)
        here, own = generated(s.generators, s.roster, sun, use, rows)
        records.own[here] = own
        grid = use.copy()
        grid[s.generators.rows[here] - rows.start] -= own
        s.meters.read(grid, rows, records.connections)
        _carry(activity, s, records, rng)
        _count_persons(activity, s, records, rng)
        _run_machines(activity, s, records, rng)
        _add_up(activity, use, number, s, records)
    return records


def _empty(s: Setting) -> Records:
    length, months = s.clock.length, len(s.clock.months)
    mondays = np.flatnonzero((s.clock.days.astype(np.int64) + 3) % 7 == 0)
    mondays = mondays[mondays + 7 <= length]
    return Records(
        connections=np.zeros((s.meters.slots, length), np.int32),
        own=np.zeros((len(s.generators.rows), length), np.int32),
        freight=np.zeros((len(s.coverage.plates.row), length), np.int32),
        onsite=np.zeros((len(s.coverage.telecom), length), np.int32),
        hours=np.zeros((len(s.coverage.equipment), len(mondays)), np.int32),
        mondays=mondays,
        monthly=np.zeros((len(s.roster), months)),
        use=np.zeros((len(s.roster), months)),
        added=np.zeros(length),
        city=np.zeros((len(CITIES), length)),
        industry=np.zeros((len(INDUSTRIES), length)),
    )


def _use(activity: Activity, s: Setting, cooling: Floats, rng: np.random.Generator) -> Hundredths:
    """Return (m, T) use in hundredths of a kWh: a running enterprise uses 2 kWh at least, an idle one what it keeps on standby, one that is not, nothing."""
    rows, industry = activity.rows, activity.industry
    kwh = activity.value ** np.float32(ELECTRICITY[industry.heavy])
    kwh *= (1 + industry.cooling * cooling[s.roster.city[rows]]).astype(np.float32)
    kwh *= 1 + np.float32(USE_NOISE) * rng.standard_normal(kwh.shape, dtype=np.float32)
    kwh *= s.roster.kwh[rows, None].astype(np.float32)
    for event in s.events:
        if event.kind is EventKind.SPIKE and rows.start <= event.rows[0] < rows.stop:
            kwh[event.rows[0] - rows.start] *= event.factor(s.clock.length)
    idle = activity.value == 0
    np.maximum(kwh, np.float32(LEAST_KWH), out=kwh)
    kwh[idle] = 0.0
    kwh += idle * activity.alive * (activity.standby * s.roster.kwh[rows].astype(np.float32))[:, None]
    return np.minimum(np.rint(100 * kwh.astype(np.float64)), LARGEST_HUNDREDTHS).astype(np.int32)


def _carry(activity: Activity, s: Setting, records: Records, rng: np.random.Generator) -> None:
    plates = s.coverage.plates
    here = plates.of(activity.rows)
    row = plates.row[here]
    scale = KG_PER_KWH * s.roster.kwh[row] * plates.fraction[here] * np.exp(0.5 * rng.standard_normal(len(row)))
    tonnes = activity.value[row - activity.rows.start] ** np.float32(FREIGHT_ELASTICITY)
    tonnes *= np.exp(np.float32(FREIGHT_NOISE) * rng.standard_normal(tonnes.shape, dtype=np.float32))
    records.freight[here] = np.minimum(scale[:, None] * tonnes, 1e9)


def _count_persons(activity: Activity, s: Setting, records: Records, rng: np.random.Generator) -> None:
    here = _among(s.coverage.telecom, activity.rows)
    row = s.coverage.telecom[here]
    value = activity.value[row - activity.rows.start]
    share = ONSITE_SHARE * value ** np.float32(ONSITE_ELASTICITY)
    share *= 1 + np.float32(ONSITE_NOISE) * rng.standard_normal(share.shape, dtype=np.float32)
    share[value == 0] = ONSITE_CLOSED
    share *= activity.alive[row - activity.rows.start]
    records.onsite[here] = np.maximum(np.rint(s.roster.employees[row, None] * share), 0)


def _run_machines(activity: Activity, s: Setting, records: Records, rng: np.random.Generator) -> None:
    here = _among(s.coverage.equipment, activity.rows)
    row = s.coverage.equipment[here]
    if not len(row):
        return
    first, weeks = int(records.mondays[0]), len(records.mondays)
    week = activity.value[row - activity.rows.start, first : first + 7 * weeks].reshape(len(row), weeks, 7).mean(axis=2)
    machines = np.clip(s.roster.kwh[row] / KWH_PER_MACHINE, 1, 5000).round()
    loaded = rng.uniform(0.4, 0.7, len(row))[:, None] * week**MACHINE_ELASTICITY
    loaded = loaded * (1 + MACHINE_NOISE * rng.standard_normal(loaded.shape))
    records.hours[here] = np.rint(10 * HOURS_A_WEEK * machines[:, None] * np.clip(loaded, 0, 1))


def _among(sorted_rows: Numbers, rows: slice) -> slice:
    return slice(*np.searchsorted(sorted_rows, [rows.start, rows.stop]).tolist())


def _add_up(activity: Activity, use: Hundredths, number: int, s: Setting, records: Records) -> None:
    rows = activity.rows
    firsts = [month.first for month in s.clock.months]
    records.monthly[rows] = np.add.reduceat(activity.value, firsts, axis=1, dtype=np.float64)
    records.use[rows] = np.add.reduceat(use, firsts, axis=1, dtype=np.int64) / 100
    added = s.roster.value_added[rows].astype(np.float32)
    records.industry[number] = added @ activity.value
    records.added[:] += _weighted(added * s.designated[rows], activity.value)
    for city in np.unique(s.roster.city[rows]):
        mine = s.roster.city[rows] == city
        records.city[city] += _weighted(added[mine], activity.value[mine])


def _weighted(weight: Floats32, value: Floats32) -> Floats:
    return (weight @ value).astype(np.float64)
