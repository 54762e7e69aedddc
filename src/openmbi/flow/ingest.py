"""Take files in: contract, inspection, checked rows, one atomic batch a file, a member of an archive, or a sheet of a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypedDict
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from ibis.backends.duckdb import Backend

from openmbi.core.problems import Problem
from openmbi.core.tables import QUARANTINED
from openmbi.core.units import unit
from openmbi.flow.bureau import Bureau
from openmbi.flow.outcome import Outcome
from openmbi.flow.refusals import noted
from openmbi.sources.contract import Contract, contract_for, load_contracts
from openmbi.sources.delivery import Delivery, deliveries_of
from openmbi.sources.inspection import Inspection, inspect
from openmbi.sources.produced import Produced
from openmbi.sources.read import read_checked, recheck
from openmbi.sources.reader import reader_of
from openmbi.sources.workbook import sheets_of
from openmbi.store.accounts import ACCOUNTS
from openmbi.store.batch import Batch, Origin, SinkMaker
from openmbi.store.holders import HOLDERS
from openmbi.store.manifest import Entry, entries
from openmbi.store.observations import ObservationSink
from openmbi.store.quarantine import Pending
from openmbi.store.register import REGISTER, registered_subjects
from openmbi.store.small_table_sink import sink_of

Progress = Callable[[Path, int, int], None]
"""Called with the file, the bytes done and its size."""


class Checking(TypedDict):
    """What the readers are given besides a file and its contract."""

    engine: Backend
    now: datetime
    zone: ZoneInfo
    registered: pa.Array | None


def ingest(bureau: Bureau, paths: Iterable[Path], *, now: datetime, progress: Progress) -> Iterator[Outcome]:
    """Take files in one after the other, registers first; a file with a problem keeps none of the others out, and its refusal is noted in the store."""
    return noted(bureau, _taken_in(bureau, paths, now, progress), now)


def _taken_in(bureau: Bureau, paths: Iterable[Path], now: datetime, progress: Progress) -> Iterator[Outcome]:
    bureau = _with_one_thread(bureau)
    contracts = load_contracts(bureau.folder)
    waiting = [one for path in paths for one in _delivered(path, contracts)]
    for delivery, found in sorted(waiting, key=_registers_first):
        if isinstance(found, Problem):
            yield Outcome(delivery.label, None, problem=found)
        else:
            yield from _outcomes(bureau, delivery, found, now, progress)


def _outcomes(
    bureau: Bureau, delivery: Delivery, contract: Contract, now: datetime, progress: Progress
) -> Iterator[Outcome]:
    """Take in one file, sheet by sheet where it is a workbook."""
    label = delivery.label
    try:
        with delivery.at_hand() as path:
            for sheet in sheets_of(path, contract):
                try:
                    yield _take_in(
                        bureau, delivery, inspect(path, contract, sheet), contract, now=now, progress=progress
                    )
                except Problem as problem:
                    name = label.with_name(sheet.label.name) if sheet else label
                    yield Outcome(name, contract.source, problem=delivery.called(problem, path))
    except Problem as problem:
        yield Outcome(label, contract.source, problem=problem)


def _with_one_thread(bureau: Bureau) -> Bureau:
    """Return the bureau with an engine of one thread: blocks are too small to gain from more, which only cost."""
    return replace(bureau, store=replace(bureau.store, threads=1))


def _delivered(path: Path, contracts: dict[str, Contract]) -> Iterator[tuple[Delivery, Contract | Problem]]:
    """Yield the files at a path, one or those of an archive, each with its contract or what speaks against it."""
    try:
        for delivery in deliveries_of(path):
            yield delivery, _found(delivery.label, contracts)
    except Problem as problem:
        yield Delivery(path), problem


def _found(path: Path, contracts: dict[str, Contract]) -> Contract | Problem:
    try:
        return contract_for(path, contracts)
    except Problem as problem:
        return problem


def _registers_first(pair: tuple[Delivery, Contract | Problem]) -> tuple[int, Path]:
    """Order registers, holders, accounts, observations; what cannot be read stands last."""
    delivery, found = pair
    try:
        place = len(_ORDER) if isinstance(found, Problem) else _ORDER.index(reader_of(found).PRODUCES)
    except Problem:  # it is told when the file is inspected
        place = len(_ORDER)
    return place, delivery.label


def _take_in(
    bureau: Bureau,
    delivery: Delivery,
    inspection: Inspection,
    contract: Contract,
    *,
    now: datetime,
    progress: Progress,
) -> Outcome:
    name = delivery.label.with_name(inspection.file_name)
    with bureau.store.writing():
        known = _same_file(bureau, inspection, contract)
        if known:
            return Outcome(name, contract.source, known, already=True)
        origin = _origin(bureau, contract, name.relative_to(delivery.path.parent).as_posix(), inspection)
        with Batch(bureau.store, origin, now, _sink(contract)) as batch:
            for block in read_checked(inspection, contract, **_checking(bureau, contract, now)):
                batch.add(block.accepted, block.quarantined)
                progress(delivery.label, block.bytes_done, inspection.size)
            entry = batch.commit()
    return Outcome(name, contract.source, entry, ignored_columns=inspection.extra_columns)


def _same_file(bureau: Bureau, inspection: Inspection, contract: Contract) -> Entry | None:
    taken = (entry for entry in entries(bureau.store) if entry.kind == "ingest")
    return next((e for e in taken if (e.sha256, e.details["contract"]) == (inspection.sha256, contract.source)), None)


def _checking(bureau: Bureau, contract: Contract, now: datetime) -> Checking:
    registered = registered_subjects(bureau.store) if contract.require_registered else None
    return {"engine": bureau.store.engine, "now": now, "zone": bureau.zone, "registered": registered}


_SINKS: dict[Produced, SinkMaker] = {
    Produced.OBSERVATIONS: ObservationSink,
    Produced.REGISTER: sink_of(REGISTER),
    Produced.HOLDERS: sink_of(HOLDERS),
    Produced.ACCOUNTS: sink_of(ACCOUNTS),
}
_ORDER = (Produced.REGISTER, Produced.HOLDERS, Produced.ACCOUNTS, Produced.OBSERVATIONS)


def _sink(contract: Contract) -> SinkMaker:
    return _SINKS[reader_of(contract).PRODUCES]


def _origin(bureau: Bureau, contract: Contract, file_name: str, inspection: Inspection | None) -> Origin:
    about = _about(inspection) if inspection else {}
    return Origin(
        source=contract.observed_source,
        indicator=contract.indicator or reader_of(contract).PRODUCES.value,
        unit=unit(contract.unit).stored_as,
        file_name=file_name,
        sha256=inspection.sha256 if inspection else "",
        lag_days=contract.known_at.lag_days,
        zone=bureau.zone,
        frequency=contract.frequency,
        reported_in=contract.unit,
        details={"contract": contract.source, **about},
    )


def _about(inspection: Inspection) -> dict[str, object]:
    return {
        "size": inspection.size,
        "lines": inspection.lines,
        "encoding": inspection.encoding,
        "header_line": inspection.header_line,
    }


def retry(bureau: Bureau, waiting: Pending, *, now: datetime, mended: pa.Table | None = None) -> Entry:
    """Check quarantined records again, against the contract and the register as they are now, as one new batch.

    `mended`: an export of the same records in which a person changed values. Records that fail again wait on in the new batch, with their reasons of today.
    """
    bureau = _with_one_thread(bureau)
    contract = load_contracts(bureau.folder)[waiting.contract]
    records = waiting.rows if mended is None else mended
    with bureau.store.writing():
        origin = _origin(bureau, contract, f"quarantine of batch {waiting.batch}", None)
        with Batch(bureau.store, origin, now, _sink(contract)) as batch:
            for file_name in sorted(set(records["file"].to_pylist())):
                of_file = records.filter(pc.equal(records["file"], file_name)).select(QUARANTINED.names)
                block = recheck(of_file, contract, **_checking(bureau, contract, now))
                batch.add(block.accepted, block.quarantined, file_name)
            return batch.commit(kind="retry", supersedes=(waiting.batch,))
