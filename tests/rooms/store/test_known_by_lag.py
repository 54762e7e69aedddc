"""When a first version is known whose file says nothing of it, and what a refused duplicate keeps."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from openmbi.core.periods import Frequency, period_containing, start_of_day
from openmbi.core.tables import ACCEPTED, QUARANTINED
from openmbi.store.batch import Batch, Origin
from openmbi.store.observations import ObservationSink
from openmbi.store.store import Store

RECORDED = datetime(2024, 8, 1, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
DAILY = Origin("power", "use_kwh", "kWh", "a.csv", "0", lag_days=1, zone=SHANGHAI)


def accepted(values: list[tuple[str, datetime | None]], valid_at: date) -> pa.Table:
    rows = [
        {"subject": "a", "valid_at": valid_at, "value": Decimal(value), "status": "normal", "known_at": known, "row_no": number}
        for number, (value, known) in enumerate(values, start=2)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=ACCEPTED)


def take_in(store: Store, source: Origin, rows: pa.Table) -> dict[str, list[dict]]:
    with store.writing(), Batch(store, source, RECORDED, ObservationSink) as batch:
        batch.add(rows, QUARANTINED.empty_table())
        entry = batch.commit()
    return {file.role: pq.read_table(store.root / file.path).to_pylist() for file in entry.files}


@pytest.mark.parametrize("frequency", Frequency)
@pytest.mark.parametrize("lag_days", [0, 20])
def test_a_period_is_known_so_many_days_after_its_last(store: Store, frequency: Frequency, lag_days: int):
    first = period_containing(date(2023, 2, 1), frequency).first
    rows = take_in(store, replace(DAILY, frequency=frequency, lag_days=lag_days), accepted([("1", None)], first))
    last = period_containing(first, frequency).last
    known = start_of_day(last + timedelta(days=lag_days), SHANGHAI).replace(tzinfo=None)
    assert [(row["known_at"], row["basis"]) for row in rows["base"]] == [(known, "declared_lag")]


def test_what_we_had_before_the_declared_lag_was_known_when_we_had_it(store: Store):
    rows = take_in(
        store, replace(DAILY, frequency=Frequency.MONTHLY, lag_days=20), accepted([("1", None)], date(2024, 7, 1))
    )
    assert [(row["known_at"], row["basis"]) for row in rows["base"]] == [(RECORDED.replace(tzinfo=None), "ingest")]


def test_a_duplicate_keeps_its_value_in_the_unit_of_the_file_and_its_moment_with_an_offset(store: Store):
    source = replace(DAILY, indicator="export_cny", unit="CNY", reported_in="万CNY")
    known = datetime.fromisoformat("2024-02-01T16:00")
    rows = take_in(store, source, accepted([("12345.6789", known), ("100000000", None)], date(2024, 1, 1)))
    kept = [(row["value"], row["known_at"]) for row in rows["quarantine"]]
    assert kept == [("1.23456789", "2024-02-01 16:00:00.000000Z"), ("10000.00000000", None)]
    assert [Decimal(value) * 10000 for value, _ in kept] == [Decimal("12345.6789"), Decimal(10**8)]
