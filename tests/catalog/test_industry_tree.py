import csv
from pathlib import Path

import pytest

from openmbi.catalog.industry_tree import UNCLASSIFIED, load_industries
from openmbi.core.tables import Level

INDUSTRIES = load_industries(None)


def test_manufacturing_has_31_divisions_and_179_groups():
    assert len(INDUSTRIES.divisions()) == 31
    assert len(INDUSTRIES.groups()) == 179
    assert {INDUSTRIES.division_of(code) for code in INDUSTRIES.groups()} == set(INDUSTRIES.divisions())


@pytest.mark.parametrize(
    ("code", "division", "group"),
    [
        ("C39", "C39", "C39"),
        ("39", "C39", "C39"),
        ("C391", "C39", "C391"),
        ("3911", "C39", "C391"),
        ("C3911", "C39", "C391"),
        ("C390", "C39", "C39"),  # no such group: the division
        ("C12", UNCLASSIFIED, UNCLASSIFIED),
        ("A011", UNCLASSIFIED, UNCLASSIFIED),
        ("", UNCLASSIFIED, UNCLASSIFIED),
        ("C", UNCLASSIFIED, UNCLASSIFIED),
        ("3", UNCLASSIFIED, UNCLASSIFIED),
        ("C39111", UNCLASSIFIED, UNCLASSIFIED),
        (UNCLASSIFIED, UNCLASSIFIED, UNCLASSIFIED),
    ],
)
def test_a_code_is_classified_as_deep_as_it_tells(code: str, division: str, group: str):
    assert (INDUSTRIES.division_of(code), INDUSTRIES.group_of(code)) == (division, group)


def test_what_lies_in_what():
    assert INDUSTRIES.contains("C39", "3911")
    assert INDUSTRIES.contains("C3973", "C3973")
    assert INDUSTRIES.contains("C", "391")
    assert not INDUSTRIES.contains("C3973", "C397")  # told less deep than asked
    assert not INDUSTRIES.contains("C", "A01")
    assert not INDUSTRIES.contains("C39", UNCLASSIFIED)


def test_each_code_has_one_parent_and_the_levels_meet():
    groups, divisions, section = (
        INDUSTRIES.links(level) for level in (Level.INDUSTRY_GROUP, Level.INDUSTRY, Level.ZONE)
    )
    for links in (groups, divisions, section):
        assert links["child"].value_counts().field("counts").to_pylist() == [1] * links.num_rows
    assert set(groups["parent"].to_pylist()) <= set(divisions["child"].to_pylist())
    assert set(divisions["parent"].to_pylist()) == set(section["child"].to_pylist())
    assert set(section["parent"].to_pylist()) == {"C", UNCLASSIFIED}


def test_codes_of_a_register_are_linked_too():
    links = INDUSTRIES.links(Level.INDUSTRY_GROUP, ["3911", "C3911", "X99"])
    found = dict(zip(links["child"].to_pylist(), links["parent"].to_pylist(), strict=True))
    assert (found["3911"], found["C3911"], found["X99"]) == ("C391", "C391", UNCLASSIFIED)


@pytest.mark.real_data
def test_groups_are_those_of_the_standard(data_sets: Path):
    with (data_sets / "gbt4754_2017/gbt4754_2017_codes.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "group" and row["code"].startswith("C")]
    assert {code: INDUSTRIES.name(code).zh for code in INDUSTRIES.groups()} == {
        row["code"]: row["name_zh"].strip() for row in rows
    }
    assert all(INDUSTRIES.division_of(row["code"]) == row["parent"] for row in rows)
