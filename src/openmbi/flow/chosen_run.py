"""Which run is asked for: the newest, one by its number, or the one that knew most of what was known at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.bureau import Bureau
from openmbi.store.runs import Saved, newest_saved, saved

_RUNS = "runs"


def chosen_run(bureau: Bureau, *, number: str | None = None, as_of: datetime | None = None) -> Saved:
    """Return a run: of a `number`, or of those that knew no more than was known at `as_of` the one that knew most; the newest of equals.

    Raises
    ------
    Problem
        `run.none`; `bulletin.no-run` where none has the number; as `run_as_known`.
    """
    newest = newest_saved(bureau.store, _RUNS)
    if number is not None:
        wanted = number.zfill(len(newest.name))
        found = next((one for one in saved(bureau.store, _RUNS) if one.name == wanted), None)
        if found is None:
            raise _no_such(number)
        return found
    if as_of is None:
        return newest
    return run_as_known(saved(bureau.store, _RUNS), as_of, bureau.zone)


def run_as_known(runs: Sequence[Saved], as_of: datetime, zone: ZoneInfo) -> Saved:
    """Return of the runs that knew no more than was known at `as_of` the one that knew most; the newest of equals. `zone`: of whose clocks the time is told.

    Raises
    ------
    Problem
        `figures.no-run` where every run knew more.
    """
    earlier = [run for run in runs if run.as_of <= as_of]
    if not earlier:
        raise _none_as_known(as_of, zone)
    return max(earlier, key=lambda run: (run.as_of, run.name))


def _no_such(number: str) -> Problem:
    return Problem(
        "bulletin.no-run",
        Text("没有第 {number} 次计算", "there is no run {number}").fill(number=number),
        Text("计算保存在 store/runs 中，按编号命名", "runs lie in store/runs, by their numbers"),
    )


def _none_as_known(as_of: datetime, zone: ZoneInfo) -> Problem:
    return Problem(
        "figures.no-run",
        Text("截至 {as_of} 没有计算结果", "no run knew only what was known at {as_of}").fill(
            as_of=as_of.astimezone(zone).isoformat()
        ),
        Text(
            "换一个较晚的时点，或用 mbi run --as-of 生成",
            "ask for a later moment, or make such a run by `mbi run --as-of`",
        ),
    )
