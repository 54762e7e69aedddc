"""`mbi growth`: the growth of one place, industry or cell, of the newest run or as it was known at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openmbi.core.cell_codes import cell_code
from openmbi.core.growth import ReaderGrowth
from openmbi.core.language import Text
from openmbi.core.periods import Frequency, parse_period
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.bureau import Bureau
from openmbi.flow.compute import Step, adjusting, belonging_of
from openmbi.flow.electricity import electricity
from openmbi.flow.group_names import group_names
from openmbi.flow.growth import Growth
from openmbi.flow.growth_kept import growth_from
from openmbi.flow.in_force import InForce, declarations_in_force
from openmbi.flow.observed import Observed
from openmbi.flow.roster import roster_as_of
from openmbi.flow.strata import parts_of, strata
from openmbi.reports.province.growth import growth_section
from openmbi.store.manifest import newest
from openmbi.store.runs import newest_saved

PLACES = (Level.CITY, Level.COUNTY)
INDUSTRIES = (Level.INDUSTRY, Level.INDUSTRY_GROUP)


@dataclass(frozen=True)
class Asked:
    """Whose growth is asked for, and of which month; all None: the zone, every month."""

    place: str | None = None
    industry: str | None = None
    month: str | None = None


def growth(bureau: Bureau, asked: Asked, *, as_of: datetime | None, step: Step) -> dict[str, Any]:
    """Return the growth of one group as its page has it (`growth_section`), with `level`, `code`, `name`, `as_of` and `simulated`.

    `as_of` None: the newest run's. With a `month` its rows are that month, and January and February together where it is one of them.

    Raises
    ------
    Problem
        `run.none`, `run.no-data`; `growth.not-kept` where the newest run is of an earlier version; `growth.unknown-group`; `growth.no-month` where the month
        has no growth; `period.unreadable`.
    """
    in_force = declarations_in_force(bureau.catalog, as_of)
    if as_of is None:
        kept = newest_saved(bureau.store, "runs")
        found, known = growth_from(kept.details()), kept.as_of
        if not found:
            raise _not_kept()
    else:
        found, known = _growth_as_of(bureau, in_force, as_of, step), as_of
    level, code, row = _row(found, asked)
    last: date = found[level].periods.last[-1].item()
    name = group_names(in_force.hierarchy, bureau.settings.zone.text, last)(level, code)
    told = growth_section(found[level], row)
    if told is None:
        raise _no_month(code, asked.month, [])
    return {
        "level": str(level),
        "code": code,
        "name": {"zh": name.zh, "en": name.en},
        "as_of": known.astimezone(bureau.zone).isoformat(),
        "simulated": bureau.settings.simulated,
        **(told if asked.month is None else _of_month(told, code, asked.month)),
    }


def _growth_as_of(bureau: Bureau, in_force: InForce, as_of: datetime, step: Step) -> Mapping[Level, ReaderGrowth]:
    """Adjust what was known at a moment, stratum by stratum, and nothing more."""
    number = newest(bureau.store)
    roster = roster_as_of(bureau, as_of, number)
    step(Text("读取截至时点的数据", "reading what was known"))
    use = electricity(Observed(bureau, as_of, number))
    panel = use.panel
    gathered = Growth(use, belonging_of(bureau, in_force, roster, panel), in_force.calendar, in_force.level)
    step(Text("日历调整", "adjusting for the calendar"))
    adjust = adjusting(in_force)
    for part in parts_of(panel, strata(panel.subjects, roster.divisions(in_force.hierarchy.industries))):
        gathered.watch(part, adjust(part))
    return gathered.by_level()


def _row(found: Mapping[Level, ReaderGrowth], asked: Asked) -> tuple[Level, str, int]:
    """Return level, code and row of the group that is asked for."""
    if asked.place and asked.industry:
        levels, code = (Level.CELL,), cell_code(asked.place, asked.industry)
    elif asked.place or asked.industry:
        levels, code = (PLACES, asked.place) if asked.place else (INDUSTRIES, asked.industry)
    else:
        levels, code = (Level.ZONE,), str(found[Level.ZONE].groups[0])
    for level in levels:
        groups = found[level].groups.tolist() if level in found else []
        if code in groups:
            return level, str(code), groups.index(code)
    raise _unknown_group(str(code), found, levels)


def _of_month(told: dict[str, Any], code: str, month: str) -> dict[str, Any]:
    asked = parse_period(month)
    if asked.frequency is not Frequency.MONTHLY:
        raise _no_month(code, month, told["rows"])
    rows = [row for row in told["rows"] if row["first"] <= str(asked.first) <= row["last"]]
    if not rows:
        raise _no_month(code, month, told["rows"])
    return {**told, "rows": rows}


def _not_kept() -> Problem:
    return Problem(
        "growth.not-kept",
        Text("最近一次计算没有保存增速", "the newest run kept no growth"),
        Text("请再执行 mbi run", "give `mbi run` again"),
    )


def _unknown_group(code: str, found: Mapping[Level, ReaderGrowth], levels: tuple[Level, ...]) -> Problem:
    there = [str(one) for level in levels if level in found for one in found[level].groups.tolist()]
    listed = ", ".join(there[:12]) or "–"
    return Problem(
        "growth.unknown-group",
        Text("没有「{code}」的增速", "there is no growth of “{code}”").fill(code=code),
        Text(
            "请用矩阵或列表页中的代码；没有企业名录时只有全域",
            "take a code of the matrix or of a list page; without a register there is the zone alone",
        ),
        expected=Text(listed, listed),
    )


def _no_month(code: str, month: str | None, rows: list[dict[str, Any]]) -> Problem:
    listed = f"{rows[0]['first'][:7]} … {rows[-1]['last'][:7]}" if rows else "–"
    return Problem(
        "growth.no-month",
        Text("{code} 没有 {month} 的增速", "{code} has no growth of {month}").fill(code=code, month=month or "–"),
        Text(
            "请选有上年同月数据的月份，写成 2016-02",
            "choose a month, written 2016-02, with data of the year before",
        ),
        expected=Text(listed, listed),
    )
