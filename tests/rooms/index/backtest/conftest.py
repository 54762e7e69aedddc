"""Invented targets and panels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from openmbi.core.periods import Frequency
from openmbi.core.tables import Floats
from openmbi.index.backtest.protocol import KnownAt, TargetSeries
from openmbi.index.indicator_panel import IndicatorPanel

Make = Callable[..., KnownAt]


def _months(first: str, count: int) -> np.ndarray:
    return (np.datetime64(first, "M") + np.arange(count)).astype("datetime64[D]")


def _known(figures: Floats, first: str = "2020-01", *, ahead: int = 1, panel: Floats | None = None) -> KnownAt:
    """What is known when `figures` from `first` on are, and the month `ahead` of the last is wanted; the day is the first of the month after that."""
    months = _months(first, len(figures) + ahead)
    value = np.zeros((0, len(months))) if panel is None else panel
    names = np.array([f"x{row}" for row in range(len(value))], np.str_)
    rows = IndicatorPanel(names, Frequency.MONTHLY, months, value, np.zeros(value.shape, bool))
    target = TargetSeries("y", Frequency.MONTHLY, months[: len(figures)], np.asarray(figures, np.float64))
    as_of: date = (months[-1].item() + timedelta(days=31)).replace(day=1)
    return KnownAt(as_of, rows, target, months[-1])


@pytest.fixture
def known() -> Make:
    return _known
