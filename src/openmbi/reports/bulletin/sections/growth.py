"""Growth of use on a year before, how widely it is spread, and how work resumed after New Year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.bulletin.blocks import Block, Column, chart, section, table
from openmbi.reports.bulletin.rounded import text_of
from openmbi.reports.bulletin.told import Told, month_name, up, with_sign
from openmbi.reports.bulletin.wording.movement import Movement, movement
from openmbi.reports.bulletin.wording.rule import Sentence, paragraph
from openmbi.reports.bulletin.wording.rules import say
from openmbi.reports.overview.figures import both, day_text

RAW, WITHOUT, ADJUSTED = (
    "yearly_growth",
    "yearly_growth.excluding_festival",
    "yearly_growth.working_day_adjusted",
)
COMBINED = "january_february_yearly_growth"
_FEBRUARY = "-02"
_DAYS_AFTER = 45
_EVEN = Decimal(50)
_TITLE = Text("用电增速与扩散", "Growth of use and diffusion")


def growth(told: Told) -> dict[str, Any] | None:
    """Return the section."""
    blocks = [
        paragraph([*growth_sentences(told), *_resumption_sentences(told)]),
        _growth_chart(told),
        _resumption_chart(told),
        paragraph(diffusion_sentences(told)),
        _diffusion_chart(told),
        _diffusion_table(told),
    ]
    return section("growth", _TITLE, blocks) if any(blocks) else None


def growth_sentences(told: Told) -> Iterator[Sentence | None]:
    """Yield growth on a year before, the festival's part, January and February together, and whether growth quickened."""
    zone, month = told.source.zone_code, told.source.month_name
    raw, without, adjusted = (told.percent(name, zone, month) for name in (RAW, WITHOUT, ADJUSTED))
    name = month_name(month)
    if raw is None:
        yield say("growth.unknown", month=name)
        return
    if adjusted is None:
        yield say("growth.raw", month=name, raw=with_sign(raw))
    else:
        yield say("growth.both", month=name, raw=with_sign(raw), adjusted=with_sign(adjusted))
    if without is not None and raw != without:
        yield say("growth.festival", festival=with_sign(raw - without), without=with_sign(without))
    combined = told.percent(COMBINED, zone, month)
    if month.endswith(_FEBRUARY) and combined is not None:
        yield say("growth.combined", year=month[:4], combined=with_sign(combined))
    yield _quickened(told, ADJUSTED if adjusted is not None else RAW)


def _quickened(told: Told, measure: str) -> Sentence | None:
    zone = told.source.zone_code
    now, before = (told.percent(measure, zone, month) for month in (told.source.month_name, told.source.month_before))
    if now is None or before is None:
        return None
    change = now - before
    way = movement(change, told.source.parameters.steady_growth_points)
    measured = (
        Text("工作日调整后的增速", "Working-day adjusted growth") if measure == ADJUSTED else Text("增速", "Growth")
    )
    code = {Movement.ROSE: "growth.faster", Movement.FELL: "growth.slower"}.get(way, "growth.steady")
    return say(code, measured=measured, by=up(change), signed=with_sign(change))


def _growth_chart(told: Told) -> Block | None:
    zone = told.source.zone_code
    names = {
        RAW: (Text("同比", "raw"), "dots"),
        WITHOUT: (Text("剔除春节影响", "without the festival"), "second"),
        ADJUSTED: (Text("工作日调整后", "working-day adjusted"), "main"),
    }
    series = [
        {"name": both(name), "values": told.percent_line(measure, zone), "look": look, "told": measure == ADJUSTED}
        for measure, (name, look) in names.items()
    ]
    drawn = [one for one in series if any(one["values"])]
    if not drawn:
        return None
    drawing = {"kind": "lines", "x": told.months, "series": drawn, "marks": ["0"], "height": 180}
    alt = Text(
        "折线图：近 {n} 个月用电同比（%）：未调整、剔除春节影响与工作日调整后。",
        "Line chart: growth of use on a year before (%) over {n} months: raw, without the festival, and working-day adjusted.",
    ).fill(n=len(told.months))
    return chart("growth", Text("用电同比（%）", "Use, year on year (%)"), alt, drawing)


def _festival(told: Told) -> dict[str, Any] | None:
    """Return the New Year whose following days lie in the month."""
    for found in told.source.overview["resumption"]:
        first = date.fromisoformat(found["new_year"])
        if first <= told.source.month.last and told.source.month.first <= first + timedelta(days=_DAYS_AFTER):
            return found
    return None


