"""Every source, found by discovery: its contract is valid, its reader knows it, and its example is read into exactly what is expected."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from openmbi.catalog.indicators import Indicator
from openmbi.catalog.loader import load_all, load_declaration, read_mapping
from openmbi.core.tables import ACCEPTED, ACCOUNTS, ENTERPRISES, HOLDERS, QUARANTINED
from openmbi.core.units import unit
from openmbi.sources.contract import SHIPPED, Contract, contract_for, load_contracts
from openmbi.sources.inspection import inspect
from openmbi.sources.produced import Produced
from openmbi.sources.read import read_checked
from openmbi.sources.reader import reader_of

NOW = datetime(2024, 6, 30, 12, tzinfo=UTC)
CONTRACTS = load_contracts()
INDICATORS = load_all(Indicator, "indicators", None)
SCHEMAS = {
    Produced.OBSERVATIONS: ACCEPTED,
    Produced.REGISTER: ENTERPRISES,
    Produced.HOLDERS: HOLDERS,
    Produced.ACCOUNTS: ACCOUNTS,
}
EXAMPLES = sorted(path for name in CONTRACTS for path in (SHIPPED / name / "example" / "raw").iterdir())


def example_contract(path: Path) -> Contract:
    """The contract of the source, with what its example says beside it laid over."""
    shipped = contract_for(path, CONTRACTS)
    own = path.parents[1] / "source.yml"
    if not own.is_file():
        return shipped
    return load_declaration(
        Contract, own, {**read_mapping(shipped.file), "source": shipped.source, "file": shipped.file}
    )


def read_example(path: Path) -> dict[str, pa.Table]:
    contract = example_contract(path)
    blocks = list(
        read_checked(
            inspect(path, contract),
            contract,
            engine=ibis.duckdb.connect(),
            now=NOW,
            zone=ZoneInfo("Asia/Shanghai"),
            registered=None,
        )
    )
    return {
        "accepted": pa.concat_tables([block.accepted for block in blocks]),
        "quarantined": pa.concat_tables([block.quarantined for block in blocks]),
    }


def as_text(table: pa.Table) -> str:
    """A table as lines of text, one row each, by row and subject; lists joined, null as ∅."""
    rows = sorted(table.to_pylist(), key=lambda row: (row["row_no"], str(row.get("subject") or row.get("enterprise"))))
    lines = ["\t".join(table.schema.names)]
    lines += ["\t".join(shown(value) for value in row.values()) for row in rows]
    return "\n".join(lines) + "\n"


def shown(value: object) -> str:
    if isinstance(value, list):
        return " ".join(value)
    return "∅" if value is None else str(value)


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_source_has_a_folder_with_contract_reader_and_example(name: str) -> None:
    contract = CONTRACTS[name]
    assert contract.source == name == contract.file.parent.name
    assert contract.columns.keys() <= reader_of(contract).ROLES
    assert any(path.parents[2].name == name for path in EXAMPLES)


@pytest.mark.parametrize("name", [name for name in CONTRACTS if CONTRACTS[name].indicator])
def test_a_source_is_of_a_declared_indicator_in_a_unit_of_its_kind(name: str) -> None:
    contract = CONTRACTS[name]
    indicator = INDICATORS[str(contract.indicator)]
    assert reader_of(contract).PRODUCES is Produced.OBSERVATIONS
    assert unit(contract.unit).stored_as == indicator.unit
    assert contract.frequency is indicator.frequency


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_is_read_into_what_is_expected(path: Path) -> None:
    read = read_example(path)
    for part, table in read.items():
        expected = path.parents[1] / "expected" / f"{path.name}.{part}.tsv"
        assert as_text(table) == expected.read_text(encoding="utf-8"), f"{part} of {path.name}"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_keeps_the_schemas(path: Path) -> None:
    read = read_example(path)
    produced = reader_of(example_contract(path)).PRODUCES
    assert read["accepted"].schema.equals(SCHEMAS[produced])
    assert read["quarantined"].schema.equals(QUARANTINED)
    assert all(len(reasons) == len(set(reasons)) > 0 for reasons in read["quarantined"]["reasons"].to_pylist())
    assert pc.min(read["quarantined"]["observations"]).as_py() in {None, *range(1, 100)}


@pytest.mark.parametrize("name", CONTRACTS)
def test_an_example_shows_bad_rows(name: str) -> None:
    paths = [path for path in EXAMPLES if path.parents[2].name == name]
    assert any(read_example(path)["quarantined"].num_rows for path in paths)
