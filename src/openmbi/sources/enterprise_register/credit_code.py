"""The unified social credit code (统一社会信用代码) and its check digit, GB 32100-2015."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.sources.reasons import Masks, flagged

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of the code in the order of their value; I, O, S, V and Z are not used."""

LENGTH = 18
_WEIGHTS = np.array([pow(3, place, 31) for place in range(LENGTH - 1)])
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
