from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest

from openmbi.cells.winsorise import winsorise

DAY = date(2016, 3, 1)


def quantile(values: list[Decimal], share: Decimal) -> Decimal:
    """The slow plain twin: the ⌈p·m⌉-th smallest value."""
    return sorted(values)[max(ceil(Fraction(share) * len(values)), 1) - 1]


@pytest.mark.parametrize("size", [1, 7, 20, 100])
@pytest.mark.parametrize(("lower", "upper"), [("0.05", "0.95"), ("0", "0.9"), ("0.07", "1")])
def test_values_are_pulled_to_exact_quantiles_of_their_group(observations, size, lower, upper):
    values = {
        group: [Decimal((7919 * k + shift) % 1000) / 4 for k in range(size)] for group, shift in (("a", 0), ("b", 613))
    }
    rows = [
        (group, DAY + timedelta(days=k), str(value), "normal")
        for group, column in values.items()
        for k, value in enumerate(column)
    ]
    result = winsorise(observations(rows), lower=Decimal(lower), upper=Decimal(upper), by=["subject"])
    found = result.order_by("subject", "valid_at").to_pyarrow().to_pylist()
    expected = [
        min(max(value, quantile(column, Decimal(lower))), quantile(column, Decimal(upper)))
        for column in values.values()
        for value in column
    ]
    assert [row["value"] for row in found] == expected
    assert [row["reported_value"] for row in found] == [value for column in values.values() for value in column]


def test_columns_stay_with_the_reported_value_added(observations):
    table = observations([("a", DAY, "1", "normal")])
    result = winsorise(table, lower=Decimal("0.1"), upper=Decimal("0.9"), by=["valid_at"])
    assert set(result.columns) == {*table.columns, "reported_value"}
    assert result.schema()["value"] == table.schema()["value"]


@pytest.mark.parametrize(("lower", "upper"), [("0.9", "0.1"), ("-0.1", "0.5"), ("0.5", "1.1"), ("0.5", "0.5")])
def test_quantiles_that_make_no_sense_are_refused(observations, lower, upper):
    with pytest.raises(ValueError, match="quantiles"):
        winsorise(observations([("a", DAY, "1", "normal")]), lower=Decimal(lower), upper=Decimal(upper), by=["subject"])
