"""Wide files: one observation a cell."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest


def reasons(refused: list[dict]) -> dict[tuple[int, str], list[str]]:
    return {(row["row_no"], row["subject"]): row["reasons"] for row in refused}


def test_a_cell_is_an_observation(desk) -> None:
    accepted, refused = desk.read("meters_wide", "序号,A,date,B\n1,1.5,2024-01-05,2\n2,3,2024-01-06,4\n")
    assert refused == []
    assert {(row["subject"], row["valid_at"], row["value"], row["row_no"]) for row in accepted} == {
        ("A", date(2024, 1, 5), Decimal("1.5"), 2),
        ("B", date(2024, 1, 5), Decimal(2), 2),
        ("A", date(2024, 1, 6), Decimal(3), 3),
        ("B", date(2024, 1, 6), Decimal(4), 3),
    }


def test_a_bad_day_refuses_each_cell_of_its_line_with_all_reasons(desk) -> None:
    _, refused = desk.read("meters_wide", "date,A,B\n2024-13-05,1,x\n")
    assert reasons(refused) == {(2, "A"): ["unreadable_date"], (2, "B"): ["unreadable_date", "not_a_number"]}


def test_a_ragged_line_stands_for_as_many_observations_as_there_are_subjects(desk) -> None:
    _, refused = desk.read("meters_wide", "date,A,B,C\n2024-01-05,1\n")
    assert [(row["row_no"], row["observations"], row["raw"], row["reasons"]) for row in refused] == [
        (2, 3, "2024-01-05,1", ["wrong_number_of_fields"])
    ]


def test_columns_of_one_name_are_refused_as_duplicates_with_their_other_reasons(desk) -> None:
    accepted, refused = desk.read("meters_wide", "date,A,B,A\n2024-01-05,1,2,x\n")
    assert [row["subject"] for row in accepted] == ["B"]
    assert [(row["value"], row["reasons"]) for row in refused] == [
        ("1", ["duplicate_key"]),
        ("x", ["duplicate_key", "not_a_number"]),
    ]


def test_a_column_without_a_name_has_no_subject(desk) -> None:
    _, refused = desk.read("meters_wide", "date,A,\n2024-01-05,1,2\n")
    assert reasons(refused) == {(2, ""): ["missing_subject"]}


def test_when_a_line_was_known_holds_for_its_cells(desk) -> None:
    accepted, _ = desk.read("meters_wide", "date,A,known_at\n2024-01-05,1,2024-01-06 08:00\n2024-01-06,1,\n")
    assert [row["known_at"] for row in accepted] == [datetime.fromisoformat("2024-01-06"), None]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("2024-01-05,1,2.5,3.5", False),
        ("2024-01-05,0.1,0.2,0.3", False),
        ("2024-01-05,1,,1", False),
        ("2024-01-05,-1,3,2", False),
        ("2024-01-05,1,2,3.0001", True),
        ("2024-01-05,1,2,", True),
        ("2024-01-05,1,2,about 3", True),
        ("2024-01-05,1,x,3", False),
        ("2024-01-05,999999999.9999,0.0001,1000000000", False),
        ("2024-01-05,1000000000,1000000000,2000000000", False),
    ],
)
def test_a_line_must_add_up_to_its_total_exactly(desk, line: str, wrong: bool) -> None:
    desk.changes["columns"] = {"checksum": ("total",)}
    _, refused = desk.read("meters_wide", f"date,A,B,total\n2024-01-04,1,1,2\n{line}\n2024-01-06,1,1,2\n")
    mismatched = {(row["row_no"], row["subject"]) for row in refused if "checksum_mismatch" in row["reasons"]}
    assert mismatched == ({(3, "A"), (3, "B")} if wrong else set())


def test_parquet_goes_through_the_same_checks(desk) -> None:
    moments = pa.array(
        np.array(["2024-01-04T16:00", "2024-01-05T17:00", "NaT"], "datetime64[ms]"), pa.timestamp("ms", "UTC")
    )
    columns = {
        "A": pa.array([1.25, float("nan"), -2.0]),
        "date": moments,
        "B": pa.array([1, None, 10**12]),
        "C": pa.array(["1,000", "x", None]).dictionary_encode(),
        "D": pa.array([Decimal("1.00005"), None, Decimal("2")], pa.decimal128(12, 5)),
    }
    path = desk.folder / "file.parquet"
    pq.write_table(pa.table(columns), path)
    accepted, refused = desk.read_path("meters_wide", path)
    assert {(row["subject"], row["valid_at"], row["value"], row["row_no"]) for row in accepted} == {
        ("A", date(2024, 1, 5), Decimal("1.25"), 1),
        ("B", date(2024, 1, 5), Decimal(1), 1),
        ("C", date(2024, 1, 5), Decimal(1000), 1),
        ("D", date(2024, 1, 5), Decimal("1.0001"), 1),
    }
    assert reasons(refused) == {
        (2, "A"): ["unreadable_date", "not_finite"],
        (2, "C"): ["unreadable_date", "not_a_number"],
        (3, "A"): ["missing_date", "negative"], (3, "B"): ["missing_date", "above_range"],
        (3, "D"): ["missing_date"],
    }  # fmt: skip


def test_rows_of_parquet_are_numbered_across_batches(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openmbi.sources.parquet.BLOCK_OBSERVATIONS", 6)
    path: Path = desk.folder / "file.parquet"
    days = pa.array([date(2024, 1, day) for day in range(1, 11)])
    pq.write_table(pa.table({"date": days, "A": list(range(10)), "B": list(range(10))}), path)
    accepted, refused = desk.read_path("meters_wide", path)
    assert refused == []
    assert sorted((row["row_no"], int(row["value"])) for row in accepted) == [
        (n + 1, n) for n in range(10) for _ in "AB"
    ]
