"""The page of a group: its figures, what it is made of, what pushed it, its enterprises; parts add up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from openmbi.core.language import Language, Text
from openmbi.core.tables import Colour, ContributionNode, Level
from openmbi.reports.group.page import pages
from openmbi.reports.group.pushed import Pushed
from openmbi.reports.group.report import Groups
from openmbi.reports.province.entries import Entries
from openmbi.reports.province.inputs import Belonging, Change, Enterprises, ProvinceInput


@pytest.fixture(scope="module")
def groups(small_province: ProvinceInput) -> Groups:
    return Groups(small_province, Entries(small_province))


def every_group(source: ProvinceInput) -> list[tuple[Level, str]]:
    return [(level, str(code)) for level, series in source.series.items() for code in series.groups]


def ranked_total(part: dict[str, Any]) -> Decimal:
    lines = [*part["rises"], *part["falls"], part["rest"]]
    return sum((Decimal(line["points"]) for line in lines), Decimal(0))


def test_contributions_add_up_in_every_group(small_province: ProvinceInput, groups: Groups):
    for level, code in every_group(small_province):
        for change in groups.group(level, code)["changes"]:
            outside = sum((Decimal(line["points"]) for line in change["outside"]), Decimal(0))
            own = Decimal(change["points"]) - outside
            assert ranked_total(change["enterprises"]) == own
            assert all(ranked_total(part) == own for part in change["parts"])


def test_groups_of_a_level_add_up_to_the_zone(small_province: ProvinceInput, groups: Groups):
    root = small_province.changes[0].root.points
    for level in (Level.CITY, Level.INDUSTRY, Level.CELL, Level.SIZE_CLASS):
        codes = [code for at, code in every_group(small_province) if at is level]
        points = [Decimal(groups.group(level, code)["changes"][0]["points"]) for code in codes]
        assert sum(points) + Decimal("0.01") == root  # the rounding line


def test_a_tree_by_indicator_is_read_from_every_groups_side():
    def enterprise(code: str, points: str) -> ContributionNode:
        return ContributionNode("enterprise", code, Decimal(points))

    def node(level: str, code: str, *parts: ContributionNode) -> ContributionNode:
        return ContributionNode(level, code, sum((part.points for part in parts), Decimal(0)), parts)

    use = node("city", "a", node("industry", "x", enterprise("1", "2.00"), enterprise("2", "-0.50")))
    freight = node("city", "a", node("industry", "y", enterprise("1", "0.25")))
    pushed = Pushed(node("zone", "z", node("indicator", "use", use), node("indicator", "freight", freight)), "z", None)
    assert pushed.total[Level.CITY, "a"] == Decimal("1.75")
    assert pushed.total[Level.CELL, "a-x"] == Decimal("1.50")
    assert dict(pushed.enterprises[Level.ZONE, "z"]) == {"1": Decimal("2.25"), "2": Decimal("-0.50")}
    assert dict(pushed.parts[Level.CITY, "a"]) == {
        (Level.INDUSTRY, "x"): Decimal("1.50"),
        (Level.INDUSTRY, "y"): Decimal("0.25"),
    }
    assert dict(pushed.indicators[Level.ZONE, "z"]) == {"use": Decimal("1.50"), "freight": Decimal("0.25")}
    assert dict(pushed.indicators[Level.CELL, "a-y"]) == {"freight": Decimal("0.25")}


def test_the_change_of_a_composite_is_told_by_indicator_first(small_province: ProvinceInput):
    level = small_province.changes[0]
    root = replace(level.root, parts=(ContributionNode("indicator", "use_kwh", level.root.points, level.root.parts),))
    source = replace(
        small_province,
        changes=(level, replace(level, root=root)),
        indicators={"use_kwh": Text("用电量", "electricity")},
    )
    of_level, of_composite = Groups(source, Entries(source)).group(Level.ZONE, source.about.zone_code)["changes"]
    assert [part["title"]["en"] for part in of_level["parts"]] == ["Cities", "Industries"]
    assert [part["title"]["en"] for part in of_composite["parts"]] == ["Indicators", "Cities", "Industries"]
    (line,) = of_composite["parts"][0]["rises"] + of_composite["parts"][0]["falls"]
    assert (line["name"]["zh"], line["path"]) == ("用电量", None)
    assert Decimal(line["points"]) == sum(
        (
            Decimal(of_level["parts"][0][way][place]["points"])
            for way in ("rises", "falls")
            for place in range(len(of_level["parts"][0][way]))
        ),
        Decimal(of_level["parts"][0]["rest"]["points"]),
    )


def test_largest_and_urgent_enterprises_are_listed(small_province: ProvinceInput):
    """30 enterprises, the lightest five red: the 20 heaviest and these five are listed, red first."""
    colour = np.r_[np.full(25, Colour.GREEN), np.full(5, Colour.RED)].astype(np.uint8)
    listed = _of_one_group(small_province, colour)
    assert (listed["count"], listed["rest"]) == (30, 5)
    assert [line["code"] for line in listed["listed"]] == [
        *(f"e{number:02}" for number in range(25, 30)),
        *(f"e{number:02}" for number in range(20)),
    ]
    assert listed["counts"][0]["groups"] == 5
    assert listed["listed"][5]["share"] == "6.5"  # 30 of 465


def _of_one_group(small: ProvinceInput, colour: np.ndarray) -> dict[str, Any]:
    count = len(colour)
    rows = np.arange(count)
    weight = (count - rows) / (count * (count + 1) / 2)
    code = np.array([f"e{row:02}" for row in rows])
    same = np.full(count, "440100")
    enterprises = Enterprises(
        code=code,
        name=np.full(count, ""),
        city=same,
        industry=np.full(count, "C17"),
        size_class=np.full(count, "small"),
        weight=weight,
        colour=colour,
        since=np.full(count, np.datetime64("NaT"), "datetime64[D]"),
        level=np.full(count, np.nan),
        belongs={Level.CITY: Belonging(rows[::-1], same)},
    )
    source = replace(small, enterprises=enterprises)
    return Groups(source, Entries(source)).group(Level.CITY, "440100")["enterprises"]


def test_children_are_the_cells_across(groups: Groups):
    city = groups.group(Level.CITY, "440100")["children"]
    assert [part["title"]["en"] for part in city] == ["Industries"]
    assert {child["code"][:6] for child in city[0]["listed"]} == {"440100"}
    assert {child["short"]["en"] for child in city[0]["listed"]} >= {"Electronics", "Textiles"}
    assert [part["title"]["en"] for part in groups.group(Level.ZONE, "440000")["children"]] == ["Cities", "Industries"]
    assert groups.group(Level.CELL, "440100-C39")["children"] == []


def test_parts_of_a_city_and_of_an_industry_lead_to_the_cell(groups: Groups):
    for level, code, place in ((Level.CITY, "440100", 0), (Level.INDUSTRY, "C39", 1), (Level.ZONE, "440000", None)):
        for part in groups.group(level, code)["changes"][0]["parts"]:
            for line in part["rises"] + part["falls"]:
                kind, _, there = line["path"].partition("/")
                assert kind == ("cell" if place is not None else kind)
                assert place is None or there.split("-")[place] == code


def test_spans_are_differences_of_published_levels(small_province: ProvinceInput, groups: Groups):
    document = groups.group(Level.CITY, "440800")
    close = document["history"]["close"]
    assert [span["days"] for span in document["spans"]] == [1, 7, 28]
    for span in document["spans"]:
        assert Decimal(span["points"]) == Decimal(close[-1]) - Decimal(close[-1 - span["days"]])


def test_a_cell_is_led_to_from_zone_city_and_industry(groups: Groups):
    trail = groups.group(Level.CELL, "440100-C39")["trail"]
    assert [each["path"] for each in trail] == ["zone/440000", "city/440100", "industry/C39"]


def test_events_show_where_they_touch(groups: Groups):
    assert len(groups.group(Level.CITY, "440100")["events"]) == 1
    assert len(groups.group(Level.CELL, "440100-C17")["events"]) == 1
    assert groups.group(Level.CITY, "440800")["events"] == []
    assert len(groups.group(Level.INDUSTRY, "C17")["events"]) == 1


def test_composite_compares_published_figures(small_province: ProvinceInput, groups: Groups):
    composite = groups.group(Level.CITY, "440100")["composite"]
    one = small_province.composite[Level.CITY]
    assert composite["month"] == "2024-08"
    total, electricity, _, customs = composite["lines"]
    assert float(total["value"]) == pytest.approx(one.value[0, -1], abs=0.00501)
    assert Decimal(electricity["month_before"]) == Decimal(electricity["trend"][-1]) - Decimal(electricity["trend"][-2])
    assert Decimal(electricity["year_before"]) == Decimal(electricity["value"]) - Decimal(electricity["trend"][-13])
    assert (customs["value"], customs["month_before"]) == (None, None)


def test_a_held_sub_index_says_so_and_sub_indices_show_without_a_composite(small_province: ProvinceInput):
    one = small_province.composite[Level.CITY]
    held = np.zeros(one.sub.shape, bool)
    held[1, 0, -1] = True
    nothing = replace(one, held=held, value=np.full(one.value.shape, np.nan))
    source = replace(small_province, composite={Level.CITY: nothing})
    document = Groups(source, Entries(source)).group(Level.CITY, "440100")
    lines = document["composite"]["lines"]
    assert [line["held"] for line in lines] == [False, False, True, False]
    assert (lines[0]["value"], document["composite"]["month"]) == (None, "2024-08")
    assert f'{lines[2]["value"]} <small class="quiet">held</small>' in pages(document)[Language.EN]


def test_light_runs_cover_the_lights_days_once(small_province: ProvinceInput, groups: Groups):
    lights = small_province.lights[Level.CITY]
    history = groups.group(Level.CITY, "440100")["history"]
    days = [
        (str(day), run["colour"])
        for run in history["runs"]
        for day in np.arange(np.datetime64(run["first"]), np.datetime64(run["last"]) + 1)
    ]
    expected = [Colour(int(code)).name.lower() for code in lights.colour[0]]
    assert days == list(zip(map(str, lights.days), expected, strict=True))


def test_the_zone_says_its_mbi_or_why_there_is_none(small_province: ProvinceInput, groups: Groups):
    page = pages(groups.group(Level.ZONE, "440000"))[Language.EN]
    assert "100 + estimated growth 5.8 % − reference growth 4.5 %" in page
    assert "0.8 percentage points over 14 months" in page
    why = Text("没有登记目标", "no target is registered")
    none = replace(small_province, mbi=why)
    assert "no target is registered" in pages(Groups(none, Entries(none)).group(Level.ZONE, "440000"))[Language.EN]


def test_what_is_not_yet_measured_says_so(small_province: ProvinceInput, groups: Groups):
    assert pages(groups.group(Level.CITY, "440100"))[Language.EN].count("not yet measured") == 2
    lights = small_province.lights[Level.CITY]
    sure = replace(lights, probability=np.full(lights.colour.shape, 0.912), false_alarm_rate=0.084)
    source = replace(small_province, lights={**small_province.lights, Level.CITY: sure})
    page = pages(Groups(source, Entries(source)).group(Level.CITY, "440100"))[Language.EN]
    assert "91.2 %" in page
    assert "8.4 %" in page


def test_a_chain_that_began_anew_is_told(small_province: ProvinceInput):
    series = small_province.series[Level.CITY]
    restarted = series.restarted.copy()
    restarted[0, -30] = True
    source = replace(small_province, series={**small_province.series, Level.CITY: replace(series, restarted=restarted)})
    document = Groups(source, Entries(source)).group(Level.CITY, "440100")
    assert document["history"]["restarted"] == [str(series.days[-30])]
    assert f"began anew on {series.days[-30]}" in pages(document)[Language.EN]


@pytest.mark.parametrize("language", list(Language))
def test_page_and_document_say_the_same(small_province: ProvinceInput, groups: Groups, language: Language):
    for level, code in every_group(small_province):
        document = groups.group(level, code)
        page = pages(document)[language]
        group = document["group"]
        said = [group["value"], group["light"]["word"][language], group["reason"][language], f"{group['coverage']} %"]
        said += (
            [line["value"] for line in document["composite"]["lines"] if line["value"]] if document["composite"] else []
        )
        assert [text for text in said if text not in page] == []


def test_enterprises_are_linked_only_where_their_pages_are_served(groups: Groups):
    document = groups.group(Level.CELL, "440100-C39")
    assert "enterprise/E" not in pages(document)[Language.EN]
    assert 'href="../enterprise/E' in pages(document, served=True)[Language.EN]


def test_a_zone_without_groups_has_a_page(small_province: ProvinceInput):
    bare = ProvinceInput(
        about=small_province.about,
        series={Level.ZONE: small_province.series[Level.ZONE]},
        lights={},
        reason=lambda level, code: Text("无灯", "no light"),
    )
    document = Groups(bare, Entries(bare)).group(Level.ZONE, "440000")
    assert [place["path"] for place in document["navigation"]] == ["glance", "index", "zone/440000"]
    assert document["group"]["light"]["colour"] == "no_data"
    assert "None" not in pages(document)[Language.EN]


def test_a_change_without_enterprises_register_is_told_by_code(small_province: ProvinceInput):
    leaf = ContributionNode("enterprise", "m<1>", Decimal("-0.40"))
    change = Change(Text("八月", "August"), small_province.about.data_until, small_province.about.data_until, leaf)
    bare = replace(small_province, enterprises=None, changes=(change,))
    page = pages(Groups(bare, Entries(bare)).group(Level.ZONE, "440000"))[Language.EN]
    assert "Enterprise m&lt;1&gt;" in page
