"""Codes of place, industry and size class: brought to one form, or refused. A blank is nothing, and refused by nobody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.tables import Flags
from openmbi.sources.reasons import Masks, flagged

_PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]"
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


@dataclass(frozen=True)
class Field:
    """Values (n,), null where a text is blank or refused, and the reasons (n,)."""

    values: pa.Array
    faults: Masks


def check_places(texts: pa.Array) -> Field:
    """Accept six digits that begin with a province of GB/T 2260."""
    return _matching(texts, rf"^(?:{_PROVINCES})\d{{4}}$", "bad_place_code")


def check_industries(texts: pa.Array) -> Field:
    """Accept GB/T 4754-2017 codes, a section's letter before 2 to 4 digits; a missing letter is added, a wrong one is refused."""
    codes = pc.utf8_upper(texts)
    field = _matching(codes, r"^[A-T]?\d{2,4}$", "bad_industry_code")
    digits = pc.utf8_ltrim(field.values, "".join(_FIRST_DIVISION))
    full = pc.binary_join_element_wise(_sections(digits), digits, "")
    agrees = pc.and_kleene(pc.is_valid(full), pc.or_kleene(pc.equal(codes, full), pc.equal(codes, digits)))
    wrong = ~_nulls(field.values) & ~agrees.to_numpy(zero_copy_only=False)
    return Field(full, field.faults | flagged(wrong, "bad_industry_code"))


def _sections(digits: pa.Array) -> pa.Array:
    """Return the letter of the section that the division (the first two digits) belongs to; null where there is no such division."""
    division = pc.fill_null(pc.utf8_slice_codeunits(digits, 0, 2).cast(pa.int32()), 0).to_numpy()
    letters = np.array(["", *_FIRST_DIVISION])
    place = np.searchsorted(list(_FIRST_DIVISION.values()), division, side="right")
    return pa.array(letters[place].tolist(), pa.string(), mask=(place == 0) | (division > 97))


def check_sizes(texts: pa.Array) -> Field:
    """Accept 大型 中型 小型 微型, in Chinese or English."""
    names = {name: size for size, accepted in _SIZES.items() for name in accepted}
    place = pc.index_in(pc.utf8_lower(texts), value_set=pa.array(list(names)))
    sizes = pa.array(list(names.values())).take(place)
    return Field(sizes, flagged(_filled(texts) & _nulls(place), "unknown_size_class"))


def kept(texts: pa.Array) -> Field:
    """Accept any text; a blank is null."""
    filled = pa.array(_filled(texts))
    return Field(pc.if_else(filled, texts, pa.scalar(None, pa.string())), np.zeros(len(texts), dtype=np.uint32))


def _matching(texts: pa.Array, form: str, reason: str) -> Field:
    fits = pc.match_substring_regex(texts, form)
    values = pc.if_else(fits, texts, pa.scalar(None, pa.string()))
    return Field(values, flagged(_filled(texts) & ~fits.to_numpy(zero_copy_only=False), reason))


def _filled(texts: pa.Array) -> Flags:
    return pc.not_equal(texts, "").to_numpy(zero_copy_only=False)


def _nulls(values: pa.Array) -> Flags:
    return values.is_null().to_numpy(zero_copy_only=False)
