"""The MBI and the composite of the month: against 100, by method, by domain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.bulletin.blocks import Block, Column, chart, note, section, table
from openmbi.reports.bulletin.rounded import months_until, text_of
from openmbi.reports.bulletin.told import Told, joined, month_name, named, up, with_sign
from openmbi.reports.bulletin.wording.movement import Movement, leading, movement
from openmbi.reports.bulletin.wording.rule import Sentence, paragraph
from openmbi.reports.bulletin.wording.rules import say
from openmbi.reports.overview.figures import both

_TITLE = Text("MBI 与综合指数", "MBI and composite")
_HUNDRED = Decimal(100)
_POINTS = Text(" 点", " points")


def index(told: Told) -> dict[str, Any] | None:
    """Return the section; None where the run has neither an MBI nor a composite."""
    if told.source.zone is None or not (told.source.zone.get("composite") or _mbi_months(told)):
        return None
    blocks = [
        paragraph([*mbi_sentences(told), _mbi_error(told)]),
        _mbi_chart(told),
        paragraph([*composite_sentences(told), _span(told)]),
        _methods_chart(told),
        paragraph(domain_sentences(told)),
        _domains_chart(told),
        _domains_table(told),
        _missing(told),
    ]
    return section("index", _TITLE, blocks)


def mbi_sentences(told: Told) -> Iterator[Sentence | None]:
    """Yield the MBI of the month, or of the latest that has one, and where it lies from 100."""
    months, zone = _mbi_months(told), told.source.zone or {}
    if not months:
        if zone.get("mbi"):
            yield say("mbi.none")
        return
    latest = months[-1]
    value, growth, reference = (_one_digit(told, name, latest) for name in ("mbi", "mbi.growth", "mbi.reference"))
    figures = {"value": value, "growth": growth, "reference": reference}
    if latest == told.source.month_name:
        target = Text.of(zone["mbi"]["target"]) if zone.get("mbi") and zone["mbi"].get("target") else _GROWTH
        yield say("mbi.of_month", month=month_name(latest), target=target, **figures)
    else:
        yield say("mbi.earlier", month=month_name(told.source.month_name), latest=month_name(latest), **figures)
    way = movement(Decimal(str(value)) - _HUNDRED, told.source.parameters.steady_points)
    yield say({Movement.ROSE: "mbi.above", Movement.FELL: "mbi.below"}.get(way, "mbi.even"))


_GROWTH = Text("目标增速", "growth of the target")


def mbi_of(told: Told) -> tuple[str, str] | None:
    """Return the latest month with an MBI, up to the bulletin's, and its value."""
    months = _mbi_months(told)
    return (months[-1], str(_one_digit(told, "mbi", months[-1]))) if months else None


def _mbi_months(told: Told) -> list[str]:
    series = told.source.figures.series("mbi", told.source.zone_code)
    return sorted(month for month in series if month <= told.source.month_name)


def _one_digit(told: Told, indicator: str, month: str) -> str:
    value = told.source.figures.value(indicator, told.source.zone_code, month)
    return "–" if value is None else f"{value + 0:.1f}".replace("-", "−")


def _mbi_error(told: Told) -> Sentence | None:
    found = (told.source.zone or {}).get("mbi") or {}
    if not found.get("error") or not found.get("no_change_error"):
        return None
    return say("mbi.error", months=found["error_months"], error=found["error"], naive=found["no_change_error"])


def _mbi_chart(told: Told) -> Block | None:
    months = told.months
    values = [told.source.figures.value("mbi", told.source.zone_code, month) for month in months]
    errors = [told.source.figures.value("mbi.standard_error", told.source.zone_code, month) for month in months]
    if not _mbi_months(told):
        return None
    drawing = {
        "kind": "lines",
        "x": months,
        "height": 116,
        "series": [
            {
                "name": both(Text("MBI（带宽：±1 个标准误差）", "MBI (band: ±1 standard error)")),
                "values": [None if one is None else f"{one:.1f}" for one in values],
                "look": "main",
                "told": True,
            }
        ],
        "band": [None if one is None else f"{one:.2f}" for one in errors],
        "marks": ["100"],
    }
    found = mbi_of(told) or ("", "")
    alt = Text(
        "折线图：逐月 MBI，最近的 {month} 为 {value}；虚线为 100。",
        "Line chart: the MBI by month, {value} in {month}, the latest; the dashed line is 100.",
    ).fill(month=found[0], value=found[1])
    return chart("mbi", Text("制造业大数据指数（MBI）", "Manufacturing big-data index (MBI)"), alt, drawing)


