"""Growth of use on a year before, and how widely it is spread."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.bulletin.blocks import Block, Column, chart, section, table
from openmbi.reports.bulletin.public.published import Published
from openmbi.reports.bulletin.rounded import month_before, text_of
from openmbi.reports.bulletin.sections.growth import ADJUSTED, COMBINED, RAW, WITHOUT
from openmbi.reports.bulletin.told import month_name, up, with_sign
from openmbi.reports.bulletin.wording.movement import Movement, movement
from openmbi.reports.bulletin.wording.rule import Sentence, paragraph
from openmbi.reports.bulletin.wording.rules import say
from openmbi.reports.overview.figures import both

_TITLE = Text("用电增速与扩散", "Growth of use and diffusion")
_DIFFUSION = "diffusion"
_FEBRUARY = "-02"
_LOOKS = {
    RAW: (Text("同比", "raw"), "dots"),
    WITHOUT: (Text("剔除春节影响", "without the festival"), "second"),
    ADJUSTED: (Text("工作日调整后", "working-day adjusted"), "main"),
}


def growth(told: Published) -> dict[str, Any] | None:
    """Return the section; None where neither growth nor diffusion of the whole zone is published."""
    blocks = [
        paragraph(growth_sentences(told)),
        _growth_chart(told),
        paragraph(diffusion_sentences(told)),
        _diffusion_chart(told),
        _table(told),
    ]
    return section("growth", _TITLE, blocks) if any(blocks[1::2]) else None


def growth_sentences(told: Published) -> Iterator[Sentence | None]:
    """Yield growth on a year before, the festival's part, January and February together, and whether growth quickened."""
    zone, month, name = told.source.zone_code, told.source.month_name, month_name(told.source.month_name)
    raw, without, adjusted = (told.rounded.percent(each, zone, month) for each in (RAW, WITHOUT, ADJUSTED))
    if raw is None:
        yield say("growth.unknown", month=name)
        return
    if adjusted is None:
        yield say("growth.raw", month=name, raw=with_sign(raw))
    else:
        yield say("growth.both", month=name, raw=with_sign(raw), adjusted=with_sign(adjusted))
    if without is not None and raw != without:
        yield say("growth.festival", festival=with_sign(raw - without), without=with_sign(without))
    combined = told.rounded.percent(COMBINED, zone, month)
    if month.endswith(_FEBRUARY) and combined is not None:
        yield say("growth.combined", year=month[:4], combined=with_sign(combined))
    yield _quickened(told, ADJUSTED if adjusted is not None else RAW)


def _quickened(told: Published, measure: str) -> Sentence | None:
    month, zone = told.source.month_name, told.source.zone_code
    now, before = (told.rounded.percent(measure, zone, each) for each in (month, month_before(month)))
    if now is None or before is None:
        return None
    change = now - before
    said = {
        "measured": Text("工作日调整后的增速", "Working-day adjusted growth")
        if measure == ADJUSTED
        else Text("增速", "Growth")
    }
    match movement(change, told.source.parameters.steady_growth_points):
        case Movement.ROSE:
            return say("growth.faster", **said, by=up(change))
        case Movement.FELL:
            return say("growth.slower", **said, by=up(change))
        case _:
            return say("growth.steady", **said, signed=with_sign(change))


def diffusion_of(told: Published, month: str | None = None) -> Decimal | None:
    """Return the diffusion index of the whole zone; None where not published."""
    return told.rounded.one_digit(_DIFFUSION, told.source.zone_code, month or told.source.month_name)


def diffusion_sentences(told: Published) -> Iterator[Sentence]:
    """Yield the diffusion index."""
    value = diffusion_of(told)
    if value is not None:
        yield say("diffusion.plain", month=month_name(told.source.month_name), value=value)


def _growth_chart(told: Published) -> Block | None:
    series = [
        {"name": both(name), "values": values, "look": look, "told": measure == ADJUSTED}
        for measure, (name, look) in _LOOKS.items()
        if any(values := told.rounded.percent_line(measure, told.source.zone_code))
    ]
    if not series:
        return None
    drawing = {"kind": "lines", "x": told.rounded.months, "series": series, "marks": ["0"], "height": 170}
    alt = Text(
        "折线图：近 {n} 个月用电同比（%），数值见下表。",
        "Line chart: growth of use on a year before (%) over {n} months; the table has the figures.",
    ).fill(n=len(told.rounded.months))
    return chart("growth", Text("用电同比（%）", "Use, year on year (%)"), alt, drawing)


def _diffusion_chart(told: Published) -> Block | None:
    values = [text_of(diffusion_of(told, month)) for month in told.rounded.months]
    if not any(values):
        return None
    series = {"name": both(Text("扩散指数", "diffusion index")), "values": values, "look": "main", "told": True}
    drawing = {"kind": "lines", "x": told.rounded.months, "series": [series], "marks": ["50"], "height": 150}
    alt = Text(
        "折线图：近 {n} 个月扩散指数，虚线为 50。",
        "Line chart: the diffusion index over {n} months; the dashed line is 50.",
    ).fill(n=len(values))
    caption = Text(
        "扩散指数：高于 50 表示用电增加的企业多于减少的",
        "Diffusion index: above 50 more enterprises used more than less",
    )
    return chart("diffusion", caption, alt, drawing)


def _table(told: Published) -> Block | None:
    zone, measures = told.source.zone_code, (RAW, WITHOUT, ADJUSTED, "yearly_growth.lunar_aligned")
    columns = [
        Column(Text("月份", "Month"), 1.3, is_number=False),
        Column(Text("同比 %", "Raw %")),
        Column(Text("剔除春节 %", "Without festival %"), 1.3),
        Column(Text("工作日调整 %", "Working-day adj. %"), 1.4),
        Column(Text("春节对齐 %", "Aligned by New Year %"), 1.6),
        Column(Text("扩散指数", "Diffusion")),
    ]
    rows = [
        [
            month_name(month),
            *(with_sign(told.rounded.percent(measure, zone, month)) for measure in measures),
            text_of(diffusion_of(told, month)),
        ]
        for month in reversed(told.rounded.months)
        if told.rounded.percent(RAW, zone, month) is not None
    ]
    return table("growth", Text("用电同比的各种口径", "Growth of use, by way of comparing"), columns, rows)
