"""Cities, industries and clusters: how many rose and fell, which most, ranks and a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.reports.bulletin.blocks import Block, Column, chart, section, table
from openmbi.reports.bulletin.inputs import Document
from openmbi.reports.bulletin.rounded import text_of
from openmbi.reports.bulletin.sections.growth import ADJUSTED, RAW
from openmbi.reports.bulletin.told import Told, joined, month_name, named, with_sign
from openmbi.reports.bulletin.wording.movement import Movement, leading, movement
from openmbi.reports.bulletin.wording.rule import Sentence, paragraph
from openmbi.reports.bulletin.wording.rules import say
from openmbi.reports.overview.figures import day_text

LEVEL = "activity_level"
POINTS, PERCENT = Text(" 点", " points"), Text("%", " %")


@dataclass(frozen=True)
class Kind:
    """How a level's groups are called: one of them, several, the section's title."""

    level: Level
    one: Text
    several: Text
    title: Text


CITIES = Kind(Level.CITY, Text("地市", "City"), Text("地市", "cities"), Text("各地市", "Cities"))
INDUSTRIES = Kind(Level.INDUSTRY, Text("行业", "Industry"), Text("行业", "industries"), Text("各行业", "Industries"))
CLUSTERS = Kind(Level.CLUSTER, Text("产业集群", "Cluster"), Text("产业集群", "clusters"), Text("产业集群", "Clusters"))


def cities(told: Told) -> dict[str, Any] | None:
    """Return the section of cities."""
    found = _listed(told, CITIES)
    blocks = [
        paragraph([*level_sentences(told, CITIES), lights_sentence(told, CITIES)]),
        _tile_grid(told),
        _level_ranks(told, CITIES),
        _table(told, CITIES),
    ]
    return section("cities", CITIES.title, blocks) if found else None


def industries(told: Told) -> dict[str, Any] | None:
    """Return the section of industries."""
    found = _listed(told, INDUSTRIES)
    blocks = [
        paragraph([*growth_sentences(told, INDUSTRIES), lights_sentence(told, INDUSTRIES)]),
        _growth_ranks(told, INDUSTRIES),
        _table(told, INDUSTRIES),
    ]
    return section("industries", INDUSTRIES.title, blocks) if found else None


def clusters(told: Told) -> dict[str, Any] | None:
    """Return the section of clusters."""
    found = _listed(told, CLUSTERS)
    blocks = [
        paragraph([*growth_sentences(told, CLUSTERS), lights_sentence(told, CLUSTERS)]),
        _table(told, CLUSTERS),
    ]
    return section("clusters", CLUSTERS.title, blocks) if found else None


def _listed(told: Told, kind: Kind) -> Sequence[Document]:
    return told.source.groups.get(kind.level, ())


def level_sentences(told: Told, kind: Kind) -> Iterator[Sentence | None]:
    """Yield how many levels rose and fell over the month, and which most."""
    changes = [(_name(one), told.change(LEVEL, one["code"], told.source.month_name)) for one in _listed(told, kind)]
    limits = told.source.parameters
    yield from counted(
        "groups.level_counts", changes, kind, steady=limits.steady_points, most=limits.named, unit=POINTS
    )


def growth_sentences(told: Told, kind: Kind) -> Iterator[Sentence | None]:
    """Yield in how many use grew and fell on a year before, and in which most."""
    changes = [(_name(one), told.percent(RAW, one["code"], told.source.month_name)) for one in _listed(told, kind)]
    limits = told.source.parameters
    steady = limits.steady_growth_points
    yield from counted("groups.growth_counts", changes, kind, steady=steady, most=limits.named, unit=PERCENT)


def counted(
    code: str, changes: Sequence[tuple[Text, Decimal | None]], kind: Kind, *, steady: Decimal, most: int, unit: Text
) -> Iterator[Sentence | None]:
    """Yield how many rose and fell, which most (at most `most` of them), and how many are not known."""
    known = [(name, change) for name, change in changes if change is not None]
    if not known:
        return
    ways = [movement(change, steady) for _, change in known]
    counts = {way.value: ways.count(way) for way in (Movement.ROSE, Movement.FELL, Movement.STEADY)}
    yield say(code, count=len(known), groups=kind.several, **counts)
    rose = leading([one for one in known if movement(one[1], steady) is Movement.ROSE], most)
    fell = leading([(name, -change) for name, change in known if movement(change, steady) is Movement.FELL], most)
    yield say("groups.most_up", names=named(rose, unit)) if rose else None
    yield say("groups.most_down", names=named([(name, -by) for name, by in fell], unit)) if fell else None
    yield say("groups.unknown", count=len(changes) - len(known)) if len(changes) > len(known) else None


def lights_sentence(told: Told, kind: Kind) -> Sentence | None:
    """Tell how many groups have which light."""
    return counted_lights(told, [told.lights.of(one) for one in _listed(told, kind)], kind.level, kind.several)


def counted_lights(told: Told, lights: Sequence[Document], level: Level, several: Text) -> Sentence | None:
    """Tell how many of some lights have which colour, the most urgent first; None where there are none."""
    words = {look["colour"]: Text.of(look["word"]) for look in told.source.overview["legend"]}
    return lights_told([one["colour"] for one in lights], words, told.lights.day(level), several)


def lights_told(colours: Sequence[str], words: Mapping[str, Text], day: date, several: Text) -> Sentence | None:
    """Tell how many of some colours there are; `words`: what each is called, the most urgent first. None where there are none."""
    counts = [(word, colours.count(colour)) for colour, word in words.items() if colour in colours]
    if not counts:
        return None
    said = {"day": day_text(day), "count": len(colours), "groups": several}
    if len(counts) == 1:
        return say("lights.all_same", **said, light=counts[0][0])
    parts = [Text("{light} {n} 个", "{n} {light}").fill(light=word, n=count) for word, count in counts]
    return say("lights.counts", **said, lights=joined(parts))


def _name(one: Document) -> Text:
    return Text.of(one["short"])


def _tile_grid(told: Told) -> Block | None:
    found = told.source.tiles
    if not found or not found["tiles"]:
        return None
    tiles = [
        {
            "name": one["short"],
            "column": one["column"],
            "row": one["row"],
            "colour": told.lights.of(one)["colour"],
            "letter": told.lights.of(one)["letter"],
            "value": text_of(told.change(LEVEL, one["code"], told.source.month_name)),
        }
        for one in found["tiles"]
    ]
    caption = Text(
        "方格示意图：各地市红绿灯（{day}）与本月活跃度变动（点）",
        "Tile grid: lights of cities ({day}) and change of their level in the month (points)",
    ).fill(day=told.lights.day(Level.CITY))
    alt = Text(
        "方格示意图，不是地图：每格一个地市，数值见下表。",
        "A tile grid, no map: one square a city; the table has the figures.",
    )
    return chart("city_lights", caption, alt, {"kind": "tile_grid", "tiles": tiles})


def _level_ranks(told: Told, kind: Kind) -> Block | None:
    values = {one["code"]: told.change(LEVEL, one["code"], told.source.month_name) for one in _listed(told, kind)}
    caption = Text("{kind}：本月活跃度变动（点）", "{kind}: change of the activity level in the month (points)").fill(
        kind=kind.title
    )
    return _ranks(told, kind, values, "city_ranks", caption)


def _growth_ranks(told: Told, kind: Kind) -> Block | None:
    values = {one["code"]: told.percent(RAW, one["code"], told.source.month_name) for one in _listed(told, kind)}
    caption = Text("{kind}：用电同比（%）", "{kind}: use, year on year (%)").fill(kind=kind.title)
    return _ranks(told, kind, values, "industry_ranks", caption)


def _ranks(told: Told, kind: Kind, values: dict[str, Decimal | None], code: str, caption: Text) -> Block | None:
    """Return the ranks of groups by a figure, the largest first; equal ones by code."""
    known = [(value, one) for one in _listed(told, kind) if (value := values[one["code"]]) is not None]
    if not known:
        return None
    known.sort(key=lambda found: (-found[0], found[1]["code"]))
    rows = [
        {"name": one["short"], "value": str(value), "colour": told.lights.of(one)["colour"]} for value, one in known
    ]
    alt = Text(
        "条形图：由高到低，首位{first}，末位{last}。", "Bars from high to low: {first} first, {last} last."
    ).fill(first=_name(known[0][1]), last=_name(known[-1][1]))
    return chart(code, caption, alt, {"kind": "bars", "rows": rows})


def _table(told: Told, kind: Kind) -> Block | None:
    composite = told.group_composite
    latest = max(
        (month for one in _listed(told, kind) if composite and (month := told.latest(composite, one["code"]))),
        default=None,
    )
    columns = [
        Column(kind.one, 2.0 if kind is CITIES else 2.9, is_number=False),
        Column(Text("灯", "Light"), 0.7, is_number=False),
        Column(Text("活跃度", "Level")),
        Column(Text("本月变动", "In the month")),
        Column(Text("同比 %", "Year on year %")),
        Column(Text("工作日调整 %", "Working-day adj. %"), 1.4),
        Column(Text("综合指数", "Composite") + (month_name_short(latest) if latest else Text("", "")), 1.3),
        Column(Text("权重 %", "Weight %"), 1.1),
        Column(Text("企业", "Enterprises"), 1.25),
    ]
    caption = Text("{kind}：{month}各项数值，灯为{day}", "{kind}: figures of {month}, lights of {day}").fill(
        kind=kind.title, month=month_name(told.source.month_name), day=told.lights.day(kind.level)
    )
    return table(
        kind.level.value, caption, columns, [_row(told, one, composite, latest) for one in _listed(told, kind)]
    )


def month_name_short(month: str) -> Text:
    """Return a month in brackets, behind the head of a column."""
    return Text(f" ({month})", f" ({month})")


def _row(told: Told, one: Document, composite: str | None, latest: str | None) -> list[Any]:
    code, month = one["code"], told.source.month_name
    value = told.points(composite, code, latest) if composite and latest else None
    return [
        Text.of(one["name"] if one["level"] != Level.INDUSTRY.value else one["short"]),
        told.lights.of(one),
        text_of(told.points(LEVEL, code, month)),
        with_sign(told.change(LEVEL, code, month)),
        with_sign(told.percent(RAW, code, month)),
        with_sign(told.percent(ADJUSTED, code, month)),
        text_of(value),
        None if one["weight"] is None else f"{float(one['weight']):.1f}",
        f"{one['members']:,}",
    ]
