"""A setting of unnamed indicators, for the methods of a recipe."""

from collections.abc import Callable

import numpy as np
import pytest

from openmbi.index.treatment.setting import Setting


@pytest.fixture
def setting() -> Callable[..., Setting]:
    """Return a maker of settings: of n indicators over T columns, all of them the base."""

    def make(n: int, columns: int, **others: object) -> Setting:
        names = np.array(list("abcdefgh")[:n])
        given = {"names": names, "inverted": np.zeros(n, bool), "base": np.ones(columns, bool)} | others
        return Setting(**given)  # type: ignore[arg-type]

    return make
