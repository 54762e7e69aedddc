"""Observations of meters become those of enterprises; worked by hand."""

from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from openmbi.cells.attribute import attribute, unattributed
from openmbi.cells.panel import panel
from openmbi.cells.splits import splits
from openmbi.core.tables import LINKS, Reading

MON, TUE, WED = (date(2024, 3, day) for day in (4, 5, 6))
OPEN = date(9999, 12, 31)


def links(*rows: tuple) -> pa.Table:
    """Rows of subject, enterprise, share, valid_from, valid_to."""
    names = ("subject", "enterprise", "share", "valid_from", "valid_to")
    listed = [
        dict(zip(names, row, strict=True)) | {"kind": "meter", "share": Decimal(row[2]), "basis": "code"}
        for row in rows
    ]
    return pa.Table.from_pylist(listed, schema=LINKS)


def spans(*rows: tuple) -> ibis.Table:
    return ibis.memtable(splits(links(*rows), "meter"))


def rows_of(table: ibis.Table, *names: str) -> list[tuple]:
    return sorted(tuple(row[name] for name in names) for row in table.to_pyarrow().to_pylist())


def test_a_shared_meter_is_split_and_two_meters_are_summed(observations):
    table = observations([("m1", MON, "100.0000", "normal"), ("m2", MON, "7.5000", "normal")])
    shared = spans(("m1", "A", "0.25", MON, None), ("m1", "B", "0.75", MON, None), ("m2", "B", "1", MON, None))
    found = rows_of(attribute(table, shared), "subject", "valid_at", "value", "status", "reported", "linked")
    assert found == [
        ("A", MON, Decimal("25.0000"), "normal", 1, 1),
        ("B", MON, Decimal("82.5000"), "normal", 2, 2),
    ]


def test_the_last_digit_goes_by_cumulated_shares(observations):
    # A third of 0.0001 rounds to 0.0000, two thirds to 0.0001: the parts are 0, 0.0001 and 0.
    thirds = [
        ("m", name, share, MON, None) for name, share in zip("ABC", ["0.33333333"] * 2 + ["0.33333334"], strict=True)
    ]
    table = observations([("m", MON, "0.0001", "normal")])
    found = rows_of(attribute(table, spans(*thirds)), "subject", "value")
    assert found == [("A", Decimal("0.0000")), ("B", Decimal("0.0001")), ("C", Decimal("0.0000"))]


def test_a_link_holds_on_its_first_and_last_day(observations):
    table = observations([("m", day, "1.0000", "normal") for day in (MON, TUE, WED)])
    handed_over = spans(("m", "A", "1", MON, TUE), ("m", "B", "1", WED, None))
    assert [(s, d) for s, d in rows_of(attribute(table, handed_over), "subject", "valid_at")] == [
        ("A", MON),
        ("A", TUE),
        ("B", WED),
    ]


@pytest.mark.parametrize(
    ("statuses", "status", "value"),
    [
        (("normal", "zero_or_missing"), "normal", "10"),
        (("zero_or_missing", "zero_or_missing"), "zero_or_missing", "11"),
        (("normal", "normal"), "normal", "11"),
    ],
)
def test_a_sentinel_counts_as_nothing_beside_a_reading(observations, statuses, status, value):
    table = observations([("m1", MON, "10.0000", statuses[0]), ("m2", MON, "1.0000", statuses[1])])
    both = spans(("m1", "A", "1", MON, None), ("m2", "A", "1", MON, None))
    assert rows_of(attribute(table, both), "value", "status") == [(Decimal(value), status)]


def test_a_meter_that_says_nothing_shows_in_the_counts(observations):
    table = observations([("m1", MON, "10.0000", "normal")])
    both = spans(("m1", "A", "1", MON, None), ("m2", "A", "1", MON, None))
    assert rows_of(attribute(table, both), "value", "reported", "linked") == [(Decimal(10), 1, 2)]


def test_the_panel_takes_it(observations):
    table = observations([("m", MON, "6.0000", "normal"), ("m", TUE, "1.0000", "zero_or_missing")])
    halves = spans(("m", "A", "0.5", MON, None), ("m", "B", "0.5", MON, MON))
    made = panel(attribute(table, halves), indicator="use_kwh", unit="kWh", first=MON, last=TUE)
    assert made.subjects.tolist() == ["A", "B"]
    assert made.value.tolist()[0] == [3.0, 0.0]
    assert made.reading.tolist() == [[Reading.NORMAL, Reading.ZERO_OR_MISSING], [Reading.NORMAL, Reading.ABSENT]]


def test_what_is_left_is_named_by_subject(observations):
    table = observations(
        [
            ("whole", MON, "5.0000", "normal"),
            ("partly", MON, "8.0000", "normal"),
            ("late", MON, "3.0000", "normal"),
            ("late", TUE, "4.0000", "normal"),
            ("nobody", TUE, "2.0000", "normal"),
            ("sentinel", TUE, "1.0000", "zero_or_missing"),
        ]
    )
    some = spans(("whole", "A", "1", MON, None), ("partly", "A", "0.75", MON, None), ("late", "A", "1", TUE, None))
    found = rows_of(unattributed(table, some), "subject", "value", "total", "observations", "unlinked")
    assert found == [
        ("late", Decimal(3), Decimal(7), 2, 1),
        ("nobody", Decimal(2), Decimal(2), 1, 1),
        ("partly", Decimal(2), Decimal(8), 1, 0),
    ]


def test_spans_are_cut_where_a_share_or_a_number_of_meters_changes():
    made = splits(
        links(("m1", "A", "1", MON, None), ("m2", "A", "0.4", TUE, TUE), ("m2", "B", "0.6", TUE, TUE)), "meter"
    )
    columns = ["subject", "enterprise", "valid_from", "valid_to", "share_before", "share_after", "linked"]
    assert [tuple(row[name] for name in columns) for row in made.to_pylist()] == [
        ("m1", "A", MON, MON, 0, 1, 1),
        ("m1", "A", TUE, TUE, 0, 1, 2),
        ("m1", "A", WED, OPEN, 0, 1, 1),
        ("m2", "A", TUE, TUE, 0, Decimal("0.4"), 2),
        ("m2", "B", TUE, TUE, Decimal("0.4"), 1, 1),
    ]


def test_two_rows_of_one_enterprise_are_one_share():
    made = splits(links(("m", "A", "0.5", MON, None), ("m", "A", "0.5", MON, None)), "meter")
    assert [(row["share_before"], row["share_after"], row["linked"]) for row in made.to_pylist()] == [(0, 1, 1)]


def test_a_share_of_nothing_is_no_share():
    made = splits(links(("m", "A", "0", MON, None), ("m", "B", "1", MON, None)), "meter")
    assert [(row["enterprise"], row["linked"]) for row in made.to_pylist()] == [("B", 1)]


def test_other_kinds_are_left_alone_and_none_is_fine():
    assert splits(links(("m", "A", "1", MON, None)), "account").num_rows == 0


def test_shares_above_one_are_refused():
    with pytest.raises(ValueError, match="m sum to 1"):
        splits(links(("m", "A", "0.6", MON, None), ("m", "B", "0.6", MON, None)), "meter")
