"""What root causes are cut by beside levels: the ownership of an enterprise; and how codes on any dimension are stated, told apart and named."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Names
from openmbi.flow.roster import Roster

OWNERSHIP = "ownership"
FEWEST_LEAVES = 4
"""Fewer combinations of codes tell no pattern."""
UNKNOWN = "unknown"
_NOT_STATED = Text("登记不明", "not stated")


def ownership(roster: Roster, subjects: Names) -> Names:
    """Return the ownership (n,) of enterprises (n,) as registered last; "" where it is not."""
    register = roster.register.select(["enterprise", "ownership"]).to_pylist()
    latest = {row["enterprise"]: row["ownership"] or "" for row in register}
    return np.array([latest.get(code, "") for code in subjects.tolist()], np.str_)


def stated(codes: Names) -> Names:
    """Return codes (n,) with UNKNOWN for those that are not stated."""
    return np.where(codes == "", UNKNOWN, codes)


def telling(dimensions: Mapping[str, Names]) -> tuple[dict[str, Names], int]:
    """Return the dimensions on which codes (n,) differ, and how many combinations of codes (leaves) there are."""
    found = {name: codes for name, codes in dimensions.items() if len(np.unique(codes)) > 1}
    return found, len(set(zip(*found.values(), strict=True)))


def code_name(dimension: str, code: str, of_level: Callable[[str, str], Text]) -> Text:
    """Return what a code on a dimension is called; `of_level` names the group of a level."""
    if code == UNKNOWN:
        return _NOT_STATED
    return Text(code, code) if dimension == OWNERSHIP else of_level(dimension, code)
