"""Observations as an Ibis table in memory."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest
from ibis.backends.duckdb import Backend

from openmbi.core.tables import OBSERVATIONS

Row = tuple[str, date, str, str]  # subject, valid_at, value, status
COLUMNS = ("subject", "valid_at", "value", "status")


@pytest.fixture
def engine() -> Backend:
    return ibis.duckdb.connect()


@pytest.fixture
def observations(engine) -> Callable[[Sequence[Row]], ir.Table]:
    """Return a function from rows to a table of plain use_kwh observations in kWh."""

    def build(rows: Sequence[Row]) -> ir.Table:
        exact = [(subject, day, Decimal(value), status) for subject, day, value, status in rows]
        columns = {
            name: pa.array([row[k] for row in exact], OBSERVATIONS.field(name).type) for k, name in enumerate(COLUMNS)
        }
        engine.con.register("observations", pa.table(columns))
        table = engine.table("observations")
        return table.mutate(indicator=ibis.literal("use_kwh"), unit=ibis.literal("kWh"))

    return build
