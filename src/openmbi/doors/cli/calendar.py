"""`mbi calendar`: a year's days off, make-up workdays and statutory days, and whether they are announced."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.panel import Panel

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import AsOf, Json, moment_at

if TYPE_CHECKING:
    from openmbi.flow.calendar import YearCalendar

BEIJING = ZoneInfo("Asia/Shanghai")
ANNOUNCED, PROVISIONAL = Text("已公布", "announced"), Text("暂定", "provisional")
HOLIDAYS = (
    Text("节日", "holiday"),
    Text("状态", "status"),
    Text("放假", "days off"),
    Text("天数", "days"),
    Text("调休上班", "make-up workdays"),
    Text("法定假日", "statutory days"),
    Text("依据", "rests on"),
)
MONTHS = (
    Text("月份", "month"),
    Text("工作日", "workdays"),
    Text("放假", "days off"),
    Text("调休上班", "make-up workdays"),
    Text("法定假日", "statutory days"),
)
WEEKDAYS = Text("一二三四五六日", "Mo Tu We Th Fr Sa Su")


def calendar(
    context: typer.Context,
    year: Annotated[int, typer.Argument(help=here(Text("年份，2004–2099", "the year, 2004 to 2099")))],
    months: Annotated[
        bool, typer.Option("--months", help=here(Text("按月列出，含每月工作日数", "by month, with its workdays")))
    ] = False,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Show a year of the calendar, the bureau's own declarations laid over the shipped ones."""
    from openmbi.flow.bureau import SETTINGS_FILE, load_bureau
    from openmbi.flow.calendar import as_json, year_calendar

    folder: Path = context.obj
    bureau = load_bureau(folder) if (folder / SETTINGS_FILE).is_file() else None
    then = moment_at(as_of, bureau.zone if bureau else BEIJING)
    found = year_calendar(bureau.catalog if bureau else None, year, as_of=then)
    if json:
        print_json(as_json(found))
        return
    _show_status(found)
    out.print(_by_month(found) if months else _by_holiday(found))
    _show_unsettled(found)


def _show_status(found: YearCalendar) -> None:
    from openmbi.catalog.calendar_year import CalendarStatus

    if found.status is CalendarStatus.PROVISIONAL:
        said = Text(
            "{year} 年暂定：截至 {day}，目录中没有该年放假安排的通知。法定假日依 {rule}，放假与调休为推测；通知公布后请写入 catalog/calendar/{year}.yml",
            "{year} is PROVISIONAL: as of {day} the catalog has no notice of it. Statutory days follow {rule}; days off and make-up workdays are guesses. "
            "When the notice is out, put it into catalog/calendar/{year}.yml",
        )
        told = said.fill(year=found.year, day=found.as_of.astimezone(BEIJING).date(), rule=found.rule.notice)
        out.print(Panel(here(told), style="bold yellow"))
        return
    notices = [_cited(one.notice, one.dated, one.approximate) for one in found.notices]
    out.print(
        here(Text("{year} 年已公布：{notices}", "{year} is announced: {notices}")).format(
            year=found.year, notices="; ".join(notices)
        )
    )


def _cited(notice: str, dated: date, approximate: bool) -> str:
    about = here(Text("（日期为约数）", " (date approximate)")) if approximate else ""
    return f"{notice} ({dated}){about}"


def _by_holiday(found: YearCalendar) -> object:
    from openmbi.catalog.calendar_year import CalendarStatus

    provisional = found.status is CalendarStatus.PROVISIONAL
    rows = [
        (
            one.holiday.name.text(),
            PROVISIONAL if provisional else ANNOUNCED,
            _spans(one.holiday.days()),
            len(list(one.holiday.days())),
            _spans(one.holiday.makeup_workdays),
            _spans(one.statutory),
            one.notice.notice if one.notice else Text("{rule}，推测", "{rule}, guessed").fill(rule=found.rule.notice),
        )
        for one in found.holidays
    ]
    return table(HOLIDAYS, rows, numbers=(3,))


def _by_month(found: YearCalendar) -> object:
    rows = [
        (
            f"{found.year}-{one.month:02}",
            one.workdays,
            _spans(one.days_off),
            _spans(one.makeup_workdays),
            _spans(one.statutory),
        )
        for one in found.months
    ]
    return table(MONTHS, rows, numbers=(1,))


def _show_unsettled(found: YearCalendar) -> None:
    """Say which days at the end of an announced year the next notice may still touch."""
    from openmbi.catalog.calendar_year import CalendarStatus

    if found.status is CalendarStatus.PROVISIONAL or not found.provisional:
        return
    said = Text(
        "{days} 暂定：{year} 年元旦的调休可能涉及，待公布",
        "{days} provisional: the notice of {year} may still touch them",
    )
    out.print(here(said.fill(days=_spans(found.provisional), year=found.year + 1)), style="bold yellow")


def _spans(days: Iterable[date]) -> str:
    """Write days as runs: 10-01 We – 10-07 Tu."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1][1] = day
        else:
            runs.append([day, day])
    return ", ".join(_day(first) if first == last else f"{_day(first)} – {_day(last)}" for first, last in runs) or "–"


def _day(day: date) -> str:
    names = here(WEEKDAYS)
    name = names.split()[day.weekday()] if " " in names else names[day.weekday()]
    return f"{day:%m-%d} {name}"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "显示某年的放假、调休上班与法定假日，及其是已公布还是暂定。\n\n"
                "例：mbi calendar 2026；mbi calendar 2027 --months；mbi calendar 2020 --as-of 2020-01-25 --json",
                "Show a year's days off, make-up workdays and statutory days, and whether they are announced or provisional.\n\n"
                "Examples: mbi calendar 2026; mbi calendar 2027 --months; mbi calendar 2020 --as-of 2020-01-25 --json",
            )
        )
    )(calendar)
