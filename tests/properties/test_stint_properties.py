"""Every enterprise belongs to one group of every level on every day, whatever the register says; a plain walk over days finds the same."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.catalog.hierarchy import load_hierarchy
from openmbi.core.tables import ENTERPRISES, Level, Stints
from openmbi.flow.stints import stints

HIERARCHY = load_hierarchy(None)
FIRST, T = date(2014, 2, 1), 30
DAYS = np.arange(FIRST, FIRST + timedelta(days=T), dtype="M8[D]")
SUBJECTS = ("a", "b", "c", "d")
PARTITIONS = [level for level in Level if level not in (Level.CLUSTER, Level.ENTERPRISE)]

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "enterprise": st.sampled_from(("a", "b", "c", "z")),
            "place": st.sampled_from((None, "440183", "440116", "440903", "440600", "441900", "440699", "449901", "1")),
            "industry": st.sampled_from((None, "C3973", "397", "C17", "C999", "A01")),
            "size_class": st.sampled_from((None, "large", "micro")),
            "valid_from": st.integers(-30, T + 10).map(lambda k: FIRST + timedelta(days=k)),
        }
    ),
    max_size=12,
    unique_by=lambda row: (row["enterprise"], row["valid_from"]),
)


def register(rows: list[dict]) -> pa.Table:
    blank = dict.fromkeys(ENTERPRISES.names) | {"row_no": 1}
    return pa.Table.from_pylist([blank | row for row in rows], schema=ENTERPRISES)


def by_day(found: Stints) -> list[list[set[str]]]:
    """Return the groups of each row on each day."""
    groups: list[list[set[str]]] = [[set() for _ in range(T)] for _ in SUBJECTS]
    for row, group, first, stop in zip(found.row, found.group, found.first, found.stop, strict=True):
        assert first < stop
        for day in range(first, stop):
            assert found.groups[group] not in groups[row][day]
            groups[row][day].add(str(found.groups[group]))
    return groups


def in_force(rows: list[dict], subject: str, day: date) -> tuple[str, str, str]:
    own = sorted((row for row in rows if row["enterprise"] == subject), key=lambda row: row["valid_from"])
    begun = [row for row in own if row["valid_from"] <= day]
    row = begun[-1] if begun else own[0] if own else {}
    return row.get("place") or "", row.get("industry") or "", row.get("size_class") or "unsized"


@cache
def plain(level: Level, place: str, industry: str, size: str, day: date) -> set[str]:
    places, industries = HIERARCHY.places, HIERARCHY.industries
    city, division = places.city_of(place, day), industries.division_of(industry)
    clusters = HIERARCHY.clusters
    return {
        Level.ZONE: {"zone"},
        Level.CITY: {city},
        Level.COUNTY: {places.county_of(place, day)},
        Level.INDUSTRY: {division},
        Level.INDUSTRY_GROUP: {industries.group_of(industry)},
        Level.CELL: {f"{city}-{division}"},
        Level.SIZE_CLASS: {size},
        Level.CLUSTER: {code for code in clusters.clusters if clusters.contains(code, industry, place, day)},
    }[level]


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_stints_say_what_a_plain_walk_finds(rows: list[dict]):
    found = stints(register(rows), np.array(SUBJECTS), DAYS, HIERARCHY)
    for level in (*PARTITIONS, Level.CLUSTER):
        walked = [[plain(level, *in_force(rows, subject, day), day) for day in DAYS.tolist()] for subject in SUBJECTS]
        assert by_day(found[level]) == walked


@settings(deadline=None, max_examples=40)
@given(ROWS, st.randoms(use_true_random=False))
def test_groups_partition_rows_and_days_in_any_order_of_the_register(rows: list[dict], random):
    shuffled = random.sample(rows, len(rows))
    found = stints(register(shuffled), np.array(SUBJECTS), DAYS, HIERARCHY)
    ordered = stints(register(rows), np.array(SUBJECTS), DAYS, HIERARCHY)
    for level in PARTITIONS:
        each = found[level]
        assert sorted(set(each.groups.tolist())) == each.groups.tolist()
        assert int((each.stop - each.first).sum()) == len(SUBJECTS) * T
        assert all(len(groups) == 1 for row in by_day(each) for groups in row)
        assert by_day(each) == by_day(ordered[level])


@pytest.mark.parametrize("level", [*PARTITIONS, Level.CLUSTER])
def test_nobody_belongs_to_nothing(level: Level):
    found = stints(register([]), np.array([], dtype=str), DAYS, HIERARCHY)[level]
    assert len(found.groups) == len(found.row) == 0
