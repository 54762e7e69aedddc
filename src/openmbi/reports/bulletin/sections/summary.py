"""The first page: the month in key figures and in a few sentences."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.bulletin.blocks import Block, section, tile, tiles
from openmbi.reports.bulletin.rounded import text_of
from openmbi.reports.bulletin.sections.alerts import alert_sentences, case_sentences
from openmbi.reports.bulletin.sections.groups import (
    CITIES,
    INDUSTRIES,
    lights_sentence,
)
from openmbi.reports.bulletin.sections.groups import (
    growth_sentences as groups_growth,
)
from openmbi.reports.bulletin.sections.groups import (
    level_sentences as groups_level,
)
from openmbi.reports.bulletin.sections.growth import ADJUSTED, RAW, diffusion_of, diffusion_sentences, growth_sentences
from openmbi.reports.bulletin.sections.index import composite_lines, composite_sentences, mbi_of, mbi_sentences
from openmbi.reports.bulletin.sections.level import candle, incomplete, level_sentences
from openmbi.reports.bulletin.told import Told, decimal_of, month_name, with_sign
from openmbi.reports.bulletin.wording.rule import Sentence, points_listed, together

_TITLE = Text("本月要点", "The month in brief")
_ON_MONTH = Text("较上月 {change}", "{change} on the month before")


def summary(told: Told) -> dict[str, Any] | None:
    """Return the section."""
    return section("summary", _TITLE, [tiles(_tiles(told)), points_listed(_sentences(told))])


def _sentences(told: Told) -> list[Sentence | None]:
    """Return the points: sentences of one subject are one point."""
    has_index = told.source.zone is not None
    return [
        together([incomplete(told)]),
        together(list(level_sentences(told))[:2]),
        together(growth_sentences(told)),
        together(mbi_sentences(told)) if has_index else None,
        together(composite_sentences(told)) if has_index and composite_lines(told) else None,
        together(diffusion_sentences(told)),
        together([*groups_level(told, CITIES), lights_sentence(told, CITIES)]),
        together(groups_growth(told, INDUSTRIES)),
        together(alert_sentences(told)) if told.source.alerts is not None else None,
        together(case_sentences(told)),
    ]


def _tiles(told: Told) -> list[Block | None]:
    month = told.source.month_name
    return [_level(told), _growth(told, month), _mbi(told), _composite(told), _diffusion(told), *_counts(told)]


def _level(told: Told) -> Block | None:
    found = candle(told, told.source.month_name)
    if found is None:
        return None
    light = told.source.overview["headline"]["light"] if told.source.data_until <= told.source.month.last else None
    change = None if found["open"] is None else Decimal(found["close"]) - Decimal(found["open"])
    return tile(Text("活跃度", "Activity level"), found["close"], _on_month(change), light)


def _on_month(change: Decimal | None) -> Text | None:
    return None if change is None else _ON_MONTH.fill(change=with_sign(change))


def _growth(told: Told, month: str) -> Block | None:
    raw, adjusted = (told.percent(name, told.source.zone_code, month) for name in (RAW, ADJUSTED))
    remark = (
        None
        if adjusted is None
        else Text("工作日调整后 {v}%", "{v} % working-day adjusted").fill(v=with_sign(adjusted))
    )
    return tile(Text("用电同比 %", "Use, year on year %"), None if raw is None else with_sign(raw), remark)


def _mbi(told: Told) -> Block | None:
    found = mbi_of(told)
    return tile(Text("MBI", "MBI"), found[1], month_name(found[0])) if found else None


def _composite(told: Told) -> Block | None:
    lines = composite_lines(told)
    if not lines or not lines[0][1]:
        return None
    latest = max(lines[0][1])
    return tile(Text("综合指数", "Composite"), text_of(lines[0][1][latest]), month_name(latest))


def _diffusion(told: Told) -> Block | None:
    now, before = diffusion_of(told), diffusion_of(told, told.source.month_before)
    change = None if now is None or before is None else now - before
    return tile(Text("扩散指数", "Diffusion index"), text_of(now), _on_month(change))


def _counts(told: Told) -> list[Block | None]:
    alerts, cases = told.source.alerts, told.source.cases
    day = Text("截至 {day}", "on {day}")
    stand = None if alerts is None else str(alerts["total"])
    standing = tile(Text("未解除的预警", "Alerts that stand"), stand, day.fill(day=told.source.data_until))
    unclosed = None if cases is None else str(sum(one.closed_on is None for one in cases))
    open_cases = tile(Text("未办结工单", "Cases not closed"), unclosed, day.fill(day=told.source.made_at.date()))
    coverage = told.source.overview["headline"]["coverage"]
    remark = Text("{n:,} 家企业", "{n:,} enterprises").fill(
        n=told.source.overview["coverage_and_concentration"]["members"]
    )
    covered = tile(Text("覆盖率 %", "Coverage %"), text_of(decimal_of(coverage)), remark)
    return [standing, open_cases, covered]
