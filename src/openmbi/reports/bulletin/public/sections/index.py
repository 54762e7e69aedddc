"""The composite of the month and its domains, as far as they are published."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.bulletin.blocks import Block, Column, chart, section, table
from openmbi.reports.bulletin.public.published import Published
from openmbi.reports.bulletin.rounded import month_before, text_of
from openmbi.reports.bulletin.told import month_name, up, with_sign
from openmbi.reports.bulletin.wording.movement import Movement, movement
from openmbi.reports.bulletin.wording.rule import Sentence, paragraph
from openmbi.reports.bulletin.wording.rules import say
from openmbi.reports.overview.figures import both

_TITLE = Text("综合指数", "Composite")


def index(told: Published) -> dict[str, Any] | None:
    """Return the section; None where neither the composite nor a domain of the whole zone is published."""
    blocks = [paragraph(composite_sentences(told)), _chart(told), _domains_chart(told), _table(told)]
    return section("index", _TITLE, blocks) if blocks[1] or blocks[3] else None


def composite_of(told: Published) -> tuple[str, Decimal] | None:
    """Return the latest month with a composite of the whole zone, and its value."""
    latest = told.rounded.latest(told.source.composite, told.source.zone_code)
    value = told.rounded.points(told.source.composite, told.source.zone_code, latest) if latest else None
    return None if latest is None or value is None else (latest, value)


def composite_sentences(told: Published) -> Iterator[Sentence]:
    """Yield the composite of the latest month that has one."""
    found = composite_of(told)
    if found is None:
        return
    latest, value = found
    change = told.rounded.change(told.source.composite, told.source.zone_code, latest)
    said = {"month": month_name(latest), "value": value}
    match movement(change, told.source.parameters.steady_points):
        case Movement.UNKNOWN:
            yield say("composite.first", **said)
        case Movement.ROSE:
            yield say("composite.rose", **said, by=up(change or Decimal(0)))
        case Movement.FELL:
            yield say("composite.fell", **said, by=up(change or Decimal(0)))
        case _:
            yield say("composite.steady", **said, signed=with_sign(change))


def _chart(told: Published) -> Block | None:
    if composite_of(told) is None:
        return None
    values = told.rounded.line(told.source.composite, told.source.zone_code)
    series = {"name": both(Text("综合指数", "composite")), "values": values, "look": "main", "told": True}
    drawing = {"kind": "lines", "x": told.rounded.months, "series": [series], "marks": ["100"], "height": 130}
    alt = Text(
        "折线图：近 {n} 个月综合指数，虚线为 100。",
        "Line chart: the composite over {n} months; the dashed line is 100.",
    ).fill(n=len(values))
    return chart("composite", Text("综合指数", "Composite"), alt, drawing)


def _latest(told: Published) -> dict[str, str]:
    """Return the latest month of each domain that is published, by table."""
    found = {name: told.rounded.latest(name, told.source.zone_code) for name in told.source.domains}
    return {name: month for name, month in found.items() if month}


def _domains_chart(told: Published) -> Block | None:
    known = _latest(told)
    if not known:
        return None
    latest, zone = max(known.values()), told.source.zone_code
    rows = [
        {
            "name": both(told.source.domains[name]),
            "before": text_of(told.rounded.points(name, zone, month_before(latest))),
            "now": text_of(told.rounded.points(name, zone, latest)),
        }
        for name, month in known.items()
        if month == latest
    ]
    names = {"before": both(month_name(month_before(latest))), "now": both(month_name(latest))}
    alt = Text(
        "哑铃图：各领域指数的变动，数值见下表。",
        "Dumbbells: how the index of each domain moved; the table has the figures.",
    )
    return chart(
        "domains",
        Text("各领域指数", "Index by domain"),
        alt,
        {"kind": "steps", "rows": rows, "marks": ["100"], **names},
    )


def _table(told: Published) -> Block | None:
    columns = [
        Column(Text("领域", "Domain"), 2, is_number=False),
        Column(Text("月份", "Month"), 1.2, is_number=False),
        Column(Text("指数", "Index")),
        Column(Text("较上月", "Month change")),
    ]
    zone, known = told.source.zone_code, _latest(told)
    rows = [
        [
            told.source.domains[name],
            month_name(month),
            text_of(told.rounded.points(name, zone, month)),
            with_sign(told.rounded.change(name, zone, month)),
        ]
        for name, month in known.items()
    ]
    return table("domains", Text("公布的各领域指数", "Domains that are published"), columns, rows)
