"""Alerts and cases: how many were found, which stand, how often such alerts are false, and what became of the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from openmbi.core.case_words import STATES
from openmbi.core.cases import CaseState
from openmbi.core.language import Text
from openmbi.reports.bulletin.blocks import Block, Column, chart, listed, section, table
from openmbi.reports.bulletin.inputs import CaseLine
from openmbi.reports.bulletin.told import Told, joined, month_name, with_sign
from openmbi.reports.bulletin.wording.rule import Sentence, paragraph
from openmbi.reports.bulletin.wording.rules import say
from openmbi.reports.overview.figures import both, day_text
from openmbi.reports.province.levels import NAMES

_TITLE = Text("预警与工单", "Alerts and cases")
_FEW = 24


def alerts(told: Told) -> dict[str, Any] | None:
    """Return the section; None where the run looked for no alerts."""
    if told.source.alerts is None and not told.source.alerts_by_month:
        return None
    blocks = [
        paragraph([*alert_sentences(told), *case_sentences(told)]),
        _by_month(told),
        _alerts_table(told),
        _quality_sentences(told),
        _quality_table(told),
        _by_state(told),
        _closed_table(told),
    ]
    return section("alerts", _TITLE, blocks)


def alert_sentences(told: Told) -> Iterator[Sentence | None]:
    """Yield how many alerts were found in the month and how many stand."""
    found = told.source.alerts_by_month.get(told.source.month_name, {})
    month, day = month_name(told.source.month_name), day_text(told.source.data_until)
    if found:
        words = {look["colour"]: Text.of(look["word"]) for look in told.source.overview["legend"]}
        parts = [
            Text("{light} {n} 个", "{n} {light}").fill(light=words[colour], n=found[colour])
            for colour in words
            if colour in found
        ]
        yield say("alerts.found", month=month, count=sum(found.values()), lights=joined(parts))
    else:
        yield say("alerts.found_none", month=month)
    if told.source.alerts is not None:
        total = told.source.alerts["total"]
        yield say("alerts.standing", day=day, count=total) if total else say("alerts.standing_none", day=day)


def case_sentences(told: Told) -> Iterator[Sentence]:
    """Yield how many cases are not closed, and how those ended that were closed since the month began."""
    cases = told.source.cases
    if cases is None:
        return
    if not cases:
        yield say("cases.none")
        return
    made = told.source.made_at.date()
    yield say("cases.standing", day=day_text(made), open=sum(one.closed_on is None for one in cases))
    closed = closed_cases(told)
    span = {"first": day_text(told.source.month.first), "day": day_text(made)}
    if not closed:
        yield say("cases.closed_none", **span)
        return
    ended = Counter(one.closing for one in closed if one.closing)
    parts = [Text("{how} {n} 件", "{how}: {n}").fill(how=how, n=count) for how, count in ended.most_common()]
    numbers = [Text("{n} 号", "no. {n}").fill(n=one.number) for one in closed[:_FEW]]
    yield say("cases.closed", **span, count=len(closed), closings=joined(parts), numbers=joined(numbers))


def closed_cases(told: Told) -> list[CaseLine]:
    """Return the cases that were closed since the month began, until the bulletin was made."""
    first = told.source.month.first
    return [one for one in told.source.cases or () if one.closed_on and one.closed_on >= first]


def _by_month(told: Told) -> Block | None:
    counted = {
        month: found for month, found in sorted(told.source.alerts_by_month.items()) if month <= told.source.month_name
    }
    if not counted:
        return None
    shown = list(counted)[-told.source.parameters.months_shown :]
    colours = [
        look for look in told.source.overview["legend"] if any(look["colour"] in counted[month] for month in shown)
    ]
    drawing = {
        "kind": "columns",
        "x": shown,
        "series": [
            {
                "name": look["word"],
                "colour": look["colour"],
                "values": [counted[month].get(look["colour"], 0) for month in shown],
            }
            for look in colours
        ],
    }
    alt = Text(
        "柱状图：{first}至{last}每月检出的预警。", "Columns: alerts found in each month from {first} to {last}."
    ).fill(first=shown[0], last=shown[-1])
    return chart("alerts_by_month", Text("每月检出的预警（个）", "Alerts found by month"), alt, drawing)


def _alerts_table(told: Told) -> Block | None:
    found = told.source.alerts
    shown = found["listed"][: told.source.parameters.alerts_listed] if found else []
    columns = [
        Column(Text("灯", "Light"), 0.6, is_number=False),
        Column(Text("层级", "Level"), 1.5, is_number=False),
        Column(Text("对象", "Subject"), 2.7, is_number=False),
        Column(Text("地点 · 行业", "Place · industry"), 2.5, is_number=False),
        Column(Text("变动 %", "Change %"), 1.1),
        Column(Text("起始日", "Since"), 1),
        Column(Text("工单", "Case"), 1.3, is_number=False),
    ]
    caption = Text(
        "未解除的预警（{n} / {total}），仅内部版具名",
        "Alerts that stand ({n} of {total}); named in the internal edition only",
    ).fill(n=len(shown), total=found["total"] if found else 0)
    return table("alerts", caption, columns, [_alert_row(told, one) for one in shown])


def _alert_row(told: Told, one: Mapping[str, Any]) -> list[Any]:
    where = [told.short(Text.of(one[name])) for name in ("place", "industry") if one[name]]
    case = one["case"]
    state = (
        Text("{n} 号 {state}", "no. {n}, {state}").fill(n=case["number"], state=Text.of(case["state"]))
        if case
        else None
    )
    level = Text.of(one["level"]["name"])
    place = Text(" · ".join(each.zh for each in where), " · ".join(each.en for each in where)) if where else None
    return [one["light"], level, Text.of(one["name"]), place, with_sign(one["change"]), one["since"], state]


def _quality_sentences(told: Told) -> Block | None:
    """Return how right alerts have been, as the page of early-warning quality says; that it was not measured, where it was not."""
    found = told.source.quality
    if found and found["lights"]:
        return listed(Text.of(one) for one in found["sentences"])
    return paragraph([say("alerts.rate_unmeasured")])


def _quality_table(told: Told) -> Block | None:
    found = told.source.quality
    columns = [
        Column(Text("层级", "Level"), 1.4, is_number=False),
        Column(Text("灯", "Light"), 0.8, is_number=False),
        Column(Text("开出", "Opened")),
        Column(Text("属实", "Confirmed")),
        Column(Text("误报", "False")),
        Column(Text("未核实", "Not verified")),
        Column(Text("误报率 %", "False-alarm rate %"), 1.2),
        Column(Text("95% 区间", "95 % interval"), 1.2),
    ]
    rows = [_quality_row(one) for one in found["lights"]] if found else []
    return table(
        "quality", Text("实测误报率，按层级与灯色", "False-alarm rate as measured, by level and light"), columns, rows
    )


def _quality_row(one: Mapping[str, Any]) -> list[Any]:
    false = one["false"]
    span = None if false["low"] is None else f"{false['low']}–{false['high']}"
    counts = (str(one["opened"]), str(one["confirmed"]), str(false["part"]), str(one["unverified"]))
    return [Text.of(one["level"]["name"]), one["light"], *counts, false["share"], span]


def _by_state(told: Told) -> Block | None:
    cases = told.source.cases
    if not cases:
        return None
    counted = Counter(one.state for one in cases)
    rows = [
        {"name": both(STATES[state]), "value": str(counted[state.value]), "colour": None}
        for state in CaseState
        if counted[state.value]
    ]
    if len(rows) == 1:  # one bar alone tells nothing that the text does not
        return None
    alt = Text("条形图：共 {n} 件工单。", "Bars: {n} cases on all.").fill(n=len(cases))
    drawing = {"kind": "bars", "rows": rows, "plain": True}
    return chart("cases_by_state", Text("工单按状态（件）", "Cases by state"), alt, drawing)


def _closed_table(told: Told) -> Block | None:
    columns = [
        Column(Text("工单", "Case"), 0.6, is_number=False),
        Column(Text("对象", "Subject"), 2.6, is_number=False),
        Column(Text("层级", "Level"), 1, is_number=False),
        Column(Text("检出", "Found"), 1),
        Column(Text("办结", "Closed"), 1),
        Column(Text("结果", "How it ended"), 1.8, is_number=False),
    ]
    rows = [
        [
            Text(str(one.number), str(one.number)),
            one.name,
            NAMES[one.level],
            str(one.found_on),
            str(one.closed_on),
            one.closing,
        ]
        for one in closed_cases(told)[:_FEW]
    ]
    return table("closed_cases", Text("已办结的工单", "Cases that were closed"), columns, rows)
