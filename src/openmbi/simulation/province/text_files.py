"""Text files from columns: comma-separated, lines end as on Windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

UTF8_WITH_BOM, GBK = "utf-8-sig", "gbk"
LINE_END = "\r\n"


def csv_file(columns: Mapping[str, Sequence[str] | pa.Array], encoding: str = UTF8_WITH_BOM) -> bytes:
    """Return a file with a header and as many lines as the columns are long; no text may hold a comma, a quote or a line break."""
    lines = pc.binary_join_element_wise(*(pa.array(column, pa.string()) for column in columns.values()), ",")
    return _encoded([",".join(columns), *lines.to_pylist()], encoding)


def wide_file(first: Mapping[str, Sequence[str]], names: Sequence[str], amounts: NDArray[np.int64], last: str) -> bytes:
    """Return a GBK file with a line a day.

    `first`: header and texts of the leading columns (days, …). `amounts` (days, names): hundredths, negative for a blank cell. `last`: header of the sum.
    """
    sums = np.where(amounts < 0, 0, amounts).sum(axis=1)
    cells = hundredths_texts(amounts.ravel())
    starts = pa.array(np.arange(0, amounts.size + 1, len(names), dtype=np.int32))
    lines = pc.binary_join(pa.ListArray.from_arrays(starts, cells), ",")
    table = pc.binary_join_element_wise(
        *(pa.array(column, pa.string()) for column in first.values()), lines, hundredths_texts(sums), ","
    )
    return _encoded([",".join([*first, *names, last]), *table.to_pylist()], GBK)


def hundredths_texts(amounts: NDArray[np.integer]) -> pa.Array:
    """Return amounts (n,) in hundredths as texts with at most two decimals; a negative one is blank. Exact below 2^53 hundredths."""
    texts = pa.array(amounts / 100).cast(pa.string())
    return pc.if_else(pa.array(amounts < 0), "", texts) if (amounts < 0).any() else texts


def _encoded(lines: list[str], encoding: str) -> bytes:
    return (LINE_END.join(lines) + LINE_END).encode(encoding)
