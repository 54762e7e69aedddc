"""Cities and industries that are published: how many rose and fell, which most, and a table; what is left out is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.reports.bulletin.blocks import Block, Column, chart, section, table
from openmbi.reports.bulletin.public.published import Group, Published
from openmbi.reports.bulletin.public.sections.growth import ADJUSTED, RAW
from openmbi.reports.bulletin.rounded import text_of
from openmbi.reports.bulletin.sections.groups import CITIES, INDUSTRIES, PERCENT, POINTS, Kind, counted, lights_told
from openmbi.reports.bulletin.told import month_name, with_sign
from openmbi.reports.bulletin.wording.rule import Sentence, paragraph
from openmbi.reports.bulletin.wording.rules import say
from openmbi.reports.overview.figures import both


def cities(told: Published) -> dict[str, Any] | None:
    """Return the section of cities; None where none is published."""
    blocks = [
        paragraph(
            [
                *level_sentences(told, CITIES),
                lights_sentence(told, CITIES.level, CITIES.several),
                left_out(told, CITIES.level, CITIES.several),
            ]
        ),
        _tile_grid(told),
        _ranks(
            told,
            CITIES,
            _changes(told, CITIES),
            Text("本月活跃度变动（点）", "change of the activity level in the month (points)"),
        ),
        _table(told, CITIES),
    ]
    return section("cities", CITIES.title, blocks) if told.groups.get(Level.CITY) else None


def industries(told: Published) -> dict[str, Any] | None:
    """Return the section of industries; None where none is published."""
    kind = INDUSTRIES
    blocks = [
        paragraph(
            [
                *growth_sentences(told, kind),
                lights_sentence(told, kind.level, kind.several),
                left_out(told, kind.level, kind.several),
            ]
        ),
        _ranks(told, kind, _growth(told, kind), Text("用电同比（%）", "use, year on year (%)")),
        _table(told, kind),
    ]
    return section("industries", kind.title, blocks) if told.groups.get(kind.level) else None


def level_sentences(told: Published, kind: Kind) -> Iterator[Sentence | None]:
    """Yield how many levels rose and fell over the month, and which most."""
    limits, changes = told.source.parameters, _changes(told, kind)
    yield from counted(
        "groups.level_counts", changes, kind, steady=limits.steady_points, most=limits.named, unit=POINTS
    )


def growth_sentences(told: Published, kind: Kind) -> Iterator[Sentence | None]:
    """Yield in how many use grew and fell on a year before, and in which most."""
    limits, changes = told.source.parameters, _growth(told, kind)
    yield from counted(
        "groups.growth_counts", changes, kind, steady=limits.steady_growth_points, most=limits.named, unit=PERCENT
    )


def lights_sentence(told: Published, level: Level, several: Text) -> Sentence | None:
    """Tell how many of the groups that are published have which light."""
    words = {str(look["colour"]): Text.of(look["word"]) for look in told.source.legend}
    colours = [colour for (own, _code), colour in told.colours.items() if own is level]
    return lights_told(colours, words, told.data_until, several)


def left_out(told: Published, level: Level, several: Text) -> Sentence | None:
    """Tell how many groups of a level disclosure control leaves out."""
    shown, count = told.counted(level)
    if not count:
        return None
    said = {"count": count, "groups": several}
    return (
        say("public.all_shown", **said)
        if shown == count
        else say("public.left_out", **said, shown=shown, hidden=count - shown)
    )


def _listed(told: Published, kind: Kind) -> list[Group]:
    return told.groups.get(kind.level, [])


def _changes(told: Published, kind: Kind) -> list[tuple[Text, Decimal | None]]:
    return [
        (one.short, told.rounded.change(told.source.index, one.code, told.source.month_name))
        for one in _listed(told, kind)
    ]


def _growth(told: Published, kind: Kind) -> list[tuple[Text, Decimal | None]]:
    return [(one.short, told.rounded.percent(RAW, one.code, told.source.month_name)) for one in _listed(told, kind)]


def _tile_grid(told: Published) -> Block | None:
    tiles = []
    for one in _listed(told, CITIES):
        look, place = told.look(one.level, one.code), told.source.tiles.get(one.code)
        if look and place:
            value = text_of(told.rounded.change(told.source.index, one.code, told.source.month_name))
            face = {"colour": look["colour"], "letter": look["letter"], "value": value}
            tiles.append({"name": both(one.short), "column": place.column, "row": place.row, **face})
    if not tiles:
        return None
    caption = Text(
        "方格示意图：公布的各地市红绿灯（{day}）与本月活跃度变动（点）",
        "Tile grid: lights of the cities that are published ({day}) and change of their level in the month (points)",
    ).fill(day=told.data_until)
    alt = Text(
        "方格示意图，不是地图：每格一个地市，数值见下表。",
        "A tile grid, no map: one square a city; the table has the figures.",
    )
    return chart("city_lights", caption, alt, {"kind": "tile_grid", "tiles": tiles})


def _ranks(told: Published, kind: Kind, values: Sequence[tuple[Text, Decimal | None]], what: Text) -> Block | None:
    """Return the ranks of groups by a figure, the largest first; equal ones by code."""
    looks = [told.look(one.level, one.code) for one in _listed(told, kind)]
    found = [(value, place) for place, (_name, value) in enumerate(values) if value is not None]
    if not found:
        return None
    found.sort(key=lambda one: (-one[0], one[1]))
    rows = [
        {"name": both(values[place][0]), "value": str(value), "colour": (looks[place] or {}).get("colour")}
        for value, place in found
    ]
    caption = kind.title + Text("：", ": ") + what
    alt = Text(
        "条形图：由高到低，首位{first}，末位{last}。", "Bars from high to low: {first} first, {last} last."
    ).fill(first=values[found[0][1]][0], last=values[found[-1][1]][0])
    return chart(f"{kind.level}_ranks", caption, alt, {"kind": "bars", "rows": rows})


def _table(told: Published, kind: Kind) -> Block | None:
    columns = [
        Column(kind.one, 2.2 if kind is CITIES else 3.2, is_number=False),
        Column(Text("灯", "Light"), 0.8, is_number=False),
        Column(Text("活跃度", "Level")),
        Column(Text("本月变动", "In the month"), 1.1),
        Column(Text("同比 %", "Year on year %"), 1.1),
        Column(Text("工作日调整 %", "Working-day adj. %"), 1.5),
        Column(Text("权重 %", "Weight %"), 1.1),
    ]
    caption = Text("{kind}：公布的{month}数值", "{kind}: what is published of {month}").fill(
        kind=kind.title, month=month_name(told.source.month_name)
    )
    return table(kind.level.value, caption, columns, [_row(told, one) for one in _listed(told, kind)])


def _row(told: Published, one: Group) -> list[Any]:
    month, figures = told.source.month_name, told.rounded
    weight = weight_of(told, one.code)
    return [
        one.short if one.level is Level.INDUSTRY else one.name,
        told.look(one.level, one.code),
        text_of(figures.points(told.source.index, one.code, month)),
        with_sign(figures.change(told.source.index, one.code, month)),
        with_sign(figures.percent(RAW, one.code, month)),
        with_sign(figures.percent(ADJUSTED, one.code, month)),
        None if weight is None else f"{weight * 100:.1f}",
    ]


def weight_of(told: Published, code: str) -> float | None:
    """Return the weight of a group, a share, on the newest day; None where not published."""
    return told.weights.get(code)
