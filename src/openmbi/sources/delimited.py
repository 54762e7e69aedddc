"""Comma-separated text: blocks of lines taken apart into columns of text, every row with its exact physical line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from openmbi.core.tables import Flags
from openmbi.sources.encoding import BOM, Encoding, unreadable_lines
from openmbi.sources.layout import Layout
from openmbi.sources.lines import count_lines, unix_lines, whole_lines
from openmbi.sources.reasons import bit
from openmbi.sources.rectangle import rectangle_of
from openmbi.sources.rows import Numbers, Rows, Unread

_FIELD = r'(?:"(?:[^"]|"")*"(?:[^",][^,]*)?|[^",][^,]*|)'
_WELL_QUOTED = rf"^{_FIELD}(?:,{_FIELD})*$"


def split_header(line: str) -> tuple[str, ...]:
    """Return the fields of one line, without outer blanks."""
    return tuple(field.strip() for field in next(csv.reader([line]), []))


def read_delimited(path: Path, encoding: Encoding, layout: Layout) -> Iterator[Rows]:
    """Yield the rows below the header, block by block. Blank lines are no rows; lines that cannot be taken apart are in `unread`."""
    first, done = 1, 0
    for block in whole_lines(path):
        text = unix_lines(block)
        if done == 0:
            text = text.removeprefix(BOM)
        done += len(block)
        count = count_lines(text)
        numbers = np.arange(first, first + count, dtype=np.int64)
        first += count
        text, numbers = _below_header(text, numbers, layout.header.line)
        if len(numbers):
            yield _rows(text, numbers, encoding, layout, done)


def _below_header(text: bytes, numbers: Numbers, header_line: int) -> tuple[bytes, Numbers]:
    above = max(0, min(len(numbers), header_line + 1 - int(numbers[0])))
    for _ in range(above):
        text = text[text.index(b"\n") + 1 :]
    return text, numbers[above:]


def _rows(text: bytes, numbers: Numbers, encoding: Encoding, layout: Layout, done: int) -> Rows:
    text, numbers, undecodable = _decoded(text, numbers, encoding)
    if layout.cells and (rectangle := rectangle_of(text, len(numbers), len(layout.header.names))):
        table = pa.table({str(place): rectangle.columns((place,)) for place in layout.roles.values()})
        return Rows(table, numbers, tuple(undecodable), done, rectangle)
    table, kept, ragged = _columns(text, numbers, layout)
    unread = sorted(undecodable + ragged, key=lambda line: line.row_no)
    return Rows(table, kept, tuple(unread), done)


def _decoded(text: bytes, numbers: Numbers, encoding: Encoding) -> tuple[bytes, Numbers, list[Unread]]:
    """Return the readable lines as UTF-8 with their numbers, and the unreadable ones with their bytes escaped."""
    unread: list[Unread] = []
    if bad := unreadable_lines(text, encoding):
        lines = text.splitlines(keepends=True)
        reason = bit("undecodable_text")
        unread = [
            Unread(int(numbers[at]), lines[at].decode("utf-8", "backslashreplace").rstrip("\n"), reason) for at in bad
        ]
        keep = np.ones(len(lines), dtype=bool)
        keep[bad] = False
        text, numbers = b"".join(line for line, kept in zip(lines, keep, strict=True) if kept), numbers[keep]
    if encoding != "utf-8":
        text = text.decode(encoding).encode()
    return text, numbers, unread


def _columns(text: bytes, numbers: Numbers, layout: Layout) -> tuple[pa.Table, Numbers, list[Unread]]:
    if b'"' in text:
        return _quoted_columns(text, numbers, layout)
    table, ragged = _parse(text, len(numbers), layout)
    return _numbered(table, ragged, text, numbers)


def _quoted_columns(text: bytes, numbers: Numbers, layout: Layout) -> tuple[pa.Table, Numbers, list[Unread]]:
    """Take apart lines with quotes. An unpaired quote would swallow the lines after it: a closing blank line and the count of rows show that it did."""
    table, ragged = _parse(text + b"\n", len(numbers) + 1, layout)
    if table.num_rows + len(ragged) == len(numbers) + 1:
        return _numbered(table.slice(0, table.num_rows - 1), ragged, text, numbers)
    lines = _split(text)
    good = pc.match_substring_regex(lines, _WELL_QUOTED).to_numpy(zero_copy_only=False)
    bad = np.flatnonzero(~good)
    texts = lines.take(pa.array(bad)).to_pylist()
    unread = [Unread(int(numbers[at]), raw, bit("wrong_number_of_fields")) for at, raw in zip(bad, texts, strict=True)]
    rest = "".join(f"{line}\n" for line in lines.filter(pa.array(good)).to_pylist()).encode()
    table, ragged = _parse(rest, int(good.sum()), layout)
    table, kept, more = _numbered(table, ragged, rest, numbers[good])
    return table, kept, unread + more


def _split(text: bytes) -> pa.Array:
    lines = pc.split_pattern(pa.array([text.decode()], pa.large_string()), "\n").flatten()
    return lines.slice(0, len(lines) - 1)


def _parse(text: bytes, count: int, layout: Layout) -> tuple[pa.Table, list[tuple[int, str]]]:
    """Return the columns of `count` lines as text, blank lines as rows of empty texts, and the lines with another number of fields."""
    ragged: list[tuple[int, str]] = []

    def keep(row: pa_csv.InvalidRow) -> str:
        ragged.append((row.number - 1, row.text))
        return "skip"

    names = [str(place) for place in range(len(layout.header.names))]
    types = {str(place): _CODED if place in layout.coded else pa.string() for place in layout.read}
    if not count:
        return pa.schema(list(types.items())).empty_table(), ragged
    table = pa_csv.read_csv(
        pa.BufferReader(text),
        read_options=pa_csv.ReadOptions(use_threads=False, block_size=len(text) + 1, column_names=names),
        parse_options=pa_csv.ParseOptions(ignore_empty_lines=False, invalid_row_handler=keep),
        convert_options=pa_csv.ConvertOptions(
            column_types=types, include_columns=list(types), strings_can_be_null=False, check_utf8=False
        ),
    )
    return table, ragged


_CODED = pa.dictionary(pa.int32(), pa.string())


def _numbered(
    table: pa.Table, ragged: list[tuple[int, str]], text: bytes, numbers: Numbers
) -> tuple[pa.Table, Numbers, list[Unread]]:
    """Give rows their lines, and leave out blank ones."""
    row = np.ones(len(numbers), dtype=bool)
    row[[at for at, _ in ragged]] = False
    if int(row.sum()) != table.num_rows:
        raise RuntimeError(f"{table.num_rows} rows and {len(ragged)} ragged lines were read from {len(numbers)} lines")
    kept = numbers[row]
    if _may_have_blank_lines(table):
        filled = _filled(text)[row]
        table, kept = table.filter(pa.array(filled)), kept[filled]
    reason = bit("wrong_number_of_fields")
    return table, kept, [Unread(int(numbers[at]), raw, reason) for at, raw in ragged if raw.strip()]


def _may_have_blank_lines(table: pa.Table) -> bool:
    """A blank line comes as a row of empty texts, so a column without any shows quickly that there is none."""
    column = next((column for column in table.columns if pa.types.is_dictionary(column.type)), table.column(0))
    return any(
        pc.index(chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk, "").as_py() >= 0
        for chunk in column.chunks
    )


def _filled(text: bytes) -> Flags:
    """Tell for each line whether it has any character."""
    ends = np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == ord("\n"))
    return np.diff(ends, prepend=-1) > 1
