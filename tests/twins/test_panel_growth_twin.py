"""Growth from the panel is the growth from tables, whatever is missing."""

from datetime import date
from decimal import Decimal

import ibis
import numpy as np
import pyarrow as pa
import pytest

from openmbi.cells.panel import panel
from openmbi.cells.panel_growth import panel_growth
from openmbi.cells.same_sample import same_sample_growth
from openmbi.core.periods import parse_period

NOW, BEFORE = parse_period("2024-02"), parse_period("2023-02")


def observations(seed: int) -> pa.Table:
    rng = np.random.default_rng(seed)
    days = [day.item() for day in np.arange(np.datetime64("2023-01-15"), np.datetime64("2024-03-10"))]
    rows = [
        (f"e{k:02d}", day, Decimal(int(rng.integers(0, 4)) * int(rng.integers(0, 10**6))).scaleb(-4))
        for k in range(25)
        for day in days
        if rng.random() < (0.99, 0.85, 0.5)[k % 3]
    ]
    subject, valid_at, value = zip(*rows, strict=True)
    status = np.where(rng.random(len(rows)) < 0.03, "zero_or_missing", "normal")
    return pa.table(
        {
            "subject": subject,
            "valid_at": pa.array(valid_at, pa.date32()),
            "value": pa.array(value, pa.decimal128(18, 4)),
            "status": status.tolist(),
            "indicator": ["use_kwh"] * len(rows),
            "unit": ["kWh"] * len(rows),
        }
    )


@pytest.mark.parametrize("seed", range(4))
def test_growth_from_the_panel_is_that_from_tables(seed: int):
    table = ibis.memtable(observations(seed))
    dense = panel(table, indicator="use_kwh", unit="kWh", first=date(2023, 1, 15), last=date(2024, 3, 9))
    (slow,) = same_sample_growth(table, current=NOW, reference=BEFORE).to_pyarrow().to_pylist()
    fast = panel_growth(dense, current=NOW, reference=BEFORE)
    assert 0 < fast.subjects == slow["subjects"] < 25
    assert fast.growth == pytest.approx(slow["growth"], abs=1e-12)
    assert fast.load_share == pytest.approx(slow["load_share"], abs=1e-12)


def test_a_month_that_the_panel_does_not_reach_has_no_growth():
    table = ibis.memtable(observations(1))
    dense = panel(table, indicator="use_kwh", unit="kWh", first=date(2023, 1, 15), last=date(2024, 3, 9))
    none = panel_growth(dense, current=NOW, reference=parse_period("2022-02"))
    assert (none.growth, none.subjects) == (None, 0)
