from datetime import date
from decimal import Decimal

from openmbi.cells.total import total

DAY, NEXT = date(2016, 3, 1), date(2016, 3, 2)


def test_totals_are_exact_decimals_by_the_columns_asked_for(observations):
    table = observations(
        [("a", DAY, "0.1", "normal"), ("b", DAY, "0.2", "normal"), ("a", NEXT, "100000000000.0001", "normal")]
    )
    rows = total(table, ["valid_at"]).order_by("valid_at").to_pyarrow().to_pylist()
    assert rows == [
        {"valid_at": DAY, "value": Decimal("0.3000"), "observations": 2, "subjects": 2},
        {"valid_at": NEXT, "value": Decimal("100000000000.0001"), "observations": 1, "subjects": 1},
    ]


def test_a_subject_counts_once_however_many_days_it_has(observations):
    table = observations([("a", DAY, "1", "normal"), ("a", NEXT, "2", "normal")])
    (row,) = total(table, ["indicator"]).to_pyarrow().to_pylist()
    assert (row["observations"], row["subjects"], row["value"]) == (2, 1, Decimal(3))
