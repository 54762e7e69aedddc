"""The growth of a run as arrays that are kept with it, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from openmbi.core.growth import GrowthPeriods, ReaderGrowth
from openmbi.core.tables import Level

PREFIX = "growth"
PERIODS = tuple(one.name for one in fields(GrowthPeriods))
COLUMNS = tuple(one.name for one in fields(ReaderGrowth) if one.name not in {"level", "periods"})

FLAGS = ("parts_known", "seasonal")


def growth_arrays(found: Mapping[Level, ReaderGrowth]) -> dict[str, np.ndarray]:
    """Return the arrays by name: `growth.<level>.<column>`, periods and flags among them."""
    return {
        f"{PREFIX}.{level}.{name}": np.asarray(getattr(one.periods if name in PERIODS else one, name))
        for level, one in found.items()
        for name in (*PERIODS, *COLUMNS)
    }


def growth_from(arrays: Mapping[str, np.ndarray]) -> dict[Level, ReaderGrowth]:
    """Return the growth by level from the arrays of a run; empty where it kept none."""
    kept = [level for level in Level if f"{PREFIX}.{level}.{COLUMNS[0]}" in arrays]
    return {level: _one(level, arrays) for level in kept}


def _one(level: Level, arrays: Mapping[str, np.ndarray]) -> ReaderGrowth:
    column = {name: arrays[f"{PREFIX}.{level}.{name}"] for name in (*PERIODS, *COLUMNS)}
    periods = GrowthPeriods(*(column[name] for name in PERIODS))
    shown: dict[str, Any] = {name: column[name] for name in COLUMNS}
    shown |= {name: bool(column[name]) for name in FLAGS}
    return ReaderGrowth(level=level, periods=periods, **shown)
