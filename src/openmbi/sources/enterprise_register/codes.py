"""Codes of industry and size class: brought to one form, or refused. A blank is nothing, and refused by nobody."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.sources.fields import Field, matching, nulls, one_of, plainly
from openmbi.sources.reasons import flagged

_FIRST_DIVISION = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRST",
        (1, 6, 13, 44, 47, 51, 53, 61, 63, 66, 70, 71, 73, 76, 80, 83, 84, 86, 91, 97),
        strict=True,
    )
)
_SIZES = {
    "large": ("large", "大型", "大", "l"),
    "medium": ("medium", "中型", "中", "m"),
    "small": ("small", "小型", "小", "s"),
    "micro": ("micro", "微型", "微", "xs"),
}


def check_industries(texts: pa.Array) -> Field:
    """Accept GB/T 4754-2017 codes, a section's letter before 2 to 4 digits; a missing letter is added, a wrong one is refused."""
    codes = pc.utf8_upper(plainly(texts))
    field = matching(codes, r"^[A-T]?\d{2,4}$", "bad_industry_code")
    digits = pc.utf8_ltrim(field.values, "".join(_FIRST_DIVISION))
    full = pc.binary_join_element_wise(_sections(digits), digits, "")
    agrees = pc.and_kleene(pc.is_valid(full), pc.or_kleene(pc.equal(codes, full), pc.equal(codes, digits)))
    wrong = ~nulls(field.values) & ~agrees.to_numpy(zero_copy_only=False)
    return Field(full, field.faults | flagged(wrong, "bad_industry_code"))


def _sections(digits: pa.Array) -> pa.Array:
    """Return the letter of the section that the division (the first two digits) belongs to; null where there is no such division."""
    division = pc.fill_null(pc.utf8_slice_codeunits(digits, 0, 2).cast(pa.int32()), 0).to_numpy()
    letters = np.array(["", *_FIRST_DIVISION])
    place = np.searchsorted(list(_FIRST_DIVISION.values()), division, side="right")
    return pa.array(letters[place].tolist(), pa.string(), mask=(place == 0) | (division > 97))


def check_sizes(texts: pa.Array) -> Field:
    """Accept 大型 中型 小型 微型, in Chinese or English."""
    return one_of(plainly(texts), _SIZES, "unknown_size_class")
