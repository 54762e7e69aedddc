from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from ibis.common.exceptions import IntegrityError

from openmbi.cells.assign import assign
from openmbi.cells.dated_links import overlapping
from openmbi.cells.roll_up import roll_up
from openmbi.cells.total import total
from openmbi.core.tables import ENTERPRISES, VALUE

DAY, TURN, LATER = date(2016, 3, 1), date(2016, 7, 1), date(2016, 9, 1)
EVE = date(2016, 6, 30)


@pytest.fixture
def register(engine):
    stays = [("a", "东", "C26", DAY, EVE), ("a", "西", "C26", TURN, None), ("b", "东", "C33", DAY, TURN)]
    rows = [
        {"enterprise": who, "place": place, "industry": industry, "valid_from": first, "valid_to": last, "row_no": 1}
        for who, place, industry, first, last in stays
    ]
    engine.con.register("register", pa.Table.from_pylist(rows, ENTERPRISES))
    return engine.table("register")


@pytest.fixture
def membership(engine):
    def build(*rows):
        fields = {"child": pa.string(), "parent": pa.string(), "valid_from": pa.date32(), "valid_to": pa.date32()}
        columns = {name: pa.array([row[k] for row in rows], kind) for k, (name, kind) in enumerate(fields.items())}
        engine.con.register("membership", pa.table(columns))
        return engine.table("membership")

    return build


@pytest.fixture
def cells(engine):
    def build(*rows):
        columns = {
            "place": pa.array([row[0] for row in rows]),
            "valid_at": pa.array([row[1] for row in rows]),
            "value": pa.array([Decimal(row[2]) for row in rows], VALUE),
        }
        engine.con.register("cells", pa.table(columns))
        return engine.table("cells")

    return build


def assigned(table, register, *attributes):
    rows = assign(table, register, attributes).to_pyarrow().to_pylist()
    return {(row["subject"], row["valid_at"]): tuple(row[name] for name in attributes) for row in rows}


def test_a_move_leaves_past_days_where_they_were(observations, register):
    table = observations([("a", day, "1", "normal") for day in (DAY, EVE, TURN, LATER)])
    places = assigned(table, register, "place")
    assert places == {("a", DAY): ("东",), ("a", EVE): ("东",), ("a", TURN): ("西",), ("a", LATER): ("西",)}


def test_where_the_register_says_nothing_the_attribute_is_null(observations, register):
    table = observations(
        [
            ("b", TURN, "1", "normal"),
            ("b", LATER, "1", "normal"),
            ("c", DAY, "1", "normal"),
            ("a", date(2016, 2, 29), "1", "normal"),
        ]
    )
    found = assigned(table, register, "place", "industry")
    assert found.pop(("b", TURN)) == ("东", "C33")
    assert set(found.values()) == {(None, None)}
    assert len(found) == 3


def test_an_attribute_that_is_there_already_is_refused(observations, register):
    table = observations([("a", DAY, "1", "normal")])
    with pytest.raises(IntegrityError):
        assign(table.mutate(place=table.subject), register, ["place"])


def test_cells_of_assigned_observations_add_up_to_all(observations, register):
    table = observations([(who, day, "2.5", "normal") for who in "abc" for day in (DAY, TURN, LATER)])
    cells = total(assign(table, register, ["place", "industry"]), ["valid_at", "place", "industry"]).to_pyarrow()
    assert sum(cells["value"].to_pylist()) == Decimal("22.5")
    assert sum(cells["observations"].to_pylist()) == 9


def test_parents_are_the_sums_of_their_children_of_the_day(cells, membership):
    links = membership(("x", "东", DAY, EVE), ("x", "西", TURN, None), ("y", "西", DAY, None))
    table = cells(("x", DAY, "1"), ("y", DAY, "0.2"), ("x", TURN, "3"), ("y", TURN, "4.4"))
    rows = roll_up(table, links, level="place").to_pyarrow().to_pylist()
    assert {(row["place"], row["valid_at"]): row["value"] for row in rows} == {
        ("东", DAY): Decimal(1),
        ("西", DAY): Decimal("0.2"),
        ("西", TURN): Decimal("7.4"),
    }


def test_a_child_without_a_parent_is_not_lost(cells, membership):
    table = cells(("x", DAY, "1"), ("z", DAY, "5"), ("x", LATER, "7"))
    rows = roll_up(table, membership(("x", "东", DAY, EVE)), level="place").to_pyarrow().to_pylist()
    assert {(row["place"], row["valid_at"]): row["value"] for row in rows} == {
        ("东", DAY): Decimal(1),
        (None, DAY): Decimal(5),
        (None, LATER): Decimal(7),
    }


def test_levels_are_rolled_up_one_after_the_other(cells, membership):
    table = cells(("x", DAY, "1"), ("y", DAY, "2"))
    first = roll_up(table, membership(("x", "城", DAY, None), ("y", "镇", DAY, None)), level="place")
    engine_rows = first.to_pyarrow()
    again = cells(*[tuple(row[name] for name in ("place", "valid_at", "value")) for row in engine_rows.to_pylist()])
    (row,) = (
        roll_up(again, membership(("城", "省", DAY, None), ("镇", "省", DAY, None)), level="place")
        .to_pyarrow()
        .to_pylist()
    )
    assert (row["place"], row["value"]) == ("省", Decimal(3))


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ((TURN, None), []),
        ((EVE, None), [EVE]),
        ((LATER, LATER), []),
        ((DAY, DAY), [DAY]),
    ],
)
def test_links_of_one_child_that_overlap_are_found(membership, second, found):
    links = membership(("x", "东", DAY, EVE), ("x", "西", *second), ("y", "西", DAY, None))
    rows = overlapping(links, "child").to_pyarrow().to_pylist()
    assert rows == [{"child": "x", "valid_from": day} for day in found]


def test_a_link_within_an_open_one_overlaps_whatever_lies_between(membership):
    links = membership(("x", "东", DAY, None), ("x", "西", EVE, EVE), ("x", "西", LATER, LATER))
    assert sorted(overlapping(links, "child").to_pyarrow()["valid_from"].to_pylist()) == [EVE, LATER]
