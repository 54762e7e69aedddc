"""`mbi run --daily`: take in what waits, make the run of every day that has none, tell the alarms of the feeds. Done twice, it changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from openmbi.core.language import Language, Text
from openmbi.core.periods import end_of_day
from openmbi.core.problems import Problem
from openmbi.flow.bureau import Bureau, incoming_paths
from openmbi.flow.compute import Step
from openmbi.flow.feeds import alarms
from openmbi.flow.follow_cases import Followed, follow_runs
from openmbi.flow.ingest import Progress, ingest
from openmbi.flow.outcome import Outcome
from openmbi.flow.pins import pins_of
from openmbi.flow.run import make_and_keep, run
from openmbi.sources.feed_alarms import FeedAlarm
from openmbi.store.manifest import newest
from openmbi.store.runs import Saved, saved
from openmbi.store.store import LOCK_SECONDS


@dataclass(frozen=True)
class DayRun:
    """The run of one local day, `as_of` on the clock of the place: what was saved, or the problem that kept it from being made."""

    day: date
    as_of: datetime
    saved: Saved | None = None
    problem: Problem | None = None


@dataclass(frozen=True)
class Daily:
    """What a daily run did. `runs` is empty, and `pages` too, where nothing was new; `newest` is then the run that stands.

    `followed`: the runs by which cases were followed up, oldest first.
    """

    outcomes: tuple[Outcome, ...]
    runs: tuple[DayRun, ...]
    newest: Saved | None
    alarms: tuple[FeedAlarm, ...]
    pages: Mapping[Language, Path]
    followed: tuple[Followed, ...] = ()


def daily(bureau: Bureau, *, clock: Callable[[], datetime], catch_up: int, step: Step, progress: Progress) -> Daily:
    """Do one day's work, alone: another daily run waits until this one is done, and finds nothing left to do.

    Runs are made of the days since the last day that has one, as of the end of each, at most `catch_up` of them, and of today as of now. A day that cannot
    be computed keeps none of the others out. Pages are written once, for today.

    Raises
    ------
    Problem
        `store.busy` where another daily run did not finish in time; `bureau.variable-unset`.
    """
    with bureau.store.alone("daily", LOCK_SECONDS):
        now = clock()
        step(Text("导入待导入的文件", "taking waiting files in"))
        outcomes = tuple(ingest(bureau, incoming_paths(bureau), now=now, progress=progress))
        made = _runs(bureau, now, catch_up, step)
        followed = (*made.followed, *follow_runs(bureau, now))
        step(Text("检查数据通道", "looking at the feeds"))
        return Daily(outcomes, made.runs, _newest(bureau), alarms(bureau, as_of=now), made.pages, followed)


@dataclass(frozen=True)
class _Made:
    """The runs of days, the pages of today's, and what was followed before they were written."""

    runs: tuple[DayRun, ...] = ()
    pages: Mapping[Language, Path] = field(default_factory=dict)
    followed: tuple[Followed, ...] = ()


def days_without_run(with_run: Collection[date], today: date, catch_up: int) -> list[date]:
    """Return the days between the last one before today that has a run and today, the latest `catch_up` of them; none where no earlier day has one."""
    earlier = [day for day in with_run if day < today]
    if not earlier:
        return []
    missed = (today - max(earlier)).days - 1
    return [today - timedelta(days=back) for back in range(min(missed, catch_up), 0, -1)]


def _runs(bureau: Bureau, now: datetime, catch_up: int, step: Step) -> _Made:
    today = now.astimezone(bureau.zone).date()
    with_run = {_day_of(one, bureau) for one in saved(bureau.store, "runs")}
    earlier = [_caught_up(bureau, day, now, step) for day in days_without_run(with_run, today, catch_up)]
    last = _newest(bureau)
    if last and not earlier and _day_of(last, bureau) == today and _stands(bureau, last, now):
        return _Made()
    step(Text("计算今天", "computing today"))
    try:
        ran = run(bureau, as_of=now, now=now, step=step)
    except Problem as problem:
        return _Made((*earlier, DayRun(today, now.astimezone(bureau.zone), problem=problem)))
    return _Made((*earlier, DayRun(today, now.astimezone(bureau.zone), ran.saved)), ran.pages, ran.followed)


def _caught_up(bureau: Bureau, day: date, now: datetime, step: Step) -> DayRun:
    as_of = end_of_day(day, bureau.zone)
    then = as_of.astimezone(bureau.zone)
    step(Text("补算 {day}", "catching up {day}").fill(day=day))
    try:
        return DayRun(day, then, make_and_keep(bureau, as_of=as_of, now=now, step=step, following=True)[1])
    except Problem as problem:
        return DayRun(day, then, problem=problem)


def _newest(bureau: Bureau) -> Saved | None:
    return next(reversed(saved(bureau.store, "runs")), None)


def _day_of(one: Saved, bureau: Bureau) -> date:
    return one.as_of.astimezone(bureau.zone).date()


def _stands(bureau: Bureau, last: Saved, now: datetime) -> bool:
    """Tell whether a run of today would be made from the same things as the last one, whose pages are written."""
    fresh = pins_of(bureau, as_of=now, manifest=newest(bureau.store), catalog=bureau.catalog, index=last.pins["index"])
    same = {**fresh, "as_of": None} == {**last.pins, "as_of": None}
    return same and _written(bureau) == last.document()


def _written(bureau: Bureau) -> object:
    """Return the document whose pages lie in the output folder."""
    try:
        return json.loads((bureau.output / "overview.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