def composite_lines(told: Told) -> list[tuple[Text, dict[str, Decimal], Mapping[str, Any]]]:
    """Return the composite and after it its domains: name, published values by month up to the bulletin's, and the line of the page."""
    found = (told.source.zone or {}).get("composite")
    return _by_month(told, found["month"], found["lines"]) if found else []


def _by_month(told: Told, last: str, lines: Any) -> list[tuple[Text, dict[str, Decimal], Mapping[str, Any]]]:
    listed = []
    for line in lines:
        months = months_until(last, len(line["trend"]))
        pairs = zip(months, line["trend"], strict=True)
        values = {
            month: Decimal(value) for month, value in pairs if value is not None and month <= told.source.month_name
        }
        listed.append((Text.of(line["name"]), values, line))
    return listed


def composite_sentences(told: Told) -> Iterator[Sentence]:
    """Yield the composite of the month, or of the latest that has one."""
    lines = composite_lines(told)
    if not lines or not lines[0][1]:
        yield say("composite.none")
        return
    values = lines[0][1]
    latest = max(values)
    if latest != told.source.month_name:
        missing = len(told.source.zone["composite"]["missing"]) if told.source.zone else 0
        yield say(
            "composite.earlier", month=month_name(told.source.month_name), missing=missing, latest=month_name(latest)
        )
    before = values.get(months_until(latest, 2)[0])
    said = {"month": month_name(latest), "value": values[latest]}
    if before is None:
        yield say("composite.first", **said)
        return
    change = values[latest] - before
    match movement(change, told.source.parameters.steady_points):
        case Movement.ROSE:
            yield say("composite.rose", **said, by=up(change))
        case Movement.FELL:
            yield say("composite.fell", **said, by=up(change))
        case _:
            yield say("composite.steady", **said, signed=with_sign(change))


def _methods(told: Told) -> list[tuple[Text, dict[str, Decimal], Mapping[str, Any]]]:
    """Return the methods that measure the level against the same base; a growth cycle is no such level."""
    found = (told.source.zone or {}).get("methods")
    lines = _by_month(told, found["month"], found["lines"]) if found else []
    return [
        one
        for one in lines
        if one[1] and one[2].get("base_first") and one[2]["base_first"] == lines[0][2]["base_first"]
    ]


def _span(told: Told) -> Sentence | None:
    lines = _methods(told)
    if len(lines) < 2:
        return None
    latest = min(max(values) for _, values, _ in lines)
    found = sorted((values[latest], name) for name, values, _ in _named_by_value(lines) if latest in values)
    (low, lowest), (high, highest) = (found[0], found[-1])
    by_name = {name.zh: name for name, _, _ in lines}
    return say(
        "methods.span",
        count=len(found),
        low=low,
        lowest=by_name[lowest],
        high=high,
        highest=by_name[highest],
        span=high - low,
    )


def _named_by_value(lines: list[Any]) -> Iterator[tuple[str, dict[str, Decimal], Any]]:
    for name, values, line in lines:
        yield name.zh, values, line


def _methods_chart(told: Told) -> Block | None:
    lines = _methods(told)
    if not lines:
        return None
    months = told.months
    others = [[text_of(values.get(month)) for month in months] for _, values, _ in lines[1:]]
    first = {
        "name": both(lines[0][0]),
        "values": [text_of(lines[0][1].get(month)) for month in months],
        "look": "main",
        "told": True,
    }
    name = both(Text("其他方法", "other methods"))
    drawing = {
        "kind": "lines",
        "x": months,
        "height": 120,
        "series": [*({"name": name, "values": values, "look": "many"} for values in others), first],
        "between": _edges([first["values"], *others]) if others else None,
        "marks": ["100"],
    }
    alt = Text(
        "折线图：{count} 种方法的综合指数，阴影为各方法的范围。",
        "Line chart: the composite by {count} methods; the shade spans all of them.",
    ).fill(count=len(lines))
    return chart("methods", Text("综合指数：各种方法", "Composite by method"), alt, drawing)


def _edges(columns: list[list[str | None]]) -> list[list[str | None]]:
    """Return the lowest and the highest value by month; None where one is not known."""
    low: list[str | None] = []
    high: list[str | None] = []
    for values in zip(*columns, strict=True):
        known = sorted(Decimal(value) for value in values if value is not None)
        complete = len(known) == len(values)
        low.append(str(known[0]) if complete else None)
        high.append(str(known[-1]) if complete else None)
    return [low, high]


