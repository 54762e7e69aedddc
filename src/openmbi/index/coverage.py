"""How much of the index's load the readings of a day stand for."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import CellPanel, Flags, Floats, IndexTerms, Reading
from openmbi.index.row_blocks import weight_of


def coverage(panel: CellPanel, terms: IndexTerms, *, sentinel_is_reading: bool) -> Floats:
    """Return the share (T,) of the members' base use whose enterprises have a reading, 0..1.

    A sentinel for "zero or no reading" counts as a reading or as none: publishing both shows how much rests on it. `panel` and `terms` have the same
    subjects and days.
    """
    reported = panel.reading != Reading.ABSENT
    if not sentinel_is_reading:
        reported &= panel.reading != Reading.ZERO_OR_MISSING
    return share_of_base(reported, terms)


def share_of_base(reported: Flags, terms: IndexTerms) -> Floats:
    """Return the share (T,) of the members' weight that belongs to subjects reported on the day (n, T)."""
    seen = weight_of(terms.weight, reported & terms.member)
    return seen / np.maximum(weight_of(terms.weight, terms.member), np.finfo(float).tiny)
