"""Shares of what several holders have together: `0.6`, `60%`, or nothing for the whole."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Decimal

import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.tables import HOLDERS
from openmbi.sources.fields import Field, plainly
from openmbi.sources.reasons import bit

SHARE = HOLDERS.field("share").type
_FORM = re.compile(r"(\d+\.?\d*|\.\d+)\s*(%?)")
_LAST_DIGIT = Decimal(1).scaleb(-SHARE.scale)


def check_shares(texts: pa.Array) -> Field:
    """Read shares (n,): above 0 and 1 at most; a blank is 1. Digits beyond the last one kept are cut off, so that parts never sum to more than their whole."""
    coded = pc.dictionary_encode(plainly(texts))
    read = [_share(text) for text in coded.dictionary.to_pylist()]
    values = pa.array([value for value, _ in read], SHARE)
    faults = pa.array([fault for _, fault in read], pa.uint32())
    return Field(values.take(coded.indices), faults.take(coded.indices).to_numpy())


def _share(text: str) -> tuple[Decimal | None, int]:
    form = _FORM.fullmatch(text)
    if not text:
        return Decimal(1), 0
    if not form:
        return None, int(bit("not_a_number"))
    share = Decimal(form[1]) / (100 if form[2] else 1)
    if not 0 < share <= 1 or share < _LAST_DIGIT:
        return None, int(bit("share_out_of_range"))
    return share.quantize(_LAST_DIGIT, ROUND_DOWN), 0
