"""What the figures of a run are called that no declaration names: lights, growth, rates, and what stands behind a point."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openmbi.catalog.composites import DomainComposite
from openmbi.catalog.indexes import load_indexes
from openmbi.catalog.indicators import Indicator
from openmbi.catalog.loader import load_all
from openmbi.core.language import Text

_JANUARY_FEBRUARY = "january_february_"
_COMPUTED = {
    "coverage": Text("覆盖率", "coverage"),
    "weight": Text("权重", "weight"),
    "zone_light": Text("全域活跃度灯", "activity light of the whole zone"),
    "zone_change": Text("全域灯所判变动", "change that the zone's light judges"),
    "group_light": Text("活跃度灯", "activity light"),
    "group_change": Text("灯所判变动", "change that the light judges"),
    "enterprise_light": Text("企业活跃度灯", "activity light of the enterprise"),
    "enterprise_change": Text("企业灯所判变动", "change that the enterprise's light judges"),
    "level_change": Text("月度水平变动", "change of the level in the month"),
    "resumption_rate": Text("复工率（按家数）", "resumption rate (by count)"),
    "recovery_rate": Text("复产率（按用电量）", "recovery rate (by load)"),
    "diffusion": Text("企业扩散指数", "diffusion index of enterprises"),
    "contribution_points": Text("贡献点数", "contribution in points"),
    "yearly_growth": Text("同比增速", "growth on the year"),
    "month_growth": Text("环比增速", "growth on the month"),
}
_BEHIND_THE_POINT = {
    "standard_error": Text("{what}：标准误", "{what}: standard error"),
    "probability": Text("{what}：越过界限的概率", "{what}: probability of being beyond the bound"),
    "excluding_festival": Text("{what}：扣除春节", "{what}: without the Spring Festival"),
    "working_day_adjusted": Text("{what}：工作日调整", "{what}: adjusted for working days"),
    "temperature_adjusted": Text("{what}：气温调整", "{what}: adjusted for temperature"),
    "lunar_aligned": Text("{what}：按农历对齐", "{what}: aligned by the lunar calendar"),
    "annualised": Text("{what}：折年率", "{what}: annualised"),
}
_TOGETHER = Text("1—2 月{what}", "{what}, January and February together")
_DOMAIN = Text("{index}：{domain}", "{index}: {domain}")


def figure_words(overlay: Path | None) -> dict[str, Text]:
    """Return what declared indicators, indexes and their domains, and computed figures are called, by code. `overlay`: a bureau's own catalog."""
    indexes = load_indexes(overlay)
    declared = {
        code: one.name.text() for code, one in {**indexes, **load_all(Indicator, "indicators", overlay)}.items()
    }
    domains = {
        f"{code}.{domain.domain}": _DOMAIN.fill(index=one.name.text(), domain=domain.name.text())
        for code, one in indexes.items()
        if isinstance(one, DomainComposite)
        for domain in one.domains
    }
    return {**_COMPUTED, **declared, **domains}


def called(words: Mapping[str, Text], code: str) -> Text:
    """Return what a figure is called, such as `january_february_yearly_growth.lunar_aligned`; its code where nothing says."""
    if code in words:
        return words[code]
    before, _, behind = code.rpartition(".")
    if before and behind in _BEHIND_THE_POINT:
        return _BEHIND_THE_POINT[behind].fill(what=called(words, before))
    if code.startswith(_JANUARY_FEBRUARY):
        return _TOGETHER.fill(what=called(words, code.removeprefix(_JANUARY_FEBRUARY)))
    return Text(code, code)
