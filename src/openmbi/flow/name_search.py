"""Names in which any part is found: all of them stand in one array of UTF-16 units, which is read through in a few milliseconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_BETWEEN = "\n"


@dataclass(frozen=True)
class Names:
    """Names as they are searched. `units`: UTF-16 of all, a line feed between two; `starts` (n,): where each begins."""

    units: NDArray[np.uint16]
    starts: NDArray[np.int64]

    def containing(self, word: str) -> NDArray[np.bool_]:
        """Return which names (n,) contain a word, which is not empty, and plain as `plain` makes it."""
        needle = _units(word)
        at = np.flatnonzero(self.units[: len(self.units) - len(needle) + 1] == needle[0])
        for place, unit in enumerate(needle[1:], start=1):
            at = at[self.units[at + place] == unit]
        found = np.zeros(len(self.starts), bool)
        found[np.searchsorted(self.starts, at, side="right") - 1] = True
        return found


@dataclass(frozen=True)
class Codes:
    """Codes (n,) in their order, and the row of each."""

    ordered: NDArray[np.str_]
    rows: NDArray[np.int64]

    def beginning(self, word: str) -> NDArray[np.bool_]:
        """Return which codes (n,) begin with a word."""
        first, stop = np.searchsorted(self.ordered, [word, word + "\U0010ffff"])
        found = np.zeros(len(self.rows), bool)
        found[self.rows[first:stop]] = True
        return found


def searched_names(names: pa.Array | pa.ChunkedArray) -> Names:
    """Return names, null where there is none, ready to be searched."""
    units = _units(_BETWEEN.join(_plain(pc.replace_substring(pc.fill_null(names, ""), _BETWEEN, " ")).to_pylist()))
    return Names(units, np.concatenate([[0], 1 + np.flatnonzero(units == ord(_BETWEEN))]))


def searched_codes(codes: pa.Array | pa.ChunkedArray) -> Codes:
    """Return codes ready to be searched."""
    plain = np.array(_plain(codes).to_pylist(), dtype=np.str_)
    rows = np.argsort(plain, kind="stable")
    return Codes(plain[rows], rows)


def plain(text: str) -> str:
    """Return a text without the differences that a reader does not mean: full and half width, capital and small letters."""
    return _plain(pa.array([text]))[0].as_py()


def _plain(texts: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    return pc.utf8_lower(pc.utf8_normalize(texts, form="NFKC"))


def _units(text: str) -> NDArray[np.uint16]:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
