"""What changed the level in the month, by the cities and by the industries that are published; all others are one part."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.bulletin.blocks import Block, chart, section
from openmbi.reports.bulletin.public.published import CONTRIBUTIONS, Published
from openmbi.reports.bulletin.sections.groups import CITIES, INDUSTRIES, POINTS, Kind
from openmbi.reports.bulletin.told import month_name, named, with_sign
from openmbi.reports.bulletin.wording.rule import Sentence, paragraph
from openmbi.reports.bulletin.wording.rules import say
from openmbi.reports.overview.figures import both

_TITLE = Text("变动来源", "What changed and why")
_REST = Text("其余、不公布的与舍入", "others, left out, rounding")


def changes(told: Published) -> dict[str, Any] | None:
    """Return the section; None where the change of the whole zone is not published."""
    total = told.rounded.points(CONTRIBUTIONS, told.source.zone_code, told.source.month_name)
    if total is None:
        return None
    kinds = (CITIES, INDUSTRIES)
    blocks = [paragraph(_sentences(told, total, kinds)), *(_waterfall(told, total, kind) for kind in kinds)]
    return section("changes", _TITLE, blocks)


def _sentences(told: Published, total: Decimal, kinds: tuple[Kind, ...]) -> Iterator[Sentence]:
    yield say("public.change", month=month_name(told.source.month_name), points=with_sign(total))
    most = told.source.parameters.named
    for kind in kinds:
        ranked = _ranked(told, kind)
        rises = [one for one in ranked if one[1] > 0][:most]
        falls = [one for one in reversed(ranked) if one[1] < 0][:most]
        if rises:
            yield say("change.raised", kind=kind.several, names=named(rises, POINTS))
        if falls:
            yield say("change.lowered", kind=kind.several, names=named(falls, POINTS))


def _ranked(told: Published, kind: Kind) -> list[tuple[Text, Decimal]]:
    """Return the contributions of the groups that are published, the largest first."""
    found, short = told.contributions(kind.level), {one.code: one.short for one in told.groups.get(kind.level, ())}
    return [(short[code], points) for code, points in sorted(found.items(), key=lambda one: (-one[1], one[0]))]


def _waterfall(told: Published, total: Decimal, kind: Kind) -> Block | None:
    ranked, most = _ranked(told, kind), told.source.parameters.contributions
    rises = [one for one in ranked if one[1] > 0][:most]
    falls = [one for one in reversed(ranked) if one[1] < 0][:most]
    if not rises and not falls:
        return None
    rest = total - sum((points for _, points in (*rises, *falls)), Decimal(0))
    shown = [*rises, *falls, (_REST, rest)]
    drawing = {
        "kind": "waterfall",
        "steps": [{"name": both(name), "points": str(points)} for name, points in shown],
        "total": str(total),
        "total_name": both(Text("合计", "Total")),
    }
    caption = Text(
        "{month}活跃度变动，按公布的{kind}（点）",
        "Change of the level in {month} by the {kind} that are published (points)",
    ).fill(month=month_name(told.source.month_name), kind=kind.several)
    alt = Text("瀑布图：各项相加为 {points} 点。", "Waterfall: the parts add up to {points} points.").fill(
        points=with_sign(total)
    )
    return chart(f"waterfall_{kind.level}", caption, alt, drawing)
