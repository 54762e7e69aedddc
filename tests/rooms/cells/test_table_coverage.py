from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from openmbi.cells.coverage import coverage

DAY, NEXT = date(2016, 3, 1), date(2016, 3, 2)


@pytest.fixture
def expected(engine):
    rows = [("a", day, Decimal(30)) for day in (DAY, NEXT)] + [("b", day, Decimal(10)) for day in (DAY, NEXT)]
    columns = {
        "subject": pa.array([row[0] for row in rows]),
        "valid_at": pa.array([row[1] for row in rows]),
        "weight": pa.array([row[2] for row in rows], pa.decimal128(18, 4)),
    }
    engine.con.register("expected", pa.table(columns))
    return engine.table("expected")


@pytest.mark.parametrize(("sentinel_is_reading", "second_day"), [(True, 0.75), (False, 0.0)])
def test_coverage_is_the_share_of_weight_with_a_reading(observations, expected, sentinel_is_reading, second_day):
    table = observations([("a", DAY, "5", "normal"), ("b", DAY, "0", "normal"), ("a", NEXT, "1", "zero_or_missing")])
    result = coverage(table, expected, sentinel_is_reading=sentinel_is_reading, by=["valid_at"])
    rows = result.order_by("valid_at").to_pyarrow().to_pylist()
    assert [row["coverage"] for row in rows] == [1.0, second_day]
    assert [row["expected"] for row in rows] == [Decimal(40), Decimal(40)]
