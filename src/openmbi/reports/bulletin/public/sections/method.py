"""What is left out and by which rules, how the figures are made, and what the lights mean."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.reports.bulletin.blocks import Block, Column, heading, listed, note, section, table
from openmbi.reports.bulletin.public.published import Published
from openmbi.reports.bulletin.sections.method import COMPOSITE, DIFFUSION, GROWTH, text_rules
from openmbi.reports.province.levels import NAMES

_LEFT_OUT = Text("不公布的内容", "What is left out")
_METHOD = Text("方法与图例", "Method and legend")
_LEVEL = Text(
    "活跃度：每家企业的日历调整后用电除以自身基期日均，按权重加总；基期均值 = 100。",
    "Activity level: each enterprise's calendar-adjusted use over its own base-period mean, weighted and summed; its mean over the base period is 100.",
)
_CONTRIBUTION = Text(
    "变动来源：各组对活跃度变动的贡献（点）；不公布的组与其余各组合为一项。",
    "What changed: how many points each group contributed; groups that are not published are one part with all others.",
)
_RULES = Text(
    "披露控制规则自 {since} 起施行：少于 {least} 户的组不公布；由其他已公布数字可推算出的组也不公布。数额按 {rounding} 舍入。",
    "The rules of disclosure control are in force since {since}: a group of fewer than {least} is not published, nor one that could be worked out from "
    "what is. "
    "Amounts are rounded to {rounding}.",
)
_NOT_ROUNDED = Text("原值", "nothing")
_LIGHTS = Text("红绿灯", "Lights")
_HOW = Text("指标口径", "How the figures are made")


def left_out(told: Published) -> dict[str, Any] | None:
    """Return the section that counts what is held back, by level."""
    columns = [
        Column(Text("层级", "Level"), 2, is_number=False),
        Column(Text("组数", "Groups")),
        Column(Text("公布", "Published")),
        Column(Text("不公布", "Left out")),
    ]
    counted = {level: told.counted(level) for level in (Level.ZONE, *told.levels)}
    rows = [
        [NAMES[level], str(count), str(shown), str(count - shown)] for level, (shown, count) in counted.items() if count
    ]
    notes = [note(Text.of(one)) for one in told.source.release.notes]
    caption = Text("按层级公布的组数", "Groups that are published, by level")
    return section(
        "left_out", _LEFT_OUT, [table("left_out", caption, columns, rows), note(_rules(told)), *_citation(told), *notes]
    )


def _rules(told: Published) -> Text:
    rules = told.source.release.parameters
    units = {table.name: table.unit for table in told.source.release.tables}
    steps = [
        f"{step:,.12g} {units.get(name) or f'({name})'}" for name, step in sorted((rules.get("rounding") or {}).items())
    ]
    rounding = Text("、".join(steps), ", ".join(steps)) if steps else _NOT_ROUNDED
    return _RULES.fill(since=rules["valid_from"], least=rules["least_contributors"], rounding=rounding)


def _citation(told: Published) -> list[Block]:
    found = told.source.release.parameters.get("citation")
    return [note(Text.of(found))] if found else []


def method(told: Published) -> dict[str, Any] | None:
    """Return the section."""
    legend: Block = {"kind": "legend", "items": [dict(look) for look in told.source.legend]}
    definitions = [_LEVEL, COMPOSITE, GROWTH, DIFFUSION, _CONTRIBUTION, text_rules(told.source.parameters)]
    return section("method", _METHOD, [heading(_HOW), listed(definitions), heading(_LIGHTS), legend])
