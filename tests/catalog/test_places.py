from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from openmbi.catalog.loader import load_all
from openmbi.catalog.places import UNPLACED, Place, PlaceList, Places, load_places
from openmbi.core.language import Text
from openmbi.core.tables import Level

PLACES = load_places(None)
END_OF_2020 = date(2020, 12, 31)
BEFORE, AFTER = (
    date(2014, 2, 11),
    date(2014, 2, 12),
)  # the last day of Luogang, Conghua City and Zengcheng City, and the day after


def test_guangdong_has_the_divisions_that_the_province_published_for_the_end_of_2020():
    """65 districts, 20 county-level cities, 34 counties and 3 autonomous counties, by the last word of their names."""
    assert len(PLACES.cities(END_OF_2020)) == 21
    names = [PLACES.name(code, END_OF_2020).zh for code in PLACES.counties(END_OF_2020)]
    assert len(names) == 122
    autonomous = sum(name.endswith("自治县") for name in names)
    by_word = {word: sum(name.endswith(word) for name in names) for word in "区市县"}
    assert (by_word["区"], by_word["市"], by_word["县"] - autonomous, autonomous) == (65, 20, 34, 3)


def test_a_merged_district_and_two_cities_of_guangzhou_are_recoded_on_their_day():
    for old, new in (("440116", "440112"), ("440184", "440117"), ("440183", "440118")):
        assert PLACES.in_force(old, BEFORE) == old
        assert PLACES.in_force(old, AFTER) == new
        assert PLACES.parent_on(old, AFTER) == "440100"
    assert len([code for code in PLACES.counties(BEFORE) if code.startswith("4401")]) == 12
    assert len([code for code in PLACES.counties(AFTER) if code.startswith("4401")]) == 11


@pytest.mark.parametrize(
    ("code", "county", "city"),
    [
        ("440605", "440605", "440600"),
        ("440600", "440600", "440600"),  # only the city is told
        ("441900", "441900", "441900"),  # Dongguan has no counties
        ("441999", "441900", "441900"),  # unknown, below a known city
        ("440000", UNPLACED, UNPLACED),
        ("449901", UNPLACED, UNPLACED),
        ("321182", UNPLACED, UNPLACED),
        ("", UNPLACED, UNPLACED),
        (UNPLACED, UNPLACED, UNPLACED),
    ],
)
def test_a_code_is_placed_as_deep_as_it_tells(code: str, county: str, city: str):
    assert (PLACES.county_of(code, AFTER), PLACES.city_of(code, AFTER)) == (county, city)


def test_a_county_that_goes_to_another_city_gets_another_code():
    moved = (
        Place(code="330100", name={"zh": "甲市", "en": "A"}),
        Place(code="330200", name={"zh": "乙市", "en": "B"}),
        Place(code="330105", name={"zh": "某区", "en": "C"}, valid_to=date(2020, 1, 31), successor="330205"),
        Place(code="330205", name={"zh": "某区", "en": "C"}, valid_from=date(2020, 2, 1)),
    )
    places = Places(moved)
    assert [places.city_of("330105", day) for day in (date(2020, 1, 31), date(2020, 2, 1))] == ["330100", "330200"]


def test_parents_end_at_the_province():
    assert PLACES.parent_on("440605", AFTER) == "440600"
    assert PLACES.parent_on("440600", AFTER) == "440000"
    assert PLACES.parent_on("440000", AFTER) is None
    assert PLACES.parent_on("321182", AFTER) is None


def test_what_lies_in_what():
    assert PLACES.contains("440000", "440605", AFTER)
    assert PLACES.contains("440600", "440605", AFTER)
    assert PLACES.contains("440183", "440118", AFTER)  # the same, recoded
    assert not PLACES.contains("440605", "440600", AFTER)
    assert not PLACES.contains("440000", "449901", AFTER)  # of no declared city


