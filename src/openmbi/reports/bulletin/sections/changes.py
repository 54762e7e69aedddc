"""What changed the level in the month, taken apart by city and industry, and which enterprises moved it most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.bulletin.blocks import Block, Column, chart, note, section, table
from openmbi.reports.bulletin.told import Told, joined, month_name, named, with_sign
from openmbi.reports.bulletin.wording.rule import Sentence, paragraph
from openmbi.reports.bulletin.wording.rules import say
from openmbi.reports.overview.figures import both

_TITLE = Text("变动来源", "What changed and why")
_TWO = Decimal("0.01")
_REST = Text("其余 {count} 个", "the other {count}")
_ENTERPRISES = Text("企业（仅内部版具名）", "Enterprises (named in the internal edition only)")


def changes(told: Told) -> dict[str, Any] | None:
    """Return the section; None where the change of the month is not known."""
    month, tree = _month(told), _tree(told)
    if month is None:
        return None
    blocks: list[Block | None] = [paragraph([*_sentences(told, month, tree), _events(told)])]
    if tree:
        blocks += [_waterfall(told, tree, place) for place in range(len(tree["parts"]))]
    blocks += [_enterprises(told, month), note(Text.of(month["sentence"]))]
    return section("changes", _TITLE, blocks)


def _month(told: Told) -> Mapping[str, Any] | None:
    """Return the overview's account of the month: the fullest one that it has."""
    listed = (*told.source.overview["what_changed_and_why"], *told.source.overview["months"])
    return next((one for one in listed if one["period"] == told.source.month_name), None)


def _tree(told: Told) -> Mapping[str, Any] | None:
    """Return the level's change over just this month as the page of the zone takes it apart; None where it shows another."""
    opening = (told.source.month.first - timedelta(days=1)).isoformat()
    closing = min(told.source.month.last, told.source.data_until).isoformat()
    listed = (told.source.zone or {}).get("changes") or ()
    days = (opening, closing)
    return next(
        (one for one in listed if (one["opening_day"], one["closing_day"]) == days and one["zone_change"]), None
    )


def _sentences(told: Told, month: Mapping[str, Any], tree: Mapping[str, Any] | None) -> Iterator[Sentence]:
    yield say("change.sum", month=month_name(told.source.month_name), points=with_sign(month["change"]))
    for part in tree["parts"] if tree else ():
        for code, listed in (("change.raised", part["rises"]), ("change.lowered", part["falls"])):
            entries = [
                (told.short(Text.of(one["name"])), _rounded(one["points"]))
                for one in listed[: told.source.parameters.named]
            ]
            shown = [(name, points) for name, points in entries if points]
            if shown:
                yield say(code, kind=_lower(Text.of(part["title"])), names=named(shown, Text(" 点", " points")))


def _lower(title: Text) -> Text:
    return Text(title.zh, title.en.lower())


def _events(told: Told) -> Sentence | None:
    """Tell the known events that lie in the month."""
    first, last = told.source.month.first.isoformat(), told.source.month.last.isoformat()
    listed = (told.source.zone or {}).get("events") or ()
    within = [Text.of(one["name"]) for one in listed if one["first"] <= last and (one["last"] or last) >= first]
    return say("events.known", names=joined(within)) if within else None


def _waterfall(told: Told, tree: Mapping[str, Any], place: int) -> Block:
    part = tree["parts"][place]
    steps = [*_steps(told, part["rises"]), *_steps(told, part["falls"])]
    if part["rest"]["count"]:
        steps.append({"name": both(_REST.fill(count=part["rest"]["count"])), "points": _text(part["rest"]["points"])})
    steps += _steps(told, [one for one in tree["outside"] if _rounded(one["points"])])
    title = Text.of(part["title"])
    caption = Text(
        "活跃度变动按{title}分解（点）：{opening} 至 {closing}",
        "Change of the level by {title} (points), {opening} to {closing}",
    ).fill(title=_lower(title), opening=tree["opening_day"], closing=tree["closing_day"])
    alt = Text("瀑布图：各项相加为 {points} 点。", "Waterfall: the parts add up to {points} points.").fill(
        points=with_sign(tree["points"])
    )
    drawing = {"kind": "waterfall", "steps": steps, "total": tree["points"], "total_name": both(Text("合计", "Total"))}
    return chart(f"waterfall_{place + 1}", caption, alt, drawing)


def _steps(told: Told, entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"name": both(told.short(Text.of(one["name"]))), "points": _text(one["points"])} for one in entries]


def _text(points: str) -> str:
    return str(Decimal(points))


def _rounded(points: str) -> Decimal:
    return Decimal(points).quantize(_TWO) + 0


def _enterprises(told: Told, month: Mapping[str, Any]) -> Block | None:
    columns = [
        Column(Text("企业", "Enterprise"), 3, is_number=False),
        Column(Text("行业", "Industry"), 1.6, is_number=False),
        Column(Text("点", "Points"), 0.8),
        Column(Text("占同向变动 %", "Share of rises, falls %"), 1.3),
    ]
    rows = [
        [Text.of(one["name"]), told.short(Text.of(one["industry"])), with_sign(_rounded(one["points"])), one["share"]]
        for one in (*month["up"][:5], *month["down"][:5])
    ]
    return table("enterprises", _ENTERPRISES, columns, rows)
