"""Later knowledge never alters an earlier as-of, and a store answers as a plain list of versions would."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.core.tables import ACCEPTED, QUARANTINED
from openmbi.store.as_of import as_of
from openmbi.store.batch import Batch, Origin
from openmbi.store.observations import ObservationSink
from openmbi.store.store import Store

START = datetime(2016, 1, 1, tzinfo=UTC)
ORIGIN = Origin("power", "use_kwh", "kWh", "f.csv", "0", 1, ZoneInfo("Asia/Shanghai"))

row = st.tuples(st.sampled_from("abc"), st.integers(0, 40), st.integers(0, 3))
batches = st.lists(st.lists(row, min_size=1, max_size=8, unique_by=lambda r: r[:2]), min_size=1, max_size=5)


def take_in(store: Store, rows: list[tuple[str, int, int]], recorded: datetime) -> None:
    records = [
        {
            "subject": subject,
            "valid_at": date(2016, 1, 1) + timedelta(days=day),
            "value": Decimal(value),
            "status": "normal",
            "row_no": number,
        }
        for number, (subject, day, value) in enumerate(rows)
    ]
    with store.writing(), Batch(store, ORIGIN, recorded, ObservationSink) as batch:
        batch.add(pa.Table.from_pylist(records, schema=ACCEPTED), QUARANTINED.empty_table())
        batch.commit()


def known(store: Store, moment: datetime, manifest: int | None = None) -> dict[tuple[str, date], Decimal]:
    table = as_of(store, source="power", indicator="use_kwh", moment=moment, manifest=manifest)
    rows = table.to_pyarrow().to_pylist()
    answer = {(row["subject"], row["valid_at"]): row["value"] for row in rows}
    assert len(answer) == len(rows), "a key is answered once"
    return answer


def plain(history: list[tuple[datetime, list[tuple[str, int, int]]]], moment: datetime) -> dict:
    """The slow twin: go through the batches in order and keep what was known."""
    answer: dict[tuple[str, date], tuple[datetime, Decimal]] = {}
    last: dict[tuple[str, date], Decimal] = {}
    for recorded, rows in history:
        for subject, day, value in rows:
            key = (subject, date(2016, 1, 1) + timedelta(days=day))
            lagged = datetime(2015, 12, 31, 16, tzinfo=UTC) + timedelta(days=day + 1)
            when = min(lagged, recorded) if key not in last else recorded
            if last.get(key) != value:
                last[key] = Decimal(value)
                if when <= moment:
                    answer[key] = (when, Decimal(value))
    return {key: value for key, (_, value) in answer.items()}


@settings(max_examples=12, deadline=None)
@given(batches, st.lists(st.integers(0, 80), min_size=1, max_size=4))
def test_as_of_equals_the_plain_twin_and_later_batches_do_not_alter_it(batch_rows, days) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), threads=1)
        history: list[tuple[datetime, list]] = []
        pinned: dict[tuple[datetime, int], dict] = {}
        for number, rows in enumerate(batch_rows, start=1):
            recorded = START + timedelta(days=41 + 10 * number)
            take_in(store, rows, recorded)
            history.append((recorded, rows))
            for moment in [recorded, *(START + timedelta(days=day) for day in days)]:
                answer = known(store, moment)
                assert answer == plain(history, moment)
                if moment <= recorded:
                    pinned[moment, number] = answer
        newest = {moment: known(store, moment) for moment in {moment for moment, _ in pinned}}
        for (moment, number), before in pinned.items():
            assert known(store, moment, manifest=number) == before
            assert set(before) <= set(newest[moment])
            revised = {key for key, value in newest[moment].items() if before.get(key, value) != value}
            assert not revised, "a later batch may add a late first report, never change what was known"
        store.engine.disconnect()
