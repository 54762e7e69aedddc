"""Who belonged to which group when: moves, recodings, what is not told. Worked by hand on ten days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

from openmbi.catalog.hierarchy import load_hierarchy
from openmbi.core.tables import ACCOUNTS, ENTERPRISES, Level, Stints
from openmbi.flow.stints import stints

HIERARCHY = load_hierarchy(None)
DAYS = np.arange("2014-02-05", "2014-02-15", dtype="M8[D]")  # codes of Guangzhou change on day number 7, 12 February
T = len(DAYS)


def register(*rows: dict[str, object]) -> pa.Table:
    blank = dict.fromkeys(ENTERPRISES.names) | {"valid_from": date(2010, 1, 1), "row_no": 1}
    return pa.Table.from_pylist([blank | row for row in rows], schema=ENTERPRISES)


def told(found: Stints) -> dict[int, list[tuple[str, int, int]]]:
    """Return group, first and stop of each row's stints."""
    listed = zip(found.row, found.groups[found.group], found.first, found.stop, strict=True)
    by_row: dict[int, list[tuple[str, int, int]]] = {}
    for row, group, first, stop in listed:
        by_row.setdefault(int(row), []).append((str(group), int(first), int(stop)))
    return by_row


def of(level: Level, *rows: dict[str, object], subjects: tuple[str, ...] = ("a",)) -> dict[int, list]:
    return told(stints(register(*rows), np.array(subjects), DAYS, HIERARCHY)[level])


def test_a_move_begins_a_stint_on_its_day():
    rows = (
        {"enterprise": "a", "place": "440605", "industry": "C391"},
        {"enterprise": "a", "place": "441900", "industry": "C391", "valid_from": date(2014, 2, 8)},
    )
    assert of(Level.CITY, *rows) == {0: [("440600", 0, 3), ("441900", 3, T)]}
    assert of(Level.COUNTY, *rows) == {0: [("440605", 0, 3), ("441900", 3, T)]}
    assert of(Level.CELL, *rows) == {0: [("440600-C39", 0, 3), ("441900-C39", 3, T)]}
    assert of(Level.INDUSTRY, *rows) == {0: [("C39", 0, T)]}  # nothing changed there: one stint


def test_a_recoding_begins_a_stint_of_the_county_and_not_of_the_city():
    row = {"enterprise": "a", "place": "440183", "industry": "C3612"}
    assert of(Level.COUNTY, row)[0] == [("440183", 0, 7), ("440118", 7, T)]
    assert of(Level.CITY, row)[0] == [("440100", 0, T)]
    assert of(Level.INDUSTRY_GROUP, row)[0] == [("C361", 0, T)]


def test_before_its_first_row_an_enterprise_is_what_that_row_says():
    assert of(Level.CITY, {"enterprise": "a", "place": "440600", "valid_from": date(2014, 2, 10)})[0] == [
        ("440600", 0, T)
    ]


def test_after_its_last_row_it_stays_what_that_row_said():
    row = {"enterprise": "a", "place": "440600", "valid_to": date(2014, 2, 7)}
    assert of(Level.CITY, row)[0] == [("440600", 0, T)]


def test_what_is_not_told_has_a_group_of_its_own():
    row = {"enterprise": "a"}
    expected = {
        Level.ZONE: "zone",
        Level.CITY: "unplaced",
        Level.COUNTY: "unplaced",
        Level.INDUSTRY: "unclassified",
        Level.INDUSTRY_GROUP: "unclassified",
        Level.CELL: "unplaced-unclassified",
        Level.SIZE_CLASS: "unsized",
    }
    for level, group in expected.items():
        assert of(level, row, subjects=("a", "of no register")) == {0: [(group, 0, T)], 1: [(group, 0, T)]}
    assert of(Level.CLUSTER, row) == {}


def test_an_enterprise_may_belong_to_several_clusters():
    rows = (
        {"enterprise": "a", "place": "440300", "industry": "C3973"},
        {"enterprise": "a", "place": "440300", "industry": "C391", "valid_from": date(2014, 2, 8)},
    )
    found = sorted(of(Level.CLUSTER, *rows)[0])
    assert found == [("guangdong_electronic_information", 0, T), ("guangdong_semiconductors", 0, 3)]


def test_who_returns_to_a_cluster_has_two_stints_there():
    rows = tuple(
        {"enterprise": "a", "place": "440300", "industry": industry, "valid_from": date(2014, 2, day)}
        for industry, day in (("C3973", 1), ("C171", 7), ("C3973", 9))
    )
    found = [each for each in of(Level.CLUSTER, *rows)[0] if each[0] == "guangdong_semiconductors"]
    assert found == [("guangdong_semiconductors", 0, 2), ("guangdong_semiconductors", 4, T)]


def test_rows_of_others_than_the_subjects_do_not_count():
    rows = ({"enterprise": "b", "place": "440300"}, {"enterprise": "a", "place": "440600"})
    found = stints(register(*rows), np.array(["a"]), DAYS, HIERARCHY)[Level.CITY]
    assert found.groups.tolist() == ["440600"]
    assert told(found) == {0: [("440600", 0, T)]}


def test_accounts_give_the_size_that_the_register_does_not():
    accounts = pa.Table.from_pylist(
        [
            {"enterprise": e, "year": year, "employees": employees, "output_cny": output, "row_no": 1}
            for e, year, employees, output in (
                ("a", 2013, 400, Decimal(30_000_000)),
                ("a", 2012, 2000, Decimal(900_000_000)),  # an earlier year, whatever its place in the table
                ("a", 2014, None, Decimal(900_000_000)),  # does not state both
                ("b", 2013, 5, Decimal(1)),
            )
        ],
        schema=ACCOUNTS,
    )
    rows = ({"enterprise": "a"}, {"enterprise": "b", "size_class": "large"}, {"enterprise": "c"})
    found = stints(register(*rows), np.array(["a", "b", "c"]), DAYS, HIERARCHY, accounts=accounts)[Level.SIZE_CLASS]
    assert told(found) == {0: [("medium", 0, T)], 1: [("large", 0, T)], 2: [("unsized", 0, T)]}


def test_the_zone_is_one_group():
    found = stints(register({"enterprise": "a"}), np.array(["a", "b"]), DAYS, HIERARCHY, zone="440000")[Level.ZONE]
    assert found.groups.tolist() == ["440000"]
    assert told(found) == {0: [("440000", 0, T)], 1: [("440000", 0, T)]}
