"""A text file as blocks of whole physical lines, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem

BLOCK_BYTES = 4 << 20
LONGEST_LINE_BYTES = 64 << 20


def whole_lines(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file in blocks that end where a line ends; the last may have no end of line.

    Raises
    ------
    Problem
        `ingest.line-too-long` where a line exceeds 64 MiB: such a file is hardly a table.
    """
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            rest = b"" if block.endswith(b"\n") else file.readline(LONGEST_LINE_BYTES)
            if len(rest) == LONGEST_LINE_BYTES:
                raise _too_long(path)
            yield block + rest


def unix_lines(block: bytes) -> bytes:
    """Return a block with every line, the last too, ended by `\\n`."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return block if block.endswith(b"\n") else block + b"\n"


def count_lines(text: bytes) -> int:
    """Return how many lines end in a text."""
    return int(np.count_nonzero(np.frombuffer(text, dtype=np.uint8) == ord("\n")))


def _too_long(path: Path) -> Problem:
    return Problem(
        "ingest.line-too-long",
        Text("有一行超过 64 MiB", "a line is longer than 64 MiB"),
        Text("请确认这是按行存放的表格文件", "make sure that the file is a table in lines"),
        file=path,
    )
