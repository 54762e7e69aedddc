"""The words of growth."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text

RAW = Text("用电同比 {raw}%", ": use {raw} % on a year before")
FESTIVAL = Text(
    "，扣除春节因素 {figure}%（相差 {difference} 个百分点）",
    ", {figure} % excluding the Spring Festival (difference {difference} percentage points)",
)
NO_FESTIVAL = Text("（不受春节影响）", " (the Spring Festival plays no part)")
CALENDAR = Text("，工作日调整后 {figure}%", ", {figure} % working-day adjusted")
LUNAR = Text("，农历对齐 {figure}%", ", {figure} % lunar-aligned")
CLOSE = Text("。", ".")
TOGETHER = Text(
    "。春节有早有晚，1月宜与2月合并来看。", ". The Spring Festival moves: January is best read together with February."
)
TOGETHER_LABEL = Text("{year}年1—2月", "January–February {year}")
UNFINISHED = Text("{month}（至{last}）", "{month} (to {last})")
NO_PARTS = Text(
    "所用调整方法不区分春节、日历与气温，无法给出扣除春节因素与工作日调整后的增速。",
    "The adjustment in use does not tell festival, calendar and temperature apart: there is no growth excluding the festival, nor working-day adjusted.",
)
NO_SEASON = Text(
    "数据不足三年，尚无年周期的估计，故不计算环比折年率：未经季节调整的环比折年没有意义。",
    "With less than three years of data no annual cycle is known, so no month-on-month rate is annualised: without seasonal adjustment it would say nothing.",
)
NOTES = (
    Text(
        "两期有效日均不少于八成的同一批企业，比较有效日的日均用电。相差均为公布数之差：同比逐项加上相差，即得其后各数。",
        "The same enterprises, with at least 80 % valid days in both periods; use a day over their valid days. "
        "Differences are those of published figures: raw growth and the differences add up to every later figure.",
    ),
    Text(
        "春节停工的零用电计入同比，扣除春节因素时按正常水平计；停用满四日的企业始终计零。"
        "农历对齐：春节前后按距正月初一的同一天比较，其余按上年同一星期几（364天前）比较。",
        "A closure over the festival counts as zero in raw growth, and at its normal level once the festival is excluded; "
        "who stands still for four days or more is zero throughout. "
        "Lunar-aligned: around the festival day by day from New Year, else the same weekday 364 days before.",
    ),
)

GROWTH_LABELS = MappingProxyType(
    {
        "title": Text("用电增速", "Growth of electricity use"),
        "period": Text("时期", "Period"),
        "raw": Text("同比", "On a year before"),
        "excluding_festival": Text("扣除春节", "Excl. festival"),
        "festival": Text("相差", "Difference"),
        "working_day_adjusted": Text("工作日调整", "Working-day adj."),
        "calendar": Text("相差", "Difference"),
        "temperature_adjusted": Text("再除气温", "Temperature out"),
        "temperature": Text("相差", "Difference"),
        "lunar_aligned": Text("农历对齐", "Lunar-aligned"),
        "month_annualised": Text("环比折年率", "Month, annualised"),
        "units": Text(
            "增速单位为 %。相差以百分点计：左侧的增速减去再左一项的增速。",
            "Growth in %. Difference, in percentage points: the growth left of it, less the growth before that.",
        ),
        "enterprises": Text("企业", "Enterprises"),
        "of_load": Text("占用电 {share}%", "{share} % of load"),
        "provisional": Text("暂定", "provisional"),
        "earlier": Text("更早的 {count} 期", "{count} earlier periods"),
    }
)
