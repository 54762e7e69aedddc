"""The quarantine: refused rows waiting with their reasons, until a retry takes them over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.store.batch import QUARANTINE_STORED
from openmbi.store.manifest import Entry, entries
from openmbi.store.store import Store

REASON_SEPARATOR = "; "


@dataclass(frozen=True)
class Pending:
    """The quarantined records of one batch that no retry has taken over yet; `contract` checked them; `rows` has the schema QUARANTINE_STORED."""

    batch: int
    source: str
    contract: str
    rows: pa.Table

    @property
    def observations(self) -> int:
        """How many observations the records stand for."""
        return int(pc.sum(self.rows["observations"]).as_py() or 0)


def pending(store: Store, source: str | None = None, manifest: int | None = None) -> list[Pending]:
    """Return what waits in quarantine, by batch."""
    known = entries(store, manifest)
    superseded = {number for entry in known for number in entry.supersedes}
    return [
        Pending(entry.number, entry.source, entry.details.get("contract", entry.source), _rows(store, entry))
        for entry in known
        if entry.counts.quarantined and entry.number not in superseded and source in {None, entry.source}
    ]


def pending_batch(store: Store, batch: int) -> Pending:
    """Return what waits of one batch.

    Raises
    ------
    Problem
        `quarantine.nothing-pending` where nothing of this batch waits.
    """
    for waiting in pending(store):
        if waiting.batch == batch:
            return waiting
    raise Problem(
        "quarantine.nothing-pending",
        Text("第 {batch} 批没有待处理的隔离记录", "nothing of batch {batch} waits in quarantine").fill(batch=batch),
        Text("用 mbi quarantine list 查看待处理批次", "see `mbi quarantine list` for the batches that do"),
    )


def export(waiting: Pending, path: Path) -> None:
    """Write the records as CSV (UTF-8 with BOM, so that a spreadsheet reads the Chinese) for a person to mend."""
    reasons = pc.binary_join(waiting.rows["reasons"], REASON_SEPARATOR)
    table = waiting.rows.set_column(waiting.rows.schema.get_field_index("reasons"), "reasons", reasons)
    with path.open("wb") as handle:
        handle.write("\ufeff".encode())
        pcsv.write_csv(table, handle)


def read_mended(waiting: Pending, path: Path) -> pa.Table:
    """Read a mended export of what waits back: the same records, in which values may have changed.

    Raises
    ------
    Problem
        `quarantine.unreadable-export` where a column of the export is missing, `quarantine.other-records` where records are missing, new or repeated.
    """
    table = _read_export(path)
    missing, new = _records(waiting.rows) - _records(table), _records(table) - _records(waiting.rows)
    if missing or new:
        raise _other_records(path, waiting.batch, missing.total(), new.total())
    return table


def _records(rows: pa.Table) -> Counter[tuple[object, ...]]:
    columns = rows.select(["file", "row_no", "observations"]).to_pydict().values()
    return Counter(zip(*columns, strict=True))


def _other_records(path: Path, batch: int, missing: int, new: int) -> Problem:
    return Problem(
        "quarantine.other-records",
        Text(
            "与第 {batch} 批的隔离记录不符：缺少 {missing} 条，多出 {new} 条",
            "these are not the records of batch {batch}: {missing} are missing, {new} are new",
        ).fill(batch=batch, missing=missing, new=new),
        Text(
            "保留导出的每一行及其 file、row_no、observations，只修改取值；不应采用的行清空其 value，该行仍留在隔离区",
            "keep every line of the export with its file, row_no and observations; clear the `value` of a line that is not to count, and it waits on",
        ),
        file=path,
    )


def _read_export(path: Path) -> pa.Table:
    names = QUARANTINE_STORED.names
    texts = pcsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True)
    try:
        table = pcsv.read_csv(path, convert_options=texts).select(names)
        reasons = pc.split_pattern(pc.coalesce(table["reasons"], ""), REASON_SEPARATOR)
        return table.set_column(names.index("reasons"), "reasons", reasons).cast(QUARANTINE_STORED)
    except (ValueError, KeyError) as error:  # ArrowInvalid is a ValueError
        raise Problem(
            "quarantine.unreadable-export",
            Text("不是导出的隔离文件：{detail}", "not an exported quarantine file: {detail}").fill(detail=error),
            Text("请保留导出文件的列名与列数，只修改取值", "keep the export's columns; change values only"),
            file=path,
        ) from error


def _rows(store: Store, entry: Entry) -> pa.Table:
    path = next(stored.path for stored in entry.files if stored.role == "quarantine")
    return pq.read_table(store.root / path).cast(QUARANTINE_STORED)
