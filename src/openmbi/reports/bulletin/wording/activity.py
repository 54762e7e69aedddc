"""What the bulletin can say of the activity level, its light and its growth."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text
from openmbi.reports.bulletin.wording.conditions import FALL, RISE, STEADY
from openmbi.reports.bulletin.wording.rule import Rule

_G_STEADY = Text("增速变动小于界限 steady_growth_points", "growth changed by less than steady_growth_points")
_G_RISE = Text("增速上升且不小于该界限", "growth rose by that limit or more")
_G_FALL = Text("增速下降且不小于该界限", "growth fell by that limit or more")

RULES = MappingProxyType(
    {
        "level.rose": Rule(
            RISE,
            Text(
                "{month}末，{zone}活跃度为 {value}，比上月末上升 {by} 点。",
                "At the end of {month} the activity level of {zone} was {value}, {by} points up on a month before.",
            ),
        ),
        "level.fell": Rule(
            FALL,
            Text(
                "{month}末，{zone}活跃度为 {value}，比上月末下降 {by} 点。",
                "At the end of {month} the activity level of {zone} was {value}, {by} points down on a month before.",
            ),
        ),
        "level.steady": Rule(
            STEADY,
            Text(
                "{month}末，{zone}活跃度为 {value}，与上月末基本持平（{signed} 点）。",
                "At the end of {month} the activity level of {zone} was {value}, about as a month before ({signed} points).",
            ),
        ),
        "level.first": Rule(
            Text("上月没有数值", "the month before is not known"),
            Text(
                "{month}末，{zone}活跃度为 {value}；上月末没有可比数值。",
                "At the end of {month} the activity level of {zone} was {value}; there is no figure for a month before.",
            ),
        ),
        "level.unknown": Rule(
            Text("本月没有数值", "the month is not known"),
            Text("{month}的活跃度尚无数值。", "The activity level of {month} is not known."),
        ),
        "level.error": Rule(
            Text("月末的误差已知", "the error of the month's close is known"),
            Text(
                "日历调整的误差为 ±{error} 点（约 95%）。",
                "Calendar adjustment leaves it uncertain by ±{error} points (about 95 %).",
            ),
        ),
        "level.highest": Rule(
            Text(
                "高于所示其他各月，且已知月数不少于 least_months",
                "above every other month shown, of least_months or more",
            ),
            Text("这是近 {count} 个月的最高值。", "It is the highest of the latest {count} months."),
        ),
        "level.lowest": Rule(
            Text(
                "低于所示其他各月，且已知月数不少于 least_months",
                "below every other month shown, of least_months or more",
            ),
            Text("这是近 {count} 个月的最低值。", "It is the lowest of the latest {count} months."),
        ),
        "level.highest_shared": Rule(
            Text("最高，且另有月份与之相同", "the highest, and other months are as high"),
            Text(
                "与{others}并列近 {count} 个月的最高值。",
                "With {others} it is the highest of the latest {count} months.",
            ),
        ),
        "level.lowest_shared": Rule(
            Text("最低，且另有月份与之相同", "the lowest, and other months are as low"),
            Text(
                "与{others}并列近 {count} 个月的最低值。",
                "With {others} it is the lowest of the latest {count} months.",
            ),
        ),
        "level.range": Rule(
            Text("本月的最高与最低日值已知", "the highest and lowest days of the month are known"),
            Text(
                "月内日值在 {low} 与 {high} 之间。",
                "Within the month it moved between {low} and {high}.",
            ),
        ),
        "month.incomplete": Rule(
            Text("数据尚未到月末", "the data do not reach the end of the month"),
            Text(
                "数据只到{day}，本月尚未结束，各数均为暂定。",
                "The data reach only {day}: the month is not over, and every figure is provisional.",
            ),
        ),
        "light.zone": Rule(
            Text("全域灯已知", "the zone's light is known"),
            Text(
                "截至{day}，全域为{light}，自{since}起；{reason}。",
                "On {day} the light of the whole zone was {light}, since {since}: {reason}.",
            ),
        ),
        "light.zone_then": Rule(
            Text(
                "数据已到更晚的月份，该日的灯已知", "the data reach a later month, and the light of that day is known"
            ),
            Text(
                "{day}，全域为{light}，自{since}起。",
                "On {day} the light of the whole zone was {light}, since {since}.",
            ),
        ),
        "growth.both": Rule(
            Text("同比与工作日调整后同比均已知", "growth is known raw and working-day adjusted"),
            Text(
                "{month}用电同比 {raw}%，工作日调整后 {adjusted}%。",
                "Use in {month} was {raw} % on a year before, {adjusted} % working-day adjusted.",
            ),
        ),
        "growth.raw": Rule(
            Text("只有同比已知", "growth is known raw only"),
            Text("{month}用电同比 {raw}%。", "Use in {month} was {raw} % on a year before."),
        ),
        "growth.unknown": Rule(
            Text("没有同比", "growth is not known"),
            Text("{month}没有可比的上年同期。", "There is no year before to compare {month} with."),
        ),
        "growth.festival": Rule(
            Text("春节影响不为零", "the part of the Spring Festival is not zero"),
            Text(
                "其中春节错月影响 {festival} 个百分点，剔除后为 {without}%。",
                "Of this the moving Spring Festival makes {festival} points; without it growth is {without} %.",
            ),
        ),
        "growth.combined": Rule(
            Text(
                "本月为二月，且一至二月合计同比已知",
                "the month is February, and January and February together are known",
            ),
            Text("{year}年一至二月合计同比 {combined}%。", "January and February {year} together: {combined} %."),
        ),
        "growth.faster": Rule(
            _G_RISE,
            Text(
                "{measured}比上月提高 {by} 个百分点。",
                "{measured} is {by} percentage points above that of the month before.",
            ),
        ),
        "growth.slower": Rule(
            _G_FALL,
            Text(
                "{measured}比上月降低 {by} 个百分点。",
                "{measured} is {by} percentage points below that of the month before.",
            ),
        ),
        "growth.steady": Rule(
            _G_STEADY,
            Text(
                "{measured}与上月基本持平（{signed} 个百分点）。",
                "{measured} is about that of the month before ({signed} percentage points).",
            ),
        ),
    }
)
"""By code: part of the bulletin, and case."""
