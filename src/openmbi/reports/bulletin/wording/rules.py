"""Every sentence that the bulletin can say, with its condition: the one place where its words stand.

Size: a catalogue of sentences in two languages; each is short, and they are read side by side.
"""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text
from openmbi.reports.bulletin.wording.rule import Rule, Sentence

_STEADY = Text("变动小于界限 steady_points", "the change is smaller than steady_points")
_RISE = Text("上升且不小于界限 steady_points", "a rise of steady_points or more")
_FALL = Text("下降且不小于界限 steady_points", "a fall of steady_points or more")
_G_STEADY = Text("增速变动小于界限 steady_growth_points", "growth changed by less than steady_growth_points")
_G_RISE = Text("增速上升且不小于该界限", "growth rose by that limit or more")
_G_FALL = Text("增速下降且不小于该界限", "growth fell by that limit or more")

RULES = MappingProxyType(
    {
        "level.rose": Rule(
            _RISE,
            Text(
                "{month}末，{zone}活跃度为 {value}，比上月末上升 {by} 点。",
                "At the end of {month} the activity level of {zone} was {value}, {by} points up on a month before.",
            ),
        ),
        "level.fell": Rule(
            _FALL,
            Text(
                "{month}末，{zone}活跃度为 {value}，比上月末下降 {by} 点。",
                "At the end of {month} the activity level of {zone} was {value}, {by} points down on a month before.",
            ),
        ),
        "level.steady": Rule(
            _STEADY,
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
            _RISE,
            Text(
                "{month}综合指数为 {value}，比上月上升 {by} 点。",
                "The composite of {month} is {value}, {by} points up on the month before.",
            ),
        ),
        "composite.fell": Rule(
            _FALL,
            Text(
                "{month}综合指数为 {value}，比上月下降 {by} 点。",
                "The composite of {month} is {value}, {by} points down on the month before.",
            ),
        ),
        "composite.steady": Rule(
            _STEADY,
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
                "{count} 种方法的数值在 {low}（{lowest}）与 {high}（{highest}）之间，相差 {span} 点。",
                "The {count} methods give between {low} ({lowest}) and {high} ({highest}), {span} points apart.",
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


def say(code: str, **values: object) -> Sentence:
    """Return the sentence of a rule with its figures."""
    return Sentence(code, RULES[code].text.fill(**values))
