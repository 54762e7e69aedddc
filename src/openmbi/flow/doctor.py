"""`mbi doctor`: whether machine, settings, declarations, calendar, store, operational database and fonts are in order."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np

from openmbi.catalog.bulletins import load_bulletin_rules
from openmbi.catalog.calendar import load_calendar
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.bureau import Bureau, incoming_paths, load_bureau
from openmbi.flow.feeds import feeds
from openmbi.flow.in_force import declarations_in_force
from openmbi.flow.operations_check import DATABASE, examine_operations
from openmbi.flow.owners_check import OWNERS, examine_owners
from openmbi.flow.pins import NUMERIC_LIBRARIES, environment
from openmbi.flow.users_check import USERS, examine_users
from openmbi.sources.contract import load_contracts
from openmbi.sources.feed_alarms import feed_alarms
from openmbi.store.manifest import entries, faults
from openmbi.store.quarantine import pending

LEAST_FREE_MB = 1024
FONTS = Text("字体", "fonts")


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    check: Text
    ok: bool
    detail: Text


def examine(folder: Path | None, *, now: datetime) -> list[Finding]:
    """Examine this machine and, where `folder` is given, the bureau in it; a check that raises a Problem is a finding, not an end."""
    checks: list[tuple[Text, Callable[[], Iterator[Finding]]]] = [(Text("运行环境", "machine"), _machine)]
    if folder is None:
        return _gathered(checks)
    try:
        bureau = load_bureau(folder)
    except Problem as problem:
        return [*_gathered(checks), _failed(Text("设置", "settings"), problem)]
    checks += [
        (Text("磁盘", "disk"), lambda: _disk(bureau)),
        (Text("声明", "declarations"), lambda: _declarations(bureau)),
        (Text("日历", "calendar"), lambda: _calendar(bureau)),
        (Text("待导入文件", "waiting files"), lambda: _incoming(bureau)),
        (Text("存储", "store"), lambda: _store(bureau)),
        (Text("数据通道", "feeds"), lambda: _feeds(bureau, now)),
        (DATABASE, lambda: _operations(bureau)),
        (OWNERS, lambda: _owners(bureau)),
        (FONTS, lambda: _fonts(bureau)),
        (USERS, lambda: _users(bureau, now)),
    ]
    return _gathered(checks)


def _gathered(checks: list[tuple[Text, Callable[[], Iterator[Finding]]]]) -> list[Finding]:
    findings: list[Finding] = []
    for name, check in checks:
        try:
            findings += check()
        except Problem as problem:
            findings.append(_failed(name, problem))
    return findings


def _failed(name: Text, problem: Problem) -> Finding:
    where = problem.where + Text("：", ": ") if problem.where.en else Text("", "")
    return Finding(name, False, where + problem.found)


def _machine() -> Iterator[Finding]:
    libraries = environment()
    listed = ", ".join(f"{name} {libraries[name]}" for name in NUMERIC_LIBRARIES)
    python = platform.python_version()
    yield Finding(Text("运行环境", "machine"), True, Text(f"Python {python}，{listed}", f"Python {python}, {listed}"))


def _disk(bureau: Bureau) -> Iterator[Finding]:
    free = shutil.disk_usage(bureau.folder).free // 2**20
    yield Finding(Text("磁盘", "disk"), free >= LEAST_FREE_MB, Text("剩余 {free} MB", "{free} MB left").fill(free=free))


def _declarations(bureau: Bureau) -> Iterator[Finding]:
    declarations_in_force(bureau.catalog)
    contracts = load_contracts(bureau.folder)
    known = bureau.settings.source in contracts
    detail = (
        Text("{n} 个数据契约，目录可读", "{n} contracts, the catalog reads well").fill(n=len(contracts))
        if known
        else Text("bureau.toml 的 source「{s}」没有契约", "no contract for `source` {s} of bureau.toml").fill(
            s=bureau.settings.source
        )
    )
    yield Finding(Text("声明", "declarations"), known, detail)


def _calendar(bureau: Bureau) -> Iterator[Finding]:
    months = sorted({stored.month for entry in entries(bureau.store) for stored in entry.files if stored.month})
    if not months:
        return
    first, last = date.fromisoformat(f"{months[0]}-01"), date.fromisoformat(f"{months[-1]}-01")
    days = np.arange(np.datetime64(first), np.datetime64(last) + 28)
    provisional = int(load_calendar(bureau.catalog).provisional(days).sum())
    detail = Text(
        "数据自 {a} 至 {b}；其中 {n} 天的日历尚未公布或未知",
        "data from {a} to {b}; for {n} of these days the calendar is not announced",
    ).fill(a=months[0], b=months[-1], n=provisional)
    yield Finding(Text("日历", "calendar"), provisional == 0, detail)


def _incoming(bureau: Bureau) -> Iterator[Finding]:
    count = len(incoming_paths(bureau))
    yield Finding(Text("待导入文件", "waiting files"), True, Text("{n} 个", "{n}").fill(n=count))


def _feeds(bureau: Bureau, now: datetime) -> Iterator[Finding]:
    """Mention the alarms: they are news from outside and no fault of this bureau."""
    found = feeds(bureau, as_of=now)
    sounding = [f"{alarm.source} {alarm.kind}" for alarm in feed_alarms(found, now.astimezone(bureau.zone).date())]
    listed = ", ".join(dict.fromkeys(sounding)) or "–"
    detail = Text("{n} 个；告警：{listed}（见 mbi feeds）", "{n}; alarms: {listed} (see mbi feeds)")
    yield Finding(Text("数据通道", "feeds"), True, detail.fill(n=len(found), listed=listed))


def _store(bureau: Bureau) -> Iterator[Finding]:
    found = list(faults(bureau.store))
    batches = len(entries(bureau.store))
    waiting = sum(one.observations for one in pending(bureau.store)) if not found else 0
    yield Finding(
        Text("存储", "store"),
        not found,
        Text("{n} 个批次，{q} 条观测在隔离区", "{n} batches, {q} observations in quarantine").fill(
            n=batches, q=waiting
        ),
    )
    for fault in found:
        yield Finding(Text("存储", "store"), False, fault)


def _owners(bureau: Bureau) -> Iterator[Finding]:
    yield Finding(OWNERS, True, examine_owners(bureau.folder, os.environ))


def _users(bureau: Bureau, now: datetime) -> Iterator[Finding]:
    for check, ok, detail in examine_users(AccessDesk(bureau), now):
        yield Finding(check, ok, detail)


def _fonts(bureau: Bureau) -> Iterator[Finding]:
    """Try the fonts of the bulletin on a line of both languages."""
    from openmbi.flow.bulletin_fonts import examine_fonts  # noqa: PLC0415  the typesetter is slow to import

    families = examine_fonts(load_bulletin_rules(bureau.catalog).fonts).families
    listed = ", ".join(dict.fromkeys((families.text, families.display)))
    yield Finding(FONTS, True, Text("公报可嵌入 {listed}", "the bulletin can embed {listed}").fill(listed=listed))


def _operations(bureau: Bureau) -> Iterator[Finding]:
    for check, ok, detail in examine_operations(bureau.operations):
        yield Finding(check, ok, detail)
