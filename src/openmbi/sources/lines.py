"""A text file as blocks of whole physical lines, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openmbi.core.language import Text
from openmbi.core.problems import Problem

BLOCK_BYTES = 8 << 20
LONGEST_LINE_BYTES = 64 << 20


def whole_lines(path: Path, block_bytes: int = BLOCK_BYTES) -> Iterator[bytes]:
    """Yield the bytes of a file in blocks that end where a line ends (`\\n`, `\\r\\n` or `\\r`); the last may have no end of line.

    Raises
    ------
    Problem
        `ingest.line-too-long` where a line exceeds 64 MiB: such a file is hardly a table.
    """
    with path.open("rb") as file:
        rest = b""
        while chunk := file.read(block_bytes):
            block = rest + chunk
            end = _end_of_last_line(block)
            rest = block[end:]
            if len(rest) > LONGEST_LINE_BYTES:
                raise _too_long(path)
            if end:
                yield block[:end]
        if rest:
            yield rest


def _end_of_last_line(block: bytes) -> int:
    """Return where the last whole line ends; a final `\\r` may yet be followed by `\\n` and does not count."""
    return max(block.rfind(b"\n"), block.rfind(b"\r", 0, len(block) - 1)) + 1


def unix_lines(block: bytes) -> bytes:
    """Return a block with every line, the last too, ended by `\\n`."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return block if block.endswith(b"\n") else block + b"\n"


def _too_long(path: Path) -> Problem:
    return Problem(
        "ingest.line-too-long",
        Text("有一行超过 64 MiB", "a line is longer than 64 MiB"),
        Text("请确认这是按行存放的表格文件", "make sure that the file is a table in lines"),
        file=path,
    )
