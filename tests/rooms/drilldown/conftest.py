"""Index terms written by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from openmbi.core.tables import IndexSeries, IndexTerms


@pytest.fixture
def index() -> Callable[..., tuple[IndexTerms, IndexSeries]]:
    """Return a function from use by day (rows of subjects s0, s1, … from 30 January 2016) to the terms of a level with base use 100 in all."""

    def build(use: list[list[float]], member=None, divisor=None) -> tuple[IndexTerms, IndexSeries]:
        relative = np.array(use, float)
        count, length = relative.shape
        counted = np.ones(relative.shape, bool) if member is None else np.array(member, bool)
        by = np.ones(length) if divisor is None else np.array(divisor, float)
        days = np.arange(np.datetime64("2016-01-30"), np.datetime64("2016-01-30") + length)
        subjects = np.array([f"s{k}" for k in range(count)])
        no = np.zeros(relative.shape, bool)
        terms = IndexTerms("level", subjects, days, np.ones(count), relative, counted, by, no, no)
        close = np.where(counted, relative, 0).sum(axis=0) / by
        return terms, IndexSeries("level", "town", days, close, np.ones(length), no[0])

    return build
