"""What the gate answers to a question for figures: columns of equal length, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Column = Sequence[Any] | NDArray[Any]


@dataclass(frozen=True)
class About:
    """What figures rest on. `kind`: `run` or `release`; `digest`: changes whenever anything of it does; moments and days are ISO texts, texts of readers
    `{"zh": …, "en": …}`. `timing`: code and meaning (real-time or pseudo-real-time). `internal_only` and `simulated` are null where they do not hold.
    """

    kind: str
    name: str
    digest: str
    as_of: str
    run_at: str | None = None
    data_until: str | None = None
    timing: Mapping[str, Any] | None = None
    simulated: Mapping[str, str] | None = None
    internal_only: Mapping[str, str] | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {**vars(self)}


@dataclass(frozen=True)
class Answer:
    """Columns by the names of `schema`, in its order; `columns[name]` (n,) holds texts, numbers (NaN: not known) or JSON types.

    `about`: None where the answer rests on no run. `after`: what to ask with for the next page; None on the last.
    """

    schema: pa.Schema
    columns: Mapping[str, Column]
    about: About | None = None
    after: str | None = None

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.columns.values())))

    @cached_property
    def table(self) -> pa.Table:
        """The same as an Arrow table; NaN is null."""
        arrays = [_array(self.columns[field.name], field.type) for field in self.schema]
        return pa.table(arrays, schema=self.schema)


def _array(column: Column, kind: pa.DataType) -> pa.Array:
    if isinstance(column, np.ndarray) and column.dtype.kind == "f":
        return pa.array(column, kind, mask=np.isnan(column))
    return pa.array(column, kind)
