"""`mbi run --daily`: what a scheduler calls, and what it is told."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from openmbi.core.language import Text
from openmbi.core.problems import ExitCode
from openmbi.doors.cli.console import log, out, print_json, reading_progress, show_problem, table
from openmbi.doors.cli.feeds import alarm_as_dict, show_alarms
from openmbi.doors.cli.followed import followed_as_dict, show_followed
from openmbi.doors.cli.ingest import as_dict, exit_code, show_outcomes
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import now

if TYPE_CHECKING:
    from openmbi.flow.bureau import Bureau
    from openmbi.flow.daily import Daily, DayRun


def run_daily(bureau: Bureau, *, catch_up: int, strict: bool, alarm_exit: bool, json: bool) -> int:
    """Do one day's work, tell what was done, and return the exit code."""
    from openmbi.flow.daily import daily

    begun = time.monotonic()
    with reading_progress() as progress:
        done = daily(bureau, clock=now, catch_up=catch_up, step=log, progress=progress)
    seconds = round(time.monotonic() - begun, 1)
    if json:
        print_json(_as_dict(done, seconds) | {"simulated": bureau.settings.simulated})
    else:
        _show(done, seconds)
    return _exit_code(done, strict, alarm_exit)


def _exit_code(done: Daily, strict: bool, alarm_exit: bool) -> int:
    """Return the gravest: a problem, then quarantined rows where they count, then an alarm."""
    if any(run.problem for run in done.runs):
        return ExitCode.PROBLEM
    taken_in = exit_code(done.outcomes, strict)
    return ExitCode.FEED_ALARM if not taken_in and done.alarms and alarm_exit else taken_in


def _as_dict(done: Daily, seconds: float) -> dict[str, Any]:
    return {
        "ingested": [as_dict(outcome) for outcome in done.outcomes],
        "runs": [_run_as_dict(run) for run in done.runs],
        "nothing_new": not done.runs,
        "newest_run": done.newest.name if done.newest else None,
        "pages": {language: str(path) for language, path in done.pages.items()},
        "cases": followed_as_dict(done.followed),
        "alarms": [alarm_as_dict(alarm) for alarm in done.alarms],
        "seconds": seconds,
    }


def _run_as_dict(run: DayRun) -> dict[str, Any]:
    return {
        "day": run.day.isoformat(),
        "as_of": run.as_of.isoformat(),
        "run": run.saved.name if run.saved else None,
        "problem": run.problem.as_dict() if run.problem else None,
    }


def _show(done: Daily, seconds: float) -> None:
    fresh = [outcome for outcome in done.outcomes if not outcome.already]
    if fresh:
        show_outcomes(fresh)
    if done.runs:
        _show_runs(done.runs)
    else:
        name = done.newest.name if done.newest else "–"
        said = Text("没有新情况：计算 {name} 仍然有效", "nothing new: run {name} stands")
        out.print(here(said.fill(name=name)))
    show_followed(done.followed)
    show_alarms(done.alarms)
    for path in done.pages.values():
        out.print(here(Text("页面：{path}", "page: {path}").fill(path=path)), soft_wrap=True)
    out.print(here(Text("用时 {s} 秒", "took {s} s").fill(s=seconds)))


def _show_runs(runs: Sequence[DayRun]) -> None:
    headers = (Text("日期", "day"), Text("截至", "as of"), Text("计算", "run"))
    made = [[run.day, f"{run.as_of:%Y-%m-%d %H:%M %Z}", run.saved.name] for run in runs if run.saved]
    if made:
        out.print(table(headers, made))
    for run in runs:
        if run.problem:
            out.print(here(Text("未能计算 {day}", "{day} could not be computed").fill(day=run.day)))
            show_problem(run.problem)
