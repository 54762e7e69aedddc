"""What a bulletin tells, gathered from a run: its documents, its figures by month, its alerts, and of the newest run the cases as they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from openmbi.catalog.bulletins import load_bulletin_rules
from openmbi.core.case_words import CLOSINGS
from openmbi.core.cases import Case
from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period, parse_period
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.alerts import run_alerts
from openmbi.flow.bulletin_documents import LISTED, documents_of
from openmbi.flow.bulletin_issue import issue_of
from openmbi.flow.bureau import Bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.subject_names import subject_names
from openmbi.reports.bulletin.inputs import BulletinSource, CaseLine, MonthlyFigures
from openmbi.reports.province.paths import ALERTS, MATRIX, QUALITY, TILES, list_path, page_path
from openmbi.store.case_ledger import ALL
from openmbi.store.runs import Saved, newest_saved, saved

_MONTH = len("2025-12")


def bulletin_month(text: str) -> Period:
    """Read the month of a bulletin.

    Raises
    ------
    Problem
        `period.unreadable`; `bulletin.no-month` where it is a period of another kind.
    """
    period = parse_period(text)
    if period.frequency is not Frequency.MONTHLY:
        raise Problem(
            "bulletin.no-month",
            Text("「{text}」不是月份", "“{text}” is no month").fill(text=text),
            Text("请写成 2026-03", "write it like 2026-03"),
        )
    return period


def gathered(
    bureau: Bureau, month: Period, *, now: datetime, earlier: Mapping[str, Any] | None, run: Saved | None = None
) -> BulletinSource:
    """Return what the bulletin of a month tells; `earlier` is the document of the one before. `run`: the newest where None; of an older one the cases are left
    out, for they stand as of now.

    Raises
    ------
    Problem
        `run.none`; `bulletin.month-without-data` where the run has no data of the month; `bulletin.pages-of-another-run` and
        `bulletin.run-without-documents` where the documents of its pages were not kept.
    """
    newest = newest_saved(bureau.store, "runs")
    run = run or newest
    overview = run.document()
    _check_covered(run, overview, month)
    read = documents_of(bureau, run, overview, is_newest=run.name == newest.name)
    zone = bureau.settings.zone.code
    groups = {level: found["groups"] for level in LISTED if (found := read(list_path(level)))}
    codes = [zone, *(one["code"] for listed in groups.values() for one in listed)]
    return BulletinSource(
        month=month,
        made_at=now.astimezone(bureau.zone),
        run=run.name,
        release=_release_of(bureau, run),
        issue=issue_of(bureau),
        parameters=load_bulletin_rules(bureau.catalog).in_force(month.last),
        overview=overview,
        figures=monthly_figures(run.figures(), codes),
        zone_code=zone,
        zone=read(page_path(Level.ZONE, zone)),
        matrix=read(MATRIX),
        tiles=read(TILES),
        alerts=read(ALERTS),
        quality=read(QUALITY),
        groups=groups,
        alerts_by_month=_alerts_by_month(run),
        cases=_cases(bureau) if run.name == newest.name else None,
        earlier=earlier,
    )


def monthly_figures(figures: pa.Table, codes: Iterable[str]) -> MonthlyFigures:
    """Return the figures of groups by month."""
    wanted = pc.and_(
        pc.is_in(figures["subject"], pa.array(list(codes), pa.string())),
        pc.equal(pc.utf8_length(figures["period"]), _MONTH),
    )
    found = figures.filter(pc.and_(wanted, pc.is_valid(figures["value"])))
    values: dict[str, dict[str, dict[str, float]]] = {}
    columns = (found[name].to_pylist() for name in ("indicator", "subject", "period", "value"))
    for indicator, subject, period, value in zip(*columns, strict=True):
        values.setdefault(indicator, {}).setdefault(subject, {})[period] = value
    return MonthlyFigures(values)


def _check_covered(run: Saved, overview: Mapping[str, Any], month: Period) -> None:
    first, until = (date.fromisoformat(overview["data"][name]) for name in ("first_day", "data_until"))
    if first <= month.last and month.first <= until:
        return
    raise Problem(
        "bulletin.month-without-data",
        Text(
            "{month} 没有数据：计算 {run} 的数据自 {first} 至 {until}",
            "there are no data of {month}: those of run {run} reach from {first} to {until}",
        ).fill(month=month, run=run.name, first=first, until=until),
        Text(
            "改用该范围内的月份，或导入数据后执行 mbi run",
            "choose a month within, or take the data in and give `mbi run`",
        ),
    )


def _release_of(bureau: Bureau, run: Saved) -> str | None:
    """Return the newest release that was made of what the run was made of."""
    same = ("as_of", "manifest", "catalog_sha256", "code_sha256")
    found = [
        one.name
        for one in saved(bureau.store, "releases")
        if all(one.pins.get(name) == run.pins.get(name) for name in same)
    ]
    return found[-1] if found else None


def _alerts_by_month(run: Saved) -> dict[str, dict[str, int]]:
    """Return how many alerts were found in each month, by colour: those that stand and those that have ended since."""
    found = run_alerts(run)
    if found is None:
        return {}
    alerts = {one.key: one for one in (*found.passed, *(each.alert for each in found.alerts))}
    counted = Counter((f"{one.found_on:%Y-%m}", one.colour.name.lower()) for one in alerts.values())
    months: dict[str, dict[str, int]] = {}
    for (month, colour), count in sorted(counted.items()):
        months.setdefault(month, {})[colour] = count
    return months


def _cases(bureau: Bureau) -> tuple[CaseLine, ...] | None:
    """Return the cases by number; None where no database of cases is there yet."""
    desk = CaseDesk(bureau)
    with desk.operations.reading():
        cases = sorted(desk.ledger.find(ALL), key=lambda one: one.number)
    if not cases:
        return ()
    name = subject_names(bureau)
    return tuple(_line(one, name(one.level, one.subject), bureau) for one in cases)


def _line(case: Case, name: Text, bureau: Bureau) -> CaseLine:
    closed = case.closed_at.astimezone(bureau.zone).date() if case.closed_at else None
    closing = CLOSINGS[case.closing] if case.closing else None
    return CaseLine(case.number, name, case.level, case.state.value, case.alert.found_on, closed, closing)
