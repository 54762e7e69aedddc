"""Subjects from texts: stripped, given, and registered where the contract asks for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.sources.reasons import Masks, flagged
from openmbi.sources.setting import Setting


@dataclass(frozen=True)
class Subjects:
    """Names (n,) without outer blanks, and the reasons (n,) why one is refused."""

    names: pa.Array
    faults: Masks


def check_subjects(texts: pa.Array, setting: Setting) -> Subjects:
    """Check names: none may be blank; with `require_registered` each must be in the register."""
    names = pc.utf8_trim_whitespace(texts)
    blank = pc.equal(names, "").to_numpy(zero_copy_only=False)
    faults = flagged(blank, "missing_subject")
    if setting.contract.require_registered:
        known = pc.is_in(names, value_set=setting.registered).to_numpy(zero_copy_only=False)
        faults = faults | flagged(~known & ~blank, "unknown_enterprise")
    return Subjects(names, np.asarray(faults, dtype=np.uint32))
