"""Lines without quotes that all have the same number of fields, taken apart in one go.

A wide file has thousands of columns and few lines: a column each would cost more than the texts in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa


@dataclass(frozen=True)
class Rectangle:
    """Texts (lines × width,), line after line."""

    texts: pa.Array
    width: int

    def columns(self, places: tuple[int, ...]) -> pa.Array:
        """Return the texts (columns × lines,) of the columns at some positions, column after column."""
        first = np.arange(0, len(self.texts), self.width)
        return self.texts.take(pa.array((np.array(places)[:, None] + first).ravel()))


def rectangle_of(text: bytes, lines: int, width: int) -> Rectangle | None:
    """Return the fields of lines (UTF-8, each ended by `\\n`); None where there are quotes, or a line has another number of fields than `width`."""
    if b'"' in text or width < 2:
        return None
    data = np.frombuffer(text, dtype=np.uint8)
    ends = np.flatnonzero((data == ord(",")) | (data == ord("\n")))
    if len(ends) != lines * width or not (data[ends[width - 1 :: width]] == ord("\n")).all():
        return None
    offsets = np.concatenate([[0], ends - np.arange(len(ends))]).astype(np.int32)
    fields = text.translate(None, b",\n")
    return Rectangle(pa.StringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(fields)), width)