def test_names():
    assert PLACES.name("441900", AFTER) == Text("东莞市", "Dongguan")
    assert PLACES.name("440183", BEFORE) == Text("增城市", "Zengcheng City")
    assert PLACES.name("321182", AFTER) == Text("321182", "321182")
    assert PLACES.name(UNPLACED, AFTER).en == "place unknown"


@pytest.mark.parametrize("level", [Level.COUNTY, Level.CITY, Level.ZONE])
def test_each_child_has_one_parent_on_every_day(level: Level):
    rows = PLACES.links(level, ["449901"] if level is Level.COUNTY else ()).to_pylist()
    by_child = {row["child"]: [r for r in rows if r["child"] == row["child"]] for row in rows}
    for listed in by_child.values():
        assert listed[-1]["valid_to"] is None
        for earlier, later in pairwise(listed):
            assert (later["valid_from"] - earlier["valid_to"]).days == 1


def test_the_children_of_a_level_are_the_parents_of_the_one_below():
    counties, cities, zone = (PLACES.links(level) for level in (Level.COUNTY, Level.CITY, Level.ZONE))
    assert set(counties["parent"].to_pylist()) <= set(cities["child"].to_pylist())
    assert set(cities["parent"].to_pylist()) <= set(zone["child"].to_pylist())
    assert set(zone["parent"].to_pylist()) == {"440000", UNPLACED}


def test_the_links_agree_with_the_days():
    for row in PLACES.links(Level.COUNTY, ["441999", "449901"]).to_pylist():
        for day in (row["valid_from"], row["valid_to"] or date(2030, 1, 1)):
            assert PLACES.county_of(row["child"], day) == row["parent"]


def test_a_renamed_place_keeps_its_code():
    renamed = (
        Place(code="330000", name={"zh": "省", "en": "P"}),
        Place(code="330100", name={"zh": "旧市", "en": "Old"}, valid_to=date(2020, 1, 31)),
        Place(code="330100", name={"zh": "新市", "en": "New"}, valid_from=date(2020, 2, 1)),
    )
    places = Places(renamed)
    assert [places.name("330100", day).en for day in (date(2000, 1, 1), date(2020, 2, 1))] == ["Old", "New"]
    assert places.cities(date(2021, 1, 1)) == ("330100",)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"code": "440101", "successor": "440199", "valid_to": "2014-01-01"}, "not declared"),
        ({"code": "440101", "successor": "440103"}, "last day"),
        ({"code": "450101"}, "does not lie in 440000"),
        ({"code": "447701"}, "its city is not declared"),
        ({"code": "440103"}, "two entries"),
        ({"code": "440101", "valid_from": "2015-01-01", "valid_to": "2014-01-01"}, "before valid_from"),
    ],
)
def test_a_wrong_list_is_refused(changed: dict[str, str], words: str):
    listed = load_all(PlaceList, "places", None)["440000"].model_dump()
    extra = {"name": {"zh": "某", "en": "Some"}} | changed
    with pytest.raises(ValueError, match=words):
        PlaceList.model_validate(listed | {"places": [*listed["places"], extra]})


def test_a_bureau_declares_its_own_province(tmp_path: Path):
    (tmp_path / "places").mkdir()
    (tmp_path / "places/320000.yml").write_text(
        "code: '320000'\nname: {zh: 江苏, en: Jiangsu}\ncitation: {zh: 本局, en: own}\nplaces:\n"
        "  - {code: '320000', name: {zh: 江苏省, en: Jiangsu}}\n"
        "  - {code: '321100', name: {zh: 镇江市, en: Zhenjiang}}\n"
        "  - {code: '321182', name: {zh: 扬中市, en: Yangzhong}}\n",
        encoding="utf-8",
    )
    places = load_places(tmp_path)
    assert places.city_of("321182", AFTER) == "321100"
    assert places.parent_on("321100", AFTER) == "320000"
    assert len(places.cities(AFTER)) == 22
