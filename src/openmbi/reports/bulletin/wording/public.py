"""What the public edition alone can say: what it rests on, what it leaves out, and what the published parts add up to."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text
from openmbi.reports.bulletin.wording.rule import Rule

RULES = MappingProxyType(
    {
        "public.status": Rule(
            Text("每次编制公开版", "every public edition"),
            Text(
                "本期据公开版第 {number} 号编制，该版于{signed}签发，只用截至{as_of}所知的数据。",
                "This bulletin is made of public release {number} alone, signed on {signed}, from what was known on {as_of}.",
            ),
        ),
        "public.corrects": Rule(
            Text("该公开版更正了更早的一版", "the release corrects an earlier one"),
            Text(
                "更正公告：本版更正公开版第 {number} 号；原因：{why}。",
                "Correction notice: it corrects public release {number}; reason: {why}.",
            ),
        ),
        "public.corrected": Rule(
            Text("另一已公开的公开版更正了本版", "another release that is public corrects this one"),
            Text(
                "更正公告：本版已由公开版第 {number} 号更正，请改用该版。",
                "Correction notice: public release {number} corrects this one; use that one.",
            ),
        ),
        "public.left_out": Rule(
            Text("有的组按披露控制不公布", "disclosure control leaves groups out"),
            Text(
                "{count} 个{groups}中公布 {shown} 个，其余 {hidden} 个按披露控制规则不公布。",
                "Of {count} {groups}, {shown} are published; {hidden} are left out by the rules of disclosure control.",
            ),
        ),
        "public.all_shown": Rule(
            Text("该层级全部公布", "every group of the level is published"),
            Text("{count} 个{groups}全部公布。", "All {count} {groups} are published."),
        ),
        "public.change": Rule(
            Text("本月变动的合计已公布", "the change of the month is published"),
            Text(
                "{month}活跃度变动 {points} 点；图中列出公布的各组，其余与舍入合为一项，相加等于合计。",
                "The level changed by {points} points in {month}; the charts show the groups that are published, and what is left out, with rounding, as one "
                "part, so that all add up.",
            ),
        ),
        "public.alerts": Rule(
            Text("公布的组有预警", "groups that are published have alerts"),
            Text(
                "公布的各组中，未解除的预警共 {count} 个。",
                "Alerts that stand, of the groups that are published: {count}.",
            ),
        ),
        "public.no_alerts": Rule(
            Text("公布的组没有预警", "no group that is published has an alert"),
            Text("公布的各组均无预警。", "No group that is published has an alert."),
        ),
    }
)
"""By code: part of the bulletin, and case."""
