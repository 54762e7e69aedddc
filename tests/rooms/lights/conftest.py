"""Index series and terms written by hand."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from openmbi.catalog.lights import LightRule, load_change_rules
from openmbi.core.tables import CellPanel, IndexSeries, IndexTerms, Reading

FIRST = date(2015, 1, 1)


@pytest.fixture
def rules() -> dict[str, LightRule]:
    return load_change_rules(None)


@pytest.fixture
def series() -> Callable[..., IndexSeries]:
    """Return a function from closes by day to a zone's index."""

    def build(close: np.ndarray, coverage: np.ndarray | float = 1.0) -> IndexSeries:
        days = np.arange(np.datetime64(FIRST), np.datetime64(FIRST) + len(close))
        covered = np.broadcast_to(np.asarray(coverage, float), len(close))
        return IndexSeries(
            "activity_level", "town", days, np.asarray(close, float), covered, np.zeros(len(close), bool)
        )

    return build


@pytest.fixture
def enterprise() -> Callable[..., tuple[IndexTerms, CellPanel]]:
    """Return a function from one enterprise's relative use by day to its terms and panel.

    Days of 0 are read as the sentinel, `absent` days not at all, `closed` days as the sentinel while the level counts them at 1.
    """

    def build(relative: list[float], absent=(), closed=(), member=None) -> tuple[IndexTerms, CellPanel]:
        level = np.array([relative], float)
        reading = np.where(level > 0, Reading.NORMAL, Reading.ZERO_OR_MISSING).astype(np.uint8)
        reading[0, list(absent)] = Reading.ABSENT
        reading[0, list(closed)] = Reading.ZERO_OR_MISSING
        counted = np.ones(level.shape, bool) if member is None else np.array([member])
        days = np.arange(np.datetime64(FIRST), np.datetime64(FIRST) + level.shape[1])
        ones, subjects = np.ones(level.shape[1]), np.array(["x"])
        terms = IndexTerms(
            "activity_level",
            subjects,
            days,
            np.ones(1),
            np.where(counted, level, np.nan),
            counted,
            ones,
            np.zeros(level.shape, bool),
            np.zeros(level.shape, bool),
        )
        value = np.where(reading == Reading.ABSENT, np.nan, np.where(reading == Reading.NORMAL, level, 0.0))
        return terms, CellPanel("use_kwh", "kWh", subjects, days, value, reading)

    return build
