"""How the figures are made, what the lights mean, and by which rules the text is written."""

from __future__ import annotations

from typing import Any

from openmbi.catalog.bulletins import BulletinParameters
from openmbi.core.language import Text
from openmbi.reports.bulletin.blocks import Block, heading, listed, note, section
from openmbi.reports.bulletin.told import Told, as_sentence

_TITLE = Text("方法与图例", "Method and legend")
_LEVEL = Text(
    "活跃度：每家企业的日历调整后用电除以自身基期日均，按权重加总；{base}。{weights}。蜡烛的开盘等于上一期收盘。",
    "Activity level: each enterprise's calendar-adjusted use over its own base-period mean, weighted and summed; {base}. Weights: {weights}. "
    "A candle opens where the one before it closed.",
)
_MBI = Text(
    "MBI = 100 +（官方目标增速的估计 − 基准），单位为百分点；只用截至时点已知的数据。",
    "MBI = 100 + (estimated growth of the official target − reference), in percentage points, from data known at the as-of only.",
)
COMPOSITE = Text(
    "综合指数：各领域分项指数按权重合成，基期 = 100；到所有指标齐全的月份为止。",
    "Composite: the indices of the domains, weighted, base = 100; it reaches the latest month for which every indicator is in.",
)
GROWTH = Text(
    "同比：两期有效日均不少于八成的同一批企业，比较有效日的日均用电；依次剔除春节错月与工作日差异。",
    "Growth: the same enterprises, with at least 80 % valid days in both periods, compared by use a valid day; then without the moving festival, "
    "then working-day adjusted.",
)
DIFFUSION = Text(
    "扩散指数 = 用电增加的企业占比 + 持平占比的一半；50 为分界。",
    "Diffusion index = share of enterprises that used more + half the share of those about the same; 50 divides.",
)
_TEXT = Text(
    "本公报的文字由数字按固定规则生成：每句话的条件与措辞均已声明，变动小于界限（指数 {points} 点，"
    "增速 {growth} 个百分点，扩散指数 {diffusion} 点）称“基本持平”；"
    "只有在所示各月中确为最高或最低、且已知月数不少于 {months} 个时才称最高或最低，并列时如实说明。",
    "The text of this bulletin is made from the figures by fixed rules: of every sentence the condition and the words are declared. A change below the bound "
    "(indices {points} points, growth {growth} percentage points, diffusion {diffusion} points) is called steady; highest or lowest is said only where that is "
    "true of the months shown, of at least {months} known ones, and ties are told.",
)
_EQUAL = Text("未另设权重", "none declared")
_RULE = Text("{name}：{measure}。{bounds}。{limits}。", "{name}: {measure}; {bounds}; {limits}.")
_LIGHTS = Text("红绿灯", "Lights")
_RULES = Text("灯的规则", "Rules of the lights")
_HOW = Text("指标口径", "How the figures are made")


def method(told: Told) -> dict[str, Any] | None:
    """Return the section."""
    shown = told.source.overview["method"]
    legend: Block = {"kind": "legend", "items": [dict(look) for look in told.source.overview["legend"]]}
    blocks = [
        heading(_HOW),
        listed(_definitions(told)),
        heading(_LIGHTS),
        legend,
        heading(_RULES),
        *(note(as_sentence(_rule(one))) for one in shown["rules"]),
    ]
    return section("method", _TITLE, blocks)


def _definitions(told: Told) -> list[Text]:
    shown, zone, limits = told.source.overview["method"], told.source.zone or {}, told.source.parameters
    definitions = [
        _LEVEL.fill(base=Text.of(shown["base"]), weights=Text.of(shown["weights"]) if shown["weights"] else _EQUAL)
    ]
    definitions += [_MBI] if told.source.figures.series("mbi", told.source.zone_code) else []
    definitions += [COMPOSITE] if zone.get("composite") else []
    definitions += [GROWTH, DIFFUSION] if zone else [GROWTH]
    return [*definitions, text_rules(limits)]


def text_rules(limits: BulletinParameters) -> Text:
    """Return by which rules the text is written."""
    return _TEXT.fill(
        points=limits.steady_points,
        growth=limits.steady_growth_points,
        diffusion=limits.steady_diffusion_points,
        months=limits.least_months,
    )


def _rule(one: dict[str, Any]) -> Text:
    return _RULE.fill(
        name=Text.of(one["name"]),
        measure=Text.of(one["measure"]),
        bounds=_together(one["bounds"]),
        limits=_together(one["limits"]),
    )


def _together(texts: list[dict[str, str]]) -> Text:
    return Text("；".join(one["zh"] for one in texts), "; ".join(one["en"] for one in texts))
