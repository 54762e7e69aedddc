"""The calendar of a year: what is announced and what is a guess by the law, and how many working days each month has against the year before."""

from __future__ import annotations

from datetime import date
from typing import Any

from openmbi.catalog.calendar import load_calendar
from openmbi.catalog.calendar_year import CalendarStatus
from openmbi.catalog.statutory_holidays import Citation
from openmbi.core.access import Permission, Viewer
from openmbi.core.language import Text
from openmbi.flow.calendar import YearCalendar, YearHoliday, year_of
from openmbi.flow.gate.declared import declared
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.live_frame import live_frame
from openmbi.reports.province.paths import CALENDAR
from openmbi.reports.sheets.report import Cell, Column, Field, Section, Sheets, sheets

TITLE = Text("日历", "Calendar")
_LEAD = Text(
    "指数按此日历扣除节假日与调休的影响；尚未公布的年份按法规推定，所及月份标为暂定。",
    "The index takes holidays and make-up workdays out by this calendar. A year not announced yet is guessed by the law, and its months are provisional.",
)
_STATUS = {
    CalendarStatus.ANNOUNCED: Text("{year} 年：已公布", "{year}: announced"),
    CalendarStatus.PROVISIONAL: Text("{year} 年：暂定，通知尚未公布", "{year}: provisional, the notice is not out yet"),
}
_HOLIDAYS = (
    Column("name", Text("节日", "Holiday")),
    Column("off", Text("放假", "Days off")),
    Column("makeup", Text("调休上班", "Make-up workdays")),
    Column("statutory", Text("法定假日", "Statutory days"), number=True),
    Column("rests_on", Text("依据", "Rests on")),
)
_MONTHS = (
    Column("month", Text("月份", "Month")),
    Column("workdays", Text("工作日", "Working days"), number=True),
    Column("before", Text("上年同月", "Same month a year before"), number=True),
    Column("change", Text("相差", "Difference"), number=True),
    Column("off", Text("节假日", "Days off"), number=True),
    Column("makeup", Text("调休上班", "Make-up workdays"), number=True),
)
_MONTHS_LEAD = Text(
    "与上年同月相差的工作日会使未经调整的同比失真；春节落在不同月份时 1、2 月须合并看。指数已扣除这些影响。",
    "A month with more or fewer working days than a year before distorts growth that is not adjusted; where the Spring Festival falls into another month, "
    "January and February are read together. The index has these effects taken out.",
)
_YEARS = 12
_GUESS = Text("按法规推定", "guessed by the law")


def calendar_page(gate: Gate, viewer: Viewer, year: int | None = None) -> dict[str, Any]:
    """Return the document of a year; the present one where none is asked for.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none`; `calendar.no-year`.
    """
    viewer.check(Permission.READ_INTERNAL)
    around, now = live_frame(gate, viewer, CALENDAR), gate.now()
    calendar = declared(load_calendar, gate.bureau.catalog)
    years = calendar.years
    asked = year if year is not None else min(max(date.fromisoformat(around["data_until"]).year, years[0]), years[-1])
    found = year_of(calendar, asked, as_of=now)
    before = year_of(calendar, asked - 1, as_of=now) if asked - 1 in years else None
    sections = (
        Section("holidays", Text("节假日", "Holidays"), _HOLIDAYS, [_holiday(one) for one in found.holidays]),
        Section("months", Text("每月工作日", "Working days by month"), _MONTHS, _months(found, before), _MONTHS_LEAD),
        Section(
            "notices", Text("依据", "What it rests on"), (Column("title", Text("文件", "Document")),), _notices(found)
        ),
    )
    shown = [one for one in years if abs(one - now.year) <= _YEARS or one == asked]
    choice = {str(one): Text(str(one), str(one)) for one in reversed(shown)}
    field = Field("year", Text("年份", "Year"), str(asked), choice)
    said = _STATUS[found.status].fill(year=asked)
    warned = found.status is not CalendarStatus.ANNOUNCED
    return sheets(Sheets(CALENDAR, TITLE, _LEAD, sections, (said,), warned, (field,)), around)


def _holiday(one: YearHoliday) -> dict[str, Cell]:
    first, last = one.holiday.days_off
    return {
        "name": one.holiday.name.text(),
        "off": f"{first} … {last}" if last != first else str(first),
        "off_note": Text("{n} 天", "{n} days").fill(n=(last - first).days + 1),
        "makeup": ", ".join(day.isoformat() for day in one.holiday.makeup_workdays) or None,
        "statutory": len(one.statutory),
        "rests_on": _cited(one.notice) if one.notice else _GUESS,
    }


def _months(found: YearCalendar, before: YearCalendar | None) -> list[dict[str, Cell]]:
    earlier = {one.month: one.workdays for one in before.months} if before else {}
    rows: list[dict[str, Cell]] = []
    for one in found.months:
        change = one.workdays - earlier[one.month] if one.month in earlier else None
        rows.append(
            {
                "month": f"{found.year}-{one.month:02}",
                "workdays": one.workdays,
                "before": earlier.get(one.month),
                "change": None if change is None else f"{change:+d}".replace("-", "−") if change else "0",
                "off": len(one.days_off) or None,
                "makeup": len(one.makeup_workdays) or None,
            }
        )
    return rows


def _notices(found: YearCalendar) -> list[dict[str, Cell]]:
    return [{"title": _cited(one)} for one in (*found.notices, found.rule)]


def _cited(one: Citation) -> Text:
    said = (
        Text("{notice}（{day}）", "{notice} ({day})")
        if not one.approximate
        else Text("{notice}（约 {day}）", "{notice} (about {day})")
    )
    return said.fill(notice=one.notice, day=one.dated)
