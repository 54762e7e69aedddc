"""Accepted and quarantined observations add up to those in the file, whatever is done to its bytes."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.core.problems import Problem
from openmbi.sources.contract import load_contracts
from openmbi.sources.inspection import Inspection, inspect
from openmbi.sources.read import CheckedBlock, read_checked, recheck

CONTRACTS = load_contracts()
SETTING = {
    "engine": ibis.duckdb.connect(threads=1),
    "now": datetime(2024, 6, 30, tzinfo=UTC),
    "zone": ZoneInfo("Asia/Shanghai"),
    "registered": None,
}
FILES = {
    "meters_long": "户号,日期,电量,采集时间\n扬中一厂,2024-01-05,1.5,2024-01-06\n\"镇江,二厂\",2024/1/5,\"1,234\",\n\nc,20240105,3,\n",
    "meters_wide": "日期,甲厂,乙厂,丙厂\n2024-01-05,1,2,3\n\n2024-01-06,4,\"5\",6\n2024-01-07,7,8,9\n",
    "enterprise_register": "企业代码,企业名称,区划代码,有效期起\n91350100M000100Y43,甲厂,321182,2015-01-01\nx,\"乙,厂\",3,2015-01-01\n",
}  # fmt: skip
BYTES = st.sampled_from(
    [b"", b",", b'"', b"\n", b"\r", b"\r\n", b"\n\n", b"\xff", b"\xe4", b"x", b" ", b"\xb5\xa5", b"\x0b"]
)


@st.composite
def mangled(draw, text: str) -> bytes:
    """A file with up to five places below the header cut out, or replaced by other bytes."""
    content = text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030"])))
    top = content.index(b"\n") + 1
    head, body = content[:top], content[top:]
    for _ in range(draw(st.integers(0, 5))):
        at, cut = draw(st.integers(0, len(body))), draw(st.integers(0, 3))
        body = body[:at] + draw(BYTES) + body[at + cut :]
    return head + body


def filled_lines(content: bytes) -> set[int]:
    """The physical lines below the header that are not blank."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return {number for number, line in enumerate(lines, 1) if number > 1 and line.strip()}


def blank_cells(content: bytes, inspection: Inspection, blocks: list[CheckedBlock]) -> int:
    """The cells of a wide file that hold nothing, counted by Python's own reader; lines that were refused whole have none."""
    if not inspection.layout.cells:
        return 0
    whole = {row["row_no"] for block in blocks for row in block.quarantined.to_pylist() if row["raw"]}
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    kept = [lines[number - 1] for number in sorted(filled_lines(content) - whole)]
    rows = (next(csv.reader([line.decode(inspection.encoding)])) for line in kept)
    return sum(not field.strip() for row in rows for field in row[1:])


def read_or_refuse(path: Path, source: str) -> tuple[Inspection, list[CheckedBlock]] | None:
    """Read a file; None where it is refused as a whole."""
    try:
        inspection = inspect(path, CONTRACTS[source])
    except Problem as problem:
        if problem.code in {"ingest.header-only", "ingest.header-unreadable"}:
            return None
        raise
    return inspection, list(read_checked(inspection, CONTRACTS[source], **SETTING))


def observations(blocks: list[CheckedBlock]) -> int:
    return sum(block.accepted.num_rows + sum(block.quarantined["observations"].to_pylist()) for block in blocks)


def lines_seen(blocks: list[CheckedBlock]) -> set[int]:
    return {
        row for block in blocks for table in (block.accepted, block.quarantined) for row in table["row_no"].to_pylist()
    }


@pytest.mark.parametrize("source", FILES)
def test_every_observation_is_accepted_or_quarantined(source: str, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"

    @settings(max_examples=80, deadline=None, database=None, derandomize=True)
    @given(mangled(FILES[source]), st.sampled_from([1, 16, 1 << 20]))
    def nothing_is_lost(content: bytes, block: int) -> None:
        path.write_bytes(content)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("openmbi.sources.lines.BLOCK_BYTES", block)
            read = read_or_refuse(path, source)
        if read is None:
            return
        inspection, blocks = read
        expected = filled_lines(content)
        assert lines_seen(blocks) == expected
        assert (
            observations(blocks) + blank_cells(content, inspection, blocks)
            == len(expected) * inspection.layout.observations
        )
        assert blocks[-1].bytes_done == len(content) == inspection.size

    nothing_is_lost()


@pytest.mark.parametrize("source", FILES)
def test_as_many_observations_come_out_of_a_recheck_as_went_in(source: str, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"

    @settings(max_examples=30, deadline=None, database=None, derandomize=True)
    @given(mangled(FILES[source]))
    def nothing_is_lost(content: bytes) -> None:
        path.write_bytes(content)
        read = read_or_refuse(path, source)
        for block in read[1] if read else []:
            again = recheck(block.quarantined, CONTRACTS[source], **SETTING)
            assert observations([again]) == sum(block.quarantined["observations"].to_pylist())
            assert again.accepted.schema == block.accepted.schema
            assert again.quarantined.num_rows == block.quarantined.num_rows - again.accepted.num_rows

    nothing_is_lost()
