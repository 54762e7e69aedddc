import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from tests.rooms.store.postgresql_server import Server, program, running_server

from openmbi.core.tables import ACCEPTED, QUARANTINED
from openmbi.store.batch import Batch, Origin
from openmbi.store.manifest import Entry
from openmbi.store.observations import ObservationSink
from openmbi.store.operations import Operations, operations_of
from openmbi.store.store import Store

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", threads=1)


def accepted(rows: list[tuple], status: str = "normal") -> pa.Table:
    """Rows of (subject, valid_at, value[, known_at])."""
    records = [
        {
            "subject": row[0],
            "valid_at": date.fromisoformat(row[1]),
            "value": Decimal(str(row[2])),
            "status": status,
            "known_at": row[3] if len(row) > 3 else None,
            "row_no": number,
        }
        for number, row in enumerate(rows, start=2)
    ]
    return pa.Table.from_pylist(records, schema=ACCEPTED)


def origin(file_name: str = "a.csv", sha256: str = "0") -> Origin:
    return Origin("power", "use_kwh", "kWh", file_name, sha256, lag_days=1, zone=SHANGHAI)


@pytest.fixture
def take_in(store: Store) -> Callable[..., Entry]:
    def write(rows: list[tuple], recorded: str, quarantined: pa.Table | None = None, file_name: str = "a.csv") -> Entry:
        moment = datetime.fromisoformat(recorded).replace(tzinfo=UTC)
        with store.writing(), Batch(store, origin(file_name), moment, ObservationSink) as batch:
            batch.add(accepted(rows), QUARANTINED.empty_table() if quarantined is None else quarantined)
            return batch.commit()

    return write


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server for these tests. Where nothing may be skipped (CI), a missing one is a failure."""
    if not program("postgres"):
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed; .ci/run installs it")
        pytest.skip("PostgreSQL is not installed")
    with running_server() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def operations(request: pytest.FixtureRequest, tmp_path: Path) -> Operations:
    """An empty operational database of each kind."""
    if request.param == "sqlite":
        return operations_of(tmp_path)
    server: Server = request.getfixturevalue("server")
    return Operations(server.emptied())
