"""How fresh the data are: every feed, what came in last and when, and what is late, short or refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from threading import Lock
from typing import Any

from openmbi.core.access import Permission, Viewer
from openmbi.core.language import Text
from openmbi.flow.bureau import Bureau
from openmbi.flow.feeds import feeds
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.live_frame import live_frame
from openmbi.reports.province.paths import FRESHNESS
from openmbi.reports.sheets.report import Cell, Column, Section, Sheets, sheets
from openmbi.sources.feed_alarms import AlarmKind, Feed, FeedAlarm, Refused, against_usual, feed_alarms
from openmbi.store.manifest import entries
from openmbi.store.runs import newest_saved

TITLE = Text("数据新鲜度", "Data freshness")
_LEAD = Text(
    "每个数据源最近到了哪一期、何时知悉、多少主体、有无告警。{moment} 的情况。",
    "Of every feed: the latest period, when it was known, how many subjects it has, and what is wrong with it. As it stood at {moment}.",
)
_COLUMNS = (
    Column("source", Text("数据源", "Source")),
    Column("latest", Text("最近一期", "Latest period")),
    Column("alarm", Text("告警", "Alarm")),
    Column("known", Text("知悉时刻", "Known at")),
    Column("subjects", Text("主体数", "Subjects"), number=True),
    Column("usual", Text("通常", "Usual"), number=True),
    Column("taken_in", Text("最近接收", "Last taken in")),
    Column("quarantined", Text("待处理行", "Rows waiting"), number=True),
)
_REFUSED = (
    Column("file", Text("文件", "File")),
    Column("code", Text("问题", "Problem")),
    Column("since", Text("自", "Since")),
)
_ALARMS: Mapping[AlarmKind, Text] = {
    AlarmKind.LATE: Text("逾期", "late"),
    AlarmKind.SHORT: Text("不足", "short"),
    AlarmKind.FAILED: Text("失败", "failed"),
}
_ON_TIME = Text("按时", "on time")
_FRESH = Text("全部数据源按时到达。", "Every feed is on time.")
_WRONG = Text("{count} 个数据源有告警。", "{count} feeds have an alarm.")
_kept: dict[tuple[object, ...], tuple[Feed, ...]] = {}
_lock = Lock()


def freshness(gate: Gate, viewer: Viewer) -> dict[str, Any]:
    """Return the document of the page. Of a simulated bureau the data stand as its newest run knew them: they do not come in by our clock.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none`.
    """
    viewer.check(Permission.READ_INTERNAL)
    around = live_frame(gate, viewer, FRESHNESS)
    bureau, moment = gate.bureau, _moment(gate)
    found = _feeds(bureau, moment)
    alarms = feed_alarms(found, moment.astimezone(bureau.zone).date())
    late = {(one.source, one.indicator) for one in alarms}
    said = _WRONG.fill(count=len(late)) if late else _FRESH
    listed = Section("feeds", TITLE, _COLUMNS, [_row(feed, alarms, moment, bureau) for feed in found])
    refused = [_refused(one) for feed in found for one in feed.refused]
    more = (Section("refused", Text("被拒收的文件", "Files refused"), _REFUSED, refused),) if refused else ()
    lead = _LEAD.fill(moment=f"{moment.astimezone(bureau.zone):%Y-%m-%d %H:%M}")
    return sheets(Sheets(FRESHNESS, TITLE, lead, (listed, *more), (said,), warned=bool(late)), around)


def _moment(gate: Gate) -> datetime:
    if not gate.bureau.settings.simulated:
        return gate.now()
    return newest_saved(gate.bureau.store, "runs").as_of


def _feeds(bureau: Bureau, moment: datetime) -> tuple[Feed, ...]:
    """Return the feeds; read once as long as nothing came in and the day is the same."""
    last = max((entry.number for entry in entries(bureau.store)), default=0)
    key = bureau.folder.resolve(), last, moment.astimezone(bureau.zone).date()
    with _lock:
        if key not in _kept:
            found = feeds(bureau, as_of=moment)
            _kept.clear()
            _kept[key] = found
        return _kept[key]


def _row(feed: Feed, alarms: tuple[FeedAlarm, ...], moment: datetime, bureau: Bureau) -> dict[str, Cell]:
    own = [one for one in alarms if (one.source, one.indicator) == (feed.source, feed.indicator)]
    usual = against_usual(feed, moment.astimezone(bureau.zone).date())
    latest = feed.latest
    return {
        "source": feed.name,
        "source_note": " · ".join(part for part in (feed.source, feed.indicator) if part),
        "latest": str(latest) if latest else None,
        "known": f"{feed.known_at.astimezone(bureau.zone):%Y-%m-%d %H:%M}" if feed.known_at else None,
        "subjects": feed.subjects[max(feed.subjects)] if feed.subjects else None,
        "usual": round(usual.usual) if usual else None,
        "taken_in": feed.taken_in,
        "taken_in_note": Text("{n} 条观测", "{n} observations").fill(n=f"{feed.observations:,}")
        if feed.observations
        else None,
        "quarantined": feed.quarantined or None,
        **dict(_alarm(own)),
    }


def _alarm(own: list[FeedAlarm]) -> Iterator[tuple[str, Cell]]:
    if not own:
        yield "alarm", _ON_TIME
        return
    yield "alarm", _ALARMS[own[0].kind]
    yield "alarm_note", own[0].text
    yield "warn", "alarm"


def _refused(one: Refused) -> dict[str, Cell]:
    return {"file": one.file, "code": one.code, "since": one.since}
