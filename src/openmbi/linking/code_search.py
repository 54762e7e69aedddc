"""The registered codes that a given one may be meant for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from openmbi.core.credit_code import LENGTH

_ONE_SLIP = 1  # one character wrong, missing, too much, or two neighbours exchanged
_AT_ONCE = 4_000_000


def near_codes(codes: Iterable[str], registered: Sequence[str]) -> dict[str, list[str]]:
    """Return for each code the registered ones that are it or, of credit codes, one slip away, in order; short codes of a bureau's own are all near."""
    given, known = set(codes), set(registered)
    found = {code: [code] if code in known else [] for code in given}
    return found | _one_slip_away(sorted(code for code in given if len(code) == LENGTH), registered)


def _one_slip_away(asked: Sequence[str], registered: Sequence[str]) -> dict[str, list[str]]:
    step = max(1, _AT_ONCE // max(1, len(registered)))
    found: dict[str, list[str]] = {}
    for start in range(0, len(asked), step):
        part = asked[start : start + step]
        distances = process.cdist(
            part, registered, scorer=OSA.distance, score_cutoff=_ONE_SLIP, dtype=np.uint8, workers=1
        )
        for code, row in zip(part, distances, strict=True):
            found[code] = [registered[number] for number in np.flatnonzero(row <= _ONE_SLIP).tolist()]
    return found
