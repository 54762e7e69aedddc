"""What the bulletin can say of cities, industries and clusters, of what changed, of alerts and cases, and of revisions."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text
from openmbi.reports.bulletin.wording.rule import Rule

RULES = MappingProxyType(
    {
        "groups.level_counts": Rule(
            Text("有该层级的活跃度", "there are levels of these groups"),
            Text(
                "{count} 个{groups}中，{rose} 个活跃度比上月末上升，{fell} 个下降，{steady} 个基本持平。",
                "Of {count} {groups}, the activity level rose on a month before in {rose}, fell in {fell}, and was steady in {steady}.",
            ),
        ),
        "groups.growth_counts": Rule(
            Text("有该层级的同比", "growth of these groups is known"),
            Text(
                "{count} 个{groups}中，{rose} 个用电同比增长，{fell} 个下降，{steady} 个基本持平。",
                "Of {count} {groups}, use grew on a year before in {rose}, fell in {fell}, and was steady in {steady}.",
            ),
        ),
        "groups.most_up": Rule(
            Text("有上升的", "one or more rose"),
            Text("升幅最大：{names}。", "Largest rises: {names}."),
        ),
        "groups.most_down": Rule(
            Text("有下降的", "one or more fell"),
            Text("降幅最大：{names}。", "Largest falls: {names}."),
        ),
        "groups.unknown": Rule(
            Text("有的没有数值", "some are not known"),
            Text("另有 {count} 个没有数值。", "{count} more have no figure."),
        ),
        "lights.all_same": Rule(
            Text("全部同色", "all have the same light"),
            Text("截至{day}，{count} 个{groups}均为{light}。", "On {day} all {count} {groups} were {light}."),
        ),
        "lights.counts": Rule(
            Text("不止一种灯色", "there is more than one colour"),
            Text("截至{day}，{count} 个{groups}中：{lights}。", "On {day}, of {count} {groups}: {lights}."),
        ),
        "change.sum": Rule(
            Text("本月变动已分解", "the change of the month was taken apart"),
            Text(
                "{month}活跃度变动 {points} 点，分解到各地市、行业和企业，逐项相加与合计相等。",
                "The level changed by {points} points in {month}; its parts by city, industry and enterprise add up to this exactly.",
            ),
        ),
        "change.raised": Rule(
            Text("有拉高的部分", "some parts raised it"),
            Text("拉高最多的{kind}：{names}。", "The {kind} that raised it most: {names}."),
        ),
        "change.lowered": Rule(
            Text("有拉低的部分", "some parts lowered it"),
            Text("拉低最多的{kind}：{names}。", "The {kind} that lowered it most: {names}."),
        ),
        "events.known": Rule(
            Text("本月有登记在册的已知事件", "known events of the register lie in the month"),
            Text("登记在册的事件：{names}。", "Known events in the register: {names}."),
        ),
        "alerts.found": Rule(
            Text("本月检出预警", "alerts were found in the month"),
            Text("{month}检出 {count} 个预警：{lights}。", "{count} alerts were found in {month}: {lights}."),
        ),
        "alerts.found_none": Rule(
            Text("本月未检出预警", "no alert was found in the month"),
            Text("{month}未检出预警。", "No alert was found in {month}."),
        ),
        "alerts.standing": Rule(
            Text("有未解除的预警", "alerts stand"),
            Text("截至{day}，未解除的预警共 {count} 个。", "On {day}, {count} alerts stood."),
        ),
        "alerts.standing_none": Rule(
            Text("没有未解除的预警", "no alert stands"),
            Text("截至{day}，没有未解除的预警。", "On {day} no alert stood."),
        ),
        "alerts.rate_unmeasured": Rule(
            Text("误报率尚未实测", "no false-alarm rate was measured"),
            Text("误报率尚未实测。", "How often such alerts are false has not been measured yet."),
        ),
        "cases.standing": Rule(
            Text("有工单", "there are cases"),
            Text("截至{day}，未办结工单 {open} 件。", "On {day}, {open} cases were not closed."),
        ),
        "cases.closed": Rule(
            Text("有已办结的工单", "cases were closed"),
            Text(
                "{first}至{day}办结 {count} 件：{closings}（{numbers}）。",
                "From {first} to {day}, {count} were closed: {closings} ({numbers}).",
            ),
        ),
        "cases.closed_none": Rule(
            Text("期间没有办结的工单", "no case was closed in that time"),
            Text("{first}至{day}没有办结的工单。", "From {first} to {day} none was closed."),
        ),
        "cases.none": Rule(
            Text("没有工单", "there are no cases"),
            Text("没有工单。", "There are no cases."),
        ),
        "revision.first": Rule(
            Text("未找到上一期公报", "no earlier bulletin is found"),
            Text(
                "未找到上一期公报，无从比较修订。",
                "No earlier bulletin was found, so revisions since then cannot be told.",
            ),
        ),
        "revision.none": Rule(
            Text("上一期所列数字均未变", "nothing that the earlier bulletin told has changed"),
            Text(
                "上一期（{month}）所列 {count} 个数字均未修订。",
                "None of the {count} figures of the bulletin of {month} has been revised.",
            ),
        ),
        "revision.some": Rule(
            Text("上一期所列数字有变", "figures of the earlier bulletin have changed"),
            Text(
                "上一期（{month}）所列 {count} 个数字中，{changed} 个已修订，见下表。",
                "Of the {count} figures of the bulletin of {month}, {changed} have been revised; see the table.",
            ),
        ),
    }
)
"""By code: part of the bulletin, and case."""
