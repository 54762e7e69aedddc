"""Adjusted panels written by hand: one letter a day."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from openmbi.catalog.indexes import ActivityLevelSpec, load_indexes
from openmbi.core.adjusted import AdjustedPanel, DayStatus

FIRST = date(2015, 1, 1)
LETTERS = {"a": DayStatus.ACTIVE, "i": DayStatus.IDLE, "f": DayStatus.FESTIVAL_CLOSURE, "-": DayStatus.ABSENT}


def statuses(text: str) -> np.ndarray:
    """Return the codes of days written as active, idle, festival closure or - for absent."""
    return np.array([LETTERS[letter] for letter in text], np.uint8)


@pytest.fixture
def adjusted() -> Callable[..., AdjustedPanel]:
    """Return a function from days in letters, by subject, to a panel; `use` and `fit` are constants or rows of days."""

    def build(days: dict[str, str], use: dict | float = 10.0, fit: dict | float = 10.0) -> AdjustedPanel:
        status = np.array([statuses(text) for text in days.values()])
        shape = status.shape
        value = np.where(status == DayStatus.ACTIVE, by_subject(use, days, shape), np.nan)
        return AdjustedPanel(
            subjects=np.array(list(days)),
            days=np.arange(np.datetime64(FIRST), np.datetime64(FIRST) + shape[1]),
            value=value,
            fit=by_subject(fit, days, shape),
            effect=np.zeros(shape),
            residual=np.zeros(shape),
            scale=np.ones(shape[0]),
            day_class=np.zeros(shape[1], np.uint8),
            status=status,
            provisional=np.zeros(shape[1], bool),
        )

    return build


def by_subject(given: dict | float, days: dict[str, str], shape: tuple[int, int]) -> np.ndarray:
    rows = [given[subject] if isinstance(given, dict) else given for subject in days]
    return np.array([np.broadcast_to(np.asarray(row, float), shape[1]) for row in rows])


@pytest.fixture
def spec() -> ActivityLevelSpec:
    """Return a level whose base is the first ten days, with two active days enough for a member and three for an entrant."""
    shipped = load_indexes(None)["activity_level"]
    return shipped.model_copy(
        update={
            "base_first": FIRST,
            "base_last": date(2015, 1, 10),
            "minimum_base_days": 4,
            "entry_active_days": 3,
        }
    )
