"""Find keys that a file gives more than once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from openmbi.core.tables import Flags


def repeated_keys(staged: Path) -> Flags:
    """Return (rows,) True where the row's (subject, valid_at) stands more than once in a staged month.

    Subjects are read as dictionary codes, in the order of their first appearance, and joined with the day into one integer. Most files come in the
    order of days and repeat their subjects in one order, so that these integers only rise; else a sort of them decides.
    """
    keys = _integer_keys(staged)
    if (keys[1:] > keys[:-1]).all():
        return np.zeros(len(keys), bool)
    ordered = np.sort(keys)
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    return np.isin(keys, twice) if len(twice) else np.zeros(len(keys), bool)


def _integer_keys(staged: Path) -> np.ndarray:
    table = pq.read_table(staged, columns=["subject", "valid_at"], read_dictionary=["subject"])
    subjects = table["subject"].unify_dictionaries()
    codes = [chunk.indices.to_numpy(zero_copy_only=False) for chunk in subjects.chunks]
    days = table["valid_at"].combine_chunks().cast(pa.int32()).to_numpy()
    return days.astype(np.int64) << 32 | np.concatenate([np.empty(0, np.int64), *codes]).astype(np.int64)
