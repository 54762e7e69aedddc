"""What the bulletin can say of the MBI, the composite with its domains, diffusion and resumption."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text
from openmbi.reports.bulletin.wording.conditions import FALL, RISE, STEADY
from openmbi.reports.bulletin.wording.rule import Rule

RULES = MappingProxyType(
    {
        "mbi.of_month": Rule(
            Text("本月的 MBI 已知", "the MBI of the month is known"),
            Text(
                "{month}制造业大数据指数（MBI）为 {value}：按当时所知数据估计，{target}为 {growth}%，基准为 {reference}%。",
                "The manufacturing big-data index (MBI) of {month} is {value}: {target} is estimated at {growth} %, against a reference of {reference} %.",
            ),
        ),
        "mbi.earlier": Rule(
            Text("本月未知，更早月份已知", "the month is not known, an earlier one is"),
            Text(
                "{month}的数据尚不齐全，未估计 MBI；最近的是{latest}：{value}（增速估计 {growth}%，基准 {reference}%）。",
                "The data of {month} are not complete, so there is no MBI of it; the latest is that of {latest}: {value} "
                "(growth {growth} %, reference {reference} %).",
            ),
        ),
        "mbi.none": Rule(
            Text("没有 MBI", "there is no MBI"),
            Text(
                "没有登记官方目标或尚无法估计，因此不发布 MBI。",
                "There is no registered target, or no estimate yet: no MBI is published.",
            ),
        ),
        "mbi.above": Rule(
            Text("不低于 100 + steady_points", "100 + steady_points or more"),
            Text("高于 100，估计增速高于基准。", "It lies above 100: growth is estimated above the reference."),
        ),
        "mbi.below": Rule(
            Text("不高于 100 − steady_points", "100 − steady_points or less"),
            Text("低于 100，估计增速低于基准。", "It lies below 100: growth is estimated below the reference."),
        ),
        "mbi.even": Rule(
            Text("距 100 不足 steady_points", "within steady_points of 100"),
            Text(
                "与 100 基本相当，估计增速与基准相当。",
                "It lies at about 100: growth is estimated at about the reference.",
            ),
        ),
        "mbi.error": Rule(
            Text("已用以往月份实测误差", "the error was measured on past months"),
            Text(
                "以往 {months} 个月逐月估计的均方根误差为 {error} 个百分点；沿用上期公布值的误差为 {naive} 个百分点。",
                "Over {months} past months such estimates were off by {error} percentage points (root mean square); "
                "holding on the last released figure, by {naive}.",
            ),
        ),
        "composite.rose": Rule(
            RISE,
            Text(
                "{month}综合指数为 {value}，比上月上升 {by} 点。",
                "The composite of {month} is {value}, {by} points up on the month before.",
            ),
        ),
        "composite.fell": Rule(
            FALL,
            Text(
                "{month}综合指数为 {value}，比上月下降 {by} 点。",
                "The composite of {month} is {value}, {by} points down on the month before.",
            ),
        ),
        "composite.steady": Rule(
            STEADY,
            Text(
                "{month}综合指数为 {value}，与上月基本持平（{signed} 点）。",
                "The composite of {month} is {value}, about as the month before ({signed} points).",
            ),
        ),
        "composite.first": Rule(
            Text("上月没有数值", "the month before is not known"),
            Text(
                "{month}综合指数为 {value}；上月没有可比数值。",
                "The composite of {month} is {value}; there is no figure for the month before.",
            ),
        ),
        "composite.earlier": Rule(
            Text("本月未知，更早月份已知", "the month is not known, an earlier one is"),
            Text(
                "{month}尚缺 {missing} 项指标，综合指数只到{latest}。",
                "{missing} indicators of {month} are still missing; the composite reaches {latest} only.",
            ),
        ),
        "composite.none": Rule(
            Text("没有综合指数", "there is no composite"),
            Text("尚无综合指数。", "There is no composite yet."),
        ),
        "methods.span": Rule(
            Text("两种以上方法均有数值", "two or more methods have a figure"),
            Text(
                "{count} 种方法中，最低为{lowest}的 {low}，最高为{highest}的 {high}，相差 {span} 点。",
                "Of {count} methods the lowest is {low}, {lowest}; the highest is {high}, {highest}: {span} points apart.",
            ),
        ),
        "domains.counts": Rule(
            Text("有分项指数", "there are domains"),
            Text(
                "{month} {count} 个领域中，{rose} 个比上月上升，{fell} 个下降，{steady} 个基本持平。",
                "Of {count} domains in {month}, {rose} rose on the month before, {fell} fell and {steady} held steady.",
            ),
        ),
        "domains.most_up": Rule(
            Text("有领域上升", "a domain rose"),
            Text("上升最多的是{names}。", "The largest rise: {names}."),
        ),
        "domains.most_down": Rule(
            Text("有领域下降", "a domain fell"),
            Text("下降最多的是{names}。", "The largest fall: {names}."),
        ),
        "domains.held": Rule(
            Text("有领域沿用更早的数值", "a domain holds an earlier value"),
            Text(
                "{names}按季或按年更新，沿用最近一期。",
                "Updated by quarter or year, so the latest value is held: {names}.",
            ),
        ),
        "diffusion.above": Rule(
            Text("比 50 高出 steady_diffusion_points 及以上", "steady_diffusion_points or more above 50"),
            Text(
                "{month}扩散指数为 {value}，高于 50：用电增加的企业（{up}%）多于减少的（{down}%）。",
                "The diffusion index of {month} is {value}, above 50: more enterprises used more ({up} %) than less ({down} %).",
            ),
        ),
        "diffusion.below": Rule(
            Text("比 50 低 steady_diffusion_points 及以上", "steady_diffusion_points or more below 50"),
            Text(
                "{month}扩散指数为 {value}，低于 50：用电减少的企业（{down}%）多于增加的（{up}%）。",
                "The diffusion index of {month} is {value}, below 50: more enterprises used less ({down} %) than more ({up} %).",
            ),
        ),
        "diffusion.even": Rule(
            Text("距 50 不足 steady_diffusion_points", "within steady_diffusion_points of 50"),
            Text(
                "{month}扩散指数为 {value}，在 50 附近：用电增加的企业（{up}%）与减少的（{down}%）大致相当。",
                "The diffusion index of {month} is {value}, at about 50: as many enterprises used more ({up} %) as less ({down} %).",
            ),
        ),
        "diffusion.plain": Rule(
            Text("本月各向企业占比不在文档中", "the shares of the month are not in the document"),
            Text("{month}扩散指数为 {value}。", "The diffusion index of {month} is {value}."),
        ),
        "resumption.latest": Rule(
            Text("本月或上月含春节后的日子", "the month, or the one before it, has days after New Year"),
            Text(
                "春节（{new_year}）后第 {day} 天，复工率为 {resumption}%，复产率为 {recovery}%。",
                "On day {day} after New Year ({new_year}) the resumption rate was {resumption} % and the recovery rate {recovery} %.",
            ),
        ),
    }
)
"""By code: part of the bulletin, and case."""
