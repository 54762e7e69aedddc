"""How far the level, and what the zone's light judges, moved as months were added: the run made again as if the data ended earlier."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import numpy as np

from openmbi.adjustment.adjust import adjust
from openmbi.core.language import Text
from openmbi.core.periods import end_of_day
from openmbi.core.problems import Problem
from openmbi.core.revisions import Vintages
from openmbi.core.tables import CellPanel, Codes, Days, Floats, Level, Numbers, Stints
from openmbi.flow.bureau import Bureau
from openmbi.flow.compute import Step
from openmbi.flow.electricity import electricity
from openmbi.flow.in_force import InForce, declarations_in_force
from openmbi.flow.observed import Observed
from openmbi.flow.roster import Roster, roster_as_of
from openmbi.flow.strata import levelled, strata
from openmbi.flow.uncertainty import GatheredErrors, Judged, level_error
from openmbi.index.membership import base_days
from openmbi.lights.zone import zone_lights
from openmbi.store.manifest import newest

LAGS = (0, 7, 28, 56)
"""Days before the end of the data at which the level is followed."""


@dataclass(frozen=True)
class LevelRevisions:
    """What became of figures of the zone after E earlier ends of the data.

    `ends` (E,); `lags` (L,) days before them. `level`: `Vintages` (E, L) of the log of the level; `level_error` (E, L): the standard error that it had
    when first known, in log points. `change`: `Vintages` (E, 1) of what the light judges at the end, as a share; `change_error` (E, 1). `colour` (E, 2):
    the light's `Colour` at each end as first known, and as the whole data give it.
    """

    ends: Days
    lags: Numbers
    level: Vintages
    level_error: Floats
    change: Vintages
    change_error: Floats
    colour: Codes

    @property
    def level_factor(self) -> Floats:
        """How far the level moved by lag (L,), over what its standard errors foretold, both root mean squares: 1 or less where the errors tell the whole."""
        return _factor(self.level, self.level_error)

    @property
    def change_factor(self) -> float:
        """The same of what the light judges: the `factor` that a light rule may declare."""
        return float(_factor(self.change, self.change_error)[0])


def level_revisions(bureau: Bureau, *, as_of: datetime, months: int, step: Step) -> LevelRevisions:
    """Return the revisions after the last `months` month ends that lie after the base period and before the last day.

    Each earlier end takes the readings and the register as they stand now, and the calendar as it was known then: what is measured is what more days teach
    about the calendar effects, and no revision of the readings.

    Raises
    ------
    Problem
        Those of a run; `revisions.no-month` where no month end lies between base period and last day.
    """
    number = newest(bureau.store)
    in_force = declarations_in_force(bureau.catalog, as_of)
    step(Text("读取截至时点的数据", "reading what was known"))
    panel = electricity(Observed(bureau, as_of, number)).panel
    ends = _month_ends(panel.days, np.datetime64(in_force.level.base_last))[-months:]
    if not len(ends):
        raise _no_month()
    work = _Work(bureau, in_force, roster_as_of(bureau, as_of, number), panel)
    vintages = []
    for end in [*ends, len(panel.days) - 1]:
        step(Text("如同数据止于 {day}", "as if the data ended on {day}").fill(day=panel.days[end]))
        vintages.append(work.until(int(end)))
    return _compared(panel.days, ends, vintages)


@dataclass(frozen=True)
class _Vintage:
    """A zone's figures as if the data ended: `close`, `change`, `colour` (T′,) by day; `error` (D,) of the last closes, `change_error` of the last change."""

    close: Floats
    error: Floats
    change: Floats
    change_error: float
    colour: Codes


class _Work:
    def __init__(self, bureau: Bureau, in_force: InForce, roster: Roster, panel: CellPanel) -> None:
        self._bureau, self._in_force, self._roster, self._panel = bureau, in_force, roster, panel
        self._stratum = strata(panel.subjects, roster.divisions(in_force.hierarchy.industries))

    def until(self, end: int) -> _Vintage:
        """Return the zone's figures as if day number `end` were the last."""
        panel, in_force, roster = _until(self._panel, end), self._in_force, self._roster
        known = end_of_day(panel.days[-1].item(), self._bureau.zone)
        gathered = GatheredErrors(panel.subjects)
        made = levelled(
            panel,
            self._stratum,
            in_force.level,
            partial(adjust, calendar=in_force.calendar.as_known(known)),
            exits=roster.exits,
            accounts=roster.value_added(in_force.level.base_first.year),
            zone=self._bureau.settings.zone.code,
            watch=(gathered.watch,),
        )
        zone = Judged(
            terms=made.terms,
            panel=panel,
            base_day=base_days(panel.days, in_force.level),
            stints={Level.ZONE: _everybody(self._bureau.settings.zone.code, panel)},
            close={Level.ZONE: made.series.close[None]},
            rules=in_force.rules,
            enterprise_rule=in_force.enterprise_rule,
        )
        found = level_error(gathered.errors or (), zone, Level.ZONE)
        lights = zone_lights(made.series, in_force.zone_rule)
        return _Vintage(made.series.close, found.close[0], lights.measure[0], float(found.change[0]), lights.colour[0])


def _everybody(zone: str, panel: CellPanel) -> Stints:
    rows, nothing = np.arange(len(panel.subjects)), np.zeros(len(panel.subjects), np.intp)
    return Stints(Level.ZONE, np.array([zone]), rows, nothing, nothing, np.full(len(rows), len(panel.days)))


def _until(panel: CellPanel, end: int) -> CellPanel:
    last = end + 1
    return replace(panel, days=panel.days[:last], value=panel.value[:, :last], reading=panel.reading[:, :last])


def _month_ends(days: Days, after: np.datetime64) -> Numbers:
    """Return the numbers of the days that end a month, after a day and before the last."""
    month = days.astype("M8[M]")
    ends = np.flatnonzero(month[1:] != month[:-1])
    return ends[(days[ends] > after) & (ends < len(days) - 1)]


def _compared(days: Days, ends: Numbers, vintages: list[_Vintage]) -> LevelRevisions:
    """Put each end's own vintage beside that of the month after, and beside the last one."""
    lags = np.array(LAGS)
    place = ends[:, None] - lags
    first, later = vintages[:-1], vintages[1:]
    last = [vintages[-1]] * len(ends)
    at_end = ends[:, None]
    return LevelRevisions(
        ends=days[ends],
        lags=lags,
        level=Vintages(*(np.log(_read(one, "close", place)) for one in (first, later, last))),
        level_error=np.array([one.error[-1 - lags] / one.close[-1 - lags] for one in first]),
        change=Vintages(*(_read(one, "change", at_end) for one in (first, later, last))),
        change_error=np.array([[one.change_error] for one in first]),
        colour=np.column_stack([_read(one, "colour", at_end)[:, 0] for one in (first, last)]).astype(np.uint8),
    )


def _factor(moved: Vintages, error: Floats) -> Floats:
    return np.sqrt(((moved.last - moved.first) ** 2).mean(axis=0) / (error**2).mean(axis=0))


def _read(vintages: list[_Vintage], name: str, place: Numbers) -> Floats:
    return np.array([getattr(one, name)[where] for one, where in zip(vintages, place, strict=True)])


def _no_month() -> Problem:
    return Problem(
        "revisions.no-month",
        Text("基期之后、末日之前没有完整的月份", "no month ends between the base period and the last day"),
        Text("请待基期之后有数据再测", "measure once there are data after the base period"),
    )
