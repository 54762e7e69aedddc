"""The data behind the bulletin: how much, how complete, what is late, and what was revised since the bulletin before."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Text
from openmbi.reports.bulletin.blocks import Block, Cell, Column, note, section, table
from openmbi.reports.bulletin.published import revised
from openmbi.reports.bulletin.told import Told, as_sentence, month_name, with_sign
from openmbi.reports.bulletin.wording.rule import paragraph
from openmbi.reports.bulletin.wording.rules import say

_TITLE = Text("数据说明", "Data")
_MOST = 20
_NOTHING = Text("\u00a0", "\u00a0")
"""What stands where a table has no row: a space that is a text all the same."""


def data_note(told: Told) -> dict[str, Any] | None:
    """Return the section."""
    method = told.source.overview["method"]
    notes = [method["timing"]["meaning"], *([method["calendar"]] if method["calendar"] else []), *method["notes"]]
    blocks = [
        _facts(told),
        _alarms(told),
        *_revisions(told),
        *(note(as_sentence(Text.of(one))) for one in notes),
    ]
    return section("data", _TITLE, blocks)


def _facts(told: Told) -> Block | None:
    shown = told.source.overview
    data, coverage = shown["data"], shown["coverage_and_concentration"]
    rows: list[list[Cell]] = [
        [Text("数据范围", "Days of data"), f"{data['first_day']} – {data['data_until']}"],
        [Text("截至", "As known on"), shown["method"]["as_of"][:10]],
        [Text("已接收的观测值", "Observations accepted"), f"{data['accepted']:,}"],
        [Text("隔离的行", "Rows in quarantine"), f"{data['quarantined']:,}"],
        [Text("已入库的修订", "Revisions recorded"), f"{data['revisions']:,}"],
        [Text("纳入指数的企业", "Enterprises in the index"), f"{coverage['members']:,} / {coverage['subjects']:,}"],
        [Text("覆盖率（按权重）%", "Coverage by weight %"), coverage["coverage"]["sentinel_as_reading"]],
        [
            Text("最大 {n} 家的占比 %", "Share of the largest {n} %").fill(n=coverage["concentration"]["largest"]),
            coverage["concentration"]["share"],
        ],
    ]
    linking = (told.source.zone or {}).get("linking")
    if linking:
        rows.append([Text("待复核的关联", "Links that wait for review"), f"{linking['waiting']:,}"])
    item, figure = Column(Text("项目", "Item"), 1.7, is_number=False), Column(Text("数值", "Figure"), 1.5)
    half = -(-len(rows) // 2)
    nothing: list[Cell] = [_NOTHING, _NOTHING]
    right = [*rows[half:], *([nothing] * (2 * half - len(rows)))]
    beside = [[*left, *other] for left, other in zip(rows[:half], right, strict=True)]
    return table("facts", Text("数据概况", "The data at a glance"), [item, figure, item, figure], beside)


def _alarms(told: Told) -> Block | None:
    columns = [
        Column(Text("数据通道", "Feed"), 1, is_number=False),
        Column(Text("情况", "What"), 0.7, is_number=False),
        Column(Text("自", "Since"), 0.9),
        Column(Text("说明", "In words"), 4, is_number=False),
    ]
    rows = [
        [Text.of(one["source"]), Text.of(one["kind"]), one["since"], Text.of(one["text"])]
        for one in (told.source.zone or {}).get("alarms") or ()
    ]
    return table("alarms", Text("迟到或不全的数据通道", "Feeds that are late or short"), columns, rows)


def _revisions(told: Told) -> list[Block | None]:
    earlier = told.source.earlier
    if earlier is None:
        return [paragraph([say("revision.first")])]
    found, count = revised(told)
    month = month_name(earlier["month"])
    if not found:
        return [paragraph([say("revision.none", month=month, count=count)])]
    columns = [
        Column(Text("数字", "Figure"), 2.4, is_number=False),
        Column(Text("月份", "Month"), 1.2, is_number=False),
        Column(Text("上一期", "Then")),
        Column(Text("现在", "Now")),
        Column(Text("修订", "Revision")),
    ]
    rows = [
        [one.name, month_name(one.month), with_sign_none(one.then), with_sign_none(one.now), with_sign(one.by)]
        for one in found[:_MOST]
    ]
    caption = Text(
        "自上一期以来的修订（{n} / {all}，按幅度）",
        "Revisions since the bulletin before ({n} of {all}, the largest first)",
    ).fill(n=len(rows), all=len(found))
    return [
        paragraph([say("revision.some", month=month, count=count, changed=len(found))]),
        table("revisions", caption, columns, rows),
    ]


def with_sign_none(value: object) -> str | None:
    """Return a figure as it stands; None for none."""
    return None if value is None else str(value)
