"""Whole columns of unified social credit codes, checked at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.credit_code import CHARACTERS, LENGTH, WEIGHTS
from openmbi.sources.reasons import Masks, flagged

_WEIGHTS = np.array(WEIGHTS)
_VALUE_OF = np.zeros(256, dtype=np.int64)
_VALUE_OF[[ord(character) for character in CHARACTERS]] = np.arange(31)


def check_credit_codes(codes: pa.Array) -> Masks:
    """Check codes (n,) in capitals: `bad_uscc` where one is no 18 of the 31 characters, `bad_uscc_check_digit` where its last is not
    (31 − Σ₁¹⁷ cᵢ · 3^(i−1) mod 31) mod 31.
    """
    well_formed = pc.match_substring_regex(codes, f"^[{CHARACTERS}]{{{LENGTH}}}$").to_numpy(zero_copy_only=False)
    faults = flagged(~well_formed, "bad_uscc")
    rows = np.flatnonzero(well_formed)
    values = _values(codes.take(pa.array(rows)))
    expected = -(values[:, :-1] @ _WEIGHTS) % 31
    faults[rows] = flagged(values[:, -1] != expected, "bad_uscc_check_digit")
    return faults


def _values(codes: pa.Array) -> np.ndarray:
    """Return the values (n, 18) of the characters of well-formed codes (n,)."""
    return _VALUE_OF[np.array(codes.to_pylist(), dtype=f"S{LENGTH}").view(np.uint8).reshape(-1, LENGTH)]
