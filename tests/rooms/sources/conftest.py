"""Write a small file, read it under a contract, and look at what came out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pytest
from ibis.backends.duckdb import Backend

from openmbi.sources.contract import Contract, load_contracts
from openmbi.sources.inspection import inspect
from openmbi.sources.read import read_checked, recheck

NOW = datetime(2024, 6, 30, 12, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
CONTRACTS = load_contracts()


@dataclass
class Desk:
    """A folder, an engine and shipped contracts with some fields changed."""

    folder: Path
    engine: Backend
    now: datetime = NOW
    registered: pa.Array | None = None
    changes: dict[str, Any] = field(default_factory=dict)

    def contract(self, source: str) -> Contract:
        columns = {**CONTRACTS[source].columns, **self.changes.get("columns", {})}
        fields = {**CONTRACTS[source].model_dump(), **self.changes, "columns": columns}
        return Contract.model_validate(fields)

    def write(self, content: str | bytes, name: str = "file.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def setting(self) -> dict[str, Any]:
        return {"engine": self.engine, "now": self.now, "zone": ZONE, "registered": self.registered}

    def read_path(self, source: str, path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        contract = self.contract(source)
        blocks = list(read_checked(inspect(path, contract), contract, **self.setting()))
        accepted = [row for block in blocks for row in block.accepted.to_pylist()]
        return accepted, [row for block in blocks for row in block.quarantined.to_pylist()]

    def read(self, source: str, content: str | bytes) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        return self.read_path(source, self.write(content))

    def reasons_of_value(self, text: str) -> list[str]:
        """The reasons that a long file with this one value gives, none where it is accepted."""
        refused = self.read("meters_long", f'subject,date,value\na,2024-01-05,"{text}"\n')[1]
        return refused[0]["reasons"] if refused else []

    def reasons_of_date(self, text: str) -> list[str]:
        refused = self.read("meters_long", f'subject,date,value\na,"{text}",1\n')[1]
        return refused[0]["reasons"] if refused else []

    def recheck(self, source: str, quarantined: pa.Table) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        block = recheck(quarantined, self.contract(source), **self.setting())
        return block.accepted.to_pylist(), block.quarantined.to_pylist()


@pytest.fixture(scope="session")
def engine() -> Backend:
    return ibis.duckdb.connect(threads=2)


@pytest.fixture
def desk(tmp_path: Path, engine: Backend) -> Desk:
    return Desk(tmp_path, engine)


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    return lambda size: monkeypatch.setattr("openmbi.sources.lines.BLOCK_BYTES", size)
