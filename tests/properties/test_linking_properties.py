"""What holds for any shares and any value: nothing is lost, nothing is made."""

from datetime import date
from decimal import Decimal

import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.cells.attribute import attribute, unattributed
from openmbi.cells.splits import splits
from openmbi.core.tables import LINKS, VALUE

DAY = date(2024, 5, 1)
WHOLE = 10**8
SHARES = st.lists(st.integers(1, WHOLE), min_size=1, max_size=7).map(
    lambda weights: [w * WHOLE // sum(weights) for w in weights]
)
VALUES = st.lists(st.integers(-(10**17), 10**17), min_size=1, max_size=5)


def tables(units: list[int], shares: list[int]) -> tuple[ibis.Table, ibis.Table]:
    """One meter for each value, all with the same shares of enterprises A, B, C …"""
    observations = {
        "subject": pa.array([f"m{k}" for k in range(len(units))]),
        "valid_at": pa.array([DAY] * len(units), pa.date32()),
        "value": pa.array([Decimal(unit).scaleb(-4) for unit in units], VALUE),
        "status": pa.array(["normal"] * len(units)),
        "indicator": pa.array(["use_kwh"] * len(units)),
        "unit": pa.array(["kWh"] * len(units)),
    }
    links = [
        {
            "kind": "meter",
            "subject": f"m{k}",
            "enterprise": "ABCDEFG"[number],
            "share": Decimal(share).scaleb(-8),
            "valid_from": DAY,
            "basis": "code",
        }
        for k in range(len(units))
        for number, share in enumerate(shares)
    ]
    spans = splits(pa.Table.from_pylist(links, schema=LINKS), "meter")
    return ibis.memtable(pa.table(observations)), ibis.memtable(spans)


def total(table: ibis.Table) -> Decimal:
    return sum(table.to_pyarrow()["value"].to_pylist(), Decimal(0))


@settings(max_examples=15, deadline=None)
@given(VALUES, SHARES)
def test_parts_and_rest_sum_to_the_whole(units, shares):
    observations, spans = tables(units, shares)
    whole = Decimal(sum(units)).scaleb(-4)
    assert total(attribute(observations, spans)) + total(unattributed(observations, spans)) == whole


@settings(max_examples=15, deadline=None)
@given(VALUES, SHARES)
def test_shares_of_one_leave_nothing(units, shares):
    whole = [*shares[:-1], WHOLE - sum(shares[:-1])]
    observations, spans = tables(units, whole)
    assert unattributed(observations, spans).count().to_pyarrow().as_py() == 0
    assert total(attribute(observations, spans)) == Decimal(sum(units)).scaleb(-4)
