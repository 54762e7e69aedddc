"""`mbi backtest`: every method forecasts the target again at past days, from what the store says was known then, and is judged by what was released first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

import numpy as np

from openmbi.catalog.crises import Crisis, crisis_of, load_crises
from openmbi.catalog.targets import Target
from openmbi.core.language import Text
from openmbi.core.periods import Frequency, end_of_day, last_days
from openmbi.core.problems import Problem
from openmbi.core.tables import Flags
from openmbi.flow.backtest_methods import methods_of
from openmbi.flow.backtest_origins import Origins
from openmbi.flow.bureau import Bureau
from openmbi.flow.in_force import InForce, declarations_in_force
from openmbi.flow.target_vintages import TargetVintages, target_vintages
from openmbi.flow.zone_months import ZoneMonths, zone_months
from openmbi.flow.zone_months_kept import KeptZoneMonths
from openmbi.index.backtest.figure_grid import next_figure
from openmbi.index.backtest.league import League, LeagueRules, league
from openmbi.index.backtest.protocol import KnownAt
from openmbi.index.backtest.replay import Progress, Replay, replay
from openmbi.store.as_of import is_real_time
from openmbi.store.manifest import newest

RULES = LeagueRules(holds={"ar1": "historical_mean", "ar_bic": "historical_mean"})


@dataclass(frozen=True)
class Asked:
    """What a backtest is asked for: the `origins`, and how many figures ahead (`horizons`, from 1)."""

    origins: Origins = field(default_factory=Origins)
    horizons: int = 1


@dataclass(frozen=True)
class Backtest:
    """A backtest worked out. `crisis` (S,): which occasions are of crisis months, of those that are declared. `real_time` (S,): which origins rest on rows that
    were recorded by then. `leagues`: by horizon, over all months and without those of crises. `without_panel`: origins without a level, and why.
    """

    target: Target
    found: Replay
    crises: tuple[Crisis, ...]
    crisis: Flags
    real_time: Flags
    leagues: Mapping[int, tuple[League, League]]
    vintages: TargetVintages
    without_panel: Mapping[date, Text]


def backtest(bureau: Bureau, asked: Asked, *, as_of: datetime, progress: Progress | None = None) -> Backtest:
    """Replay the target's nowcast at every origin up to `as_of`, and judge it by the first prints known by then.

    Raises
    ------
    Problem
        `backtest.no-target` where the zone has no target or no figure of it; `backtest.no-origin`; those of the catalog.
    """
    work = _Work(bureau)
    days = work.judgeable(asked.origins.days(as_of.astimezone(bureau.zone).date()))
    found = replay(
        work.known_at,
        days,
        methods_of(work.in_force, work.composites),
        {np.datetime64(period): one.value for period, one in work.vintages.first().items() if one.known_at <= as_of},
        horizons=range(1, asked.horizons + 1),
        progress=progress,
    )
    crises = work.crises()
    crisis = _in_crisis(found, crises, work.target)
    every = np.ones(len(crisis), bool)
    return Backtest(
        target=work.target,
        found=found,
        crises=crises,
        crisis=crisis,
        real_time=np.array([work.real_time(day) for day in found.as_of.tolist()], bool),
        leagues={
            horizon: (league(found, every, horizon, RULES), league(found, ~crisis, horizon, RULES))
            for horizon in range(1, asked.horizons + 1)
        },
        vintages=work.vintages,
        without_panel=work.without_panel,
    )


class _Work:
    """What is read once, and what was known at each origin."""

    def __init__(self, bureau: Bureau) -> None:
        self._bureau, self._manifest = bureau, newest(bureau.store)
        self._kept = KeptZoneMonths(bureau, self._manifest)
        self.in_force: InForce = declarations_in_force(bureau.catalog)
        target = self.in_force.targets.get(bureau.settings.zone.code)
        vintages = target and target_vintages(bureau, target, self._manifest)
        if target is None or not vintages or not vintages.versions:
            raise _no_target(bureau.settings.zone.text)
        self.target, self.vintages = target, vintages
        self.without_panel: dict[date, Text] = {}

    @cached_property
    def composites(self) -> list[tuple[str, Text]]:
        """Code and name of every composite that the catalog declares for the zone."""
        in_force = self.in_force
        specs = (in_force.composite, in_force.equal, in_force.conference_board, *in_force.other_composites)
        return [(spec.code, spec.name.text()) for spec in specs if spec]

    def crises(self) -> tuple[Crisis, ...]:
        """Return the crisis months: in a simulated place those that come with openmbi never happened."""
        every = load_crises(self._bureau.catalog)
        shipped = {one.code for one in load_crises(None)} if self._bureau.settings.simulated else set()
        return tuple(one for one in every if one.code not in shipped)

    def judgeable(self, days: Sequence[date]) -> list[date]:
        """Return the origins at which a figure of the target was known already.

        Raises
        ------
        Problem
            `backtest.no-target` where there is none.
        """
        first = self.vintages.versions[0].known_at
        found = [day for day in days if end_of_day(day, self._bureau.zone) >= first]
        if not found:
            raise _no_target(self._bureau.settings.zone.text)
        return found

    def known_at(self, day: date) -> KnownAt:
        """Return what was known at the end of a day."""
        moment = end_of_day(day, self._bureau.zone)
        target = self.vintages.at(moment)
        made = self._kept.at(moment, lambda: self._months(moment))
        if made.why_none:
            self.without_panel[day] = made.why_none
        return KnownAt(day, made.panel, target, next_figure(target.periods[-1], target))

    def _months(self, moment: datetime) -> ZoneMonths:
        in_force = replace(self.in_force, calendar=self.in_force.calendar.as_known(moment))
        return zone_months(self._bureau, in_force, as_of=moment, manifest=self._manifest)

    def real_time(self, day: date) -> bool:
        """Return whether an origin rests only on rows recorded by then."""
        return is_real_time(self._bureau.store, end_of_day(day, self._bureau.zone), self._manifest)


def _in_crisis(found: Replay, crises: Sequence[Crisis], target: Target) -> Flags:
    """Return which occasions (S,) are of a period that a crisis touches; January counts for February where it speaks for both."""
    flags = []
    for first in found.wanted:
        both = target.combined_january_february and first.astype("datetime64[M]").astype(int) % 12 == 1
        begins = (first.astype("datetime64[M]") - int(both)).astype("datetime64[D]")
        ends = last_days(np.array([first]), Frequency.MONTHLY)[0]
        flags.append(crisis_of(crises, begins.item(), ends.item()) is not None)
    return np.array(flags, bool)


def _no_target(zone: Text) -> Problem:
    return Problem(
        "backtest.no-target",
        Text(
            "{zone}没有目标指标，或在所问时点之前没有目标指标的数据",
            "{zone} has no target, or no figure of one at the origins asked for",
        ).fill(zone=zone),
        Text(
            "在目录 targets/ 中声明目标指标并导入其历次发布值；或改用较晚的 --from",
            "declare a target in the catalog (targets/) and ingest its released figures; or give a later --from",
        ),
    )