def _resumption_sentences(told: Told) -> Iterator[Sentence]:
    """Yield the rates on the last day of the month that they are known for."""
    found = _festival(told)
    if found is None:
        return
    first = date.fromisoformat(found["new_year"])
    until = (min(told.source.month.last, told.source.data_until) - first).days
    known = [
        (day, resumed, recovered)
        for day, resumed, recovered in zip(
            found["days_from_new_year"], found["resumption_rate"], found["recovery_rate"], strict=True
        )
        if 0 <= day <= until and resumed is not None and recovered is not None
    ]
    if known:
        day, resumed, recovered = known[-1]
        yield say("resumption.latest", new_year=day_text(first), day=day, resumption=resumed, recovery=recovered)


def _resumption_chart(told: Told) -> Block | None:
    found = _festival(told)
    if found is None:
        return None
    years = [one for one in told.source.overview["resumption"] if one["year"] <= found["year"]][-2:]
    looks = ("many", "main")[-len(years) :]
    series = [
        {
            "name": both(Text("{year} 年", "{year}").fill(year=one["year"])),
            "values": one["resumption_rate"],
            "look": look,
        }
        for one, look in zip(years, looks, strict=True)
    ]
    drawing = {
        "kind": "lines",
        "x": [f"{day:+d}" if day else "0" for day in found["days_from_new_year"]],
        "series": series,
        "height": 160,
        "marks": ["100"],
    }
    alt = Text("折线图：春节前后各日的复工率（%）。", "Line chart: the resumption rate (%) by day from New Year.")
    return chart(
        "resumption", Text("复工率（%，距春节天数）", "Resumption rate (%, by day from New Year)"), alt, drawing
    )


def diffusion_sentences(told: Told) -> Iterator[Sentence]:
    """Yield the diffusion index and on which side of 50 it lies."""
    value, month = diffusion_of(told), told.source.month_name
    if value is None:
        return
    found = (told.source.zone or {}).get("diffusion")
    said = {"month": month_name(month), "value": value}
    if not found or found["month"] != month:
        yield say("diffusion.plain", **said)
        return
    way = movement(value - _EVEN, told.source.parameters.steady_diffusion_points)
    code = {Movement.ROSE: "diffusion.above", Movement.FELL: "diffusion.below"}.get(way, "diffusion.even")
    yield say(code, **said, up=found["up"], down=found["down"])


def diffusion_of(told: Told, month: str | None = None) -> Decimal | None:
    """Return the diffusion index of a month, one digit; None where not known."""
    value = told.source.figures.value("diffusion", told.source.zone_code, month or told.source.month_name)
    return None if value is None else Decimal(f"{value + 0:.1f}")


def _diffusion_chart(told: Told) -> Block | None:
    values = [text_of(diffusion_of(told, month)) for month in told.months]
    if not any(values):
        return None
    series = {"name": both(Text("扩散指数", "diffusion index")), "values": values, "look": "main", "told": True}
    drawing = {"kind": "lines", "x": told.months, "series": [series], "marks": ["50"], "height": 160}
    alt = Text(
        "折线图：近 {n} 个月扩散指数，虚线为 50。",
        "Line chart: the diffusion index over {n} months; the dashed line is 50.",
    ).fill(n=len(told.months))
    caption = Text(
        "扩散指数：高于 50 表示用电增加的企业多于减少的",
        "Diffusion index: above 50 more enterprises used more than less",
    )
    return chart("diffusion", caption, alt, drawing)


def _diffusion_table(told: Told) -> Block | None:
    zone = told.source.zone_code
    months = [month for month in reversed(told.months[-12:]) if told.percent(RAW, zone, month) is not None]
    columns = [
        Column(Text("月份", "Month"), 1.2, is_number=False),
        Column(Text("同比 %", "Raw %")),
        Column(Text("剔除春节 %", "Without festival %"), 1.3),
        Column(Text("工作日调整 %", "Working-day adj. %"), 1.4),
        Column(Text("春节对齐 %", "Aligned by New Year %"), 1.6),
        Column(Text("扩散指数", "Diffusion")),
    ]
    measures = (RAW, WITHOUT, ADJUSTED, "yearly_growth.lunar_aligned")
    rows = [
        [
            month_name(month),
            *(with_sign(told.percent(measure, zone, month)) for measure in measures),
            text_of(diffusion_of(told, month)),
        ]
        for month in months
    ]
    return table("growth", Text("用电同比的各种口径", "Growth of use, by way of comparing"), columns, rows)