def domain_sentences(told: Told) -> Iterator[Sentence | None]:
    """Yield how many domains rose and fell in the latest month of the composite, and which most."""
    moved = _domain_changes(told)
    if not moved:
        return
    latest = _domain_month(told)
    steady = told.source.parameters.steady_points
    ways = [movement(change, steady) for _, change in moved]
    yield say(
        "domains.counts",
        month=month_name(latest),
        count=len(moved),
        **{way.value: ways.count(way) for way in (Movement.ROSE, Movement.FELL, Movement.STEADY)},
    )
    rose = leading([one for one in moved if movement(one[1], steady) is Movement.ROSE], 1)
    fell = leading([(name, -change) for name, change in moved if movement(change, steady) is Movement.FELL], 1)
    yield say("domains.most_up", names=named(rose, _POINTS)) if rose else None
    yield say("domains.most_down", names=named([(name, -change) for name, change in fell], _POINTS)) if fell else None
    held = [name for name, _, line in composite_lines(told)[1:] if line.get("held")]
    yield say("domains.held", names=joined(held)) if held and latest == told.source.zone["composite"]["month"] else None  # type: ignore[index]


def _domain_month(told: Told) -> str:
    return max(composite_lines(told)[0][1])


def _domain_changes(told: Told) -> list[tuple[Text, Decimal]]:
    lines = composite_lines(told)
    if not lines or not lines[0][1]:
        return []
    latest = _domain_month(told)
    before = months_until(latest, 2)[0]
    return [
        (name, values[latest] - values[before])
        for name, values, _ in lines[1:]
        if latest in values and before in values
    ]


def _domains_chart(told: Told) -> Block | None:
    lines = composite_lines(told)[1:]
    if not _domain_changes(told):
        return None
    latest = _domain_month(told)
    before = months_until(latest, 2)[0]
    rows = [
        {"name": both(name), "before": text_of(values.get(before)), "now": text_of(values.get(latest))}
        for name, values, _ in lines
        if latest in values
    ]
    drawing = {
        "kind": "steps",
        "rows": rows,
        "marks": ["100"],
        "before": both(month_name(before)),
        "now": both(month_name(latest)),
    }
    alt = Text(
        "哑铃图：各领域指数由 {before} 到 {latest} 的变动，数值见下表。",
        "Dumbbells: how the index of each domain moved from {before} to {latest}; the table has the figures.",
    ).fill(before=before, latest=latest)
    return chart("domains", Text("各领域指数", "Index by domain"), alt, drawing)


def _domains_table(told: Told) -> Block | None:
    lines = composite_lines(told)
    if not lines or not lines[0][1]:
        return None
    latest = _domain_month(told)
    columns = [
        Column(Text("领域", "Domain"), 2, is_number=False),
        Column(month_name(latest)),
        Column(Text("较上月", "Month change")),
        Column(Text("较上年同月", "Year change")),
        Column(Text("权重 %", "Weight %")),
    ]
    shares = _shares(told)
    rows = [
        [
            name,
            text_of(values.get(latest)),
            with_sign(_difference(values, latest, 1)),
            with_sign(_difference(values, latest, 12)),
            shares.get(name.zh, "–") if place else "100.0",
        ]
        for place, (name, values, _) in enumerate(lines)
    ]
    return table("domains", Text("综合指数与各领域", "Composite and domains"), columns, rows)


def _shares(told: Told) -> dict[str, str]:
    found = (told.source.zone or {}).get("methods")
    counted = found["lines"][0].get("counts") or () if found else ()
    return {one["name"]["zh"]: one["share"] for one in counted}


def _difference(values: Mapping[str, Decimal], month: str, back: int) -> Decimal | None:
    now, then = values.get(month), values.get(months_until(month, back + 1)[0])
    return None if now is None or then is None else now - then


def _missing(told: Told) -> Block | None:
    found = (told.source.zone or {}).get("composite")
    listed = [Text.of(one) for one in found["missing"]] if found else []
    if not listed:
        return None
    return note(
        Text("尚缺：{listed}。", "Still missing: {listed}.").fill(
            listed=Text("；".join(one.zh for one in listed), "; ".join(one.en for one in listed))
        )
    )
