"""Short panels of persistent factors, where EM's neglect of the first factors' law matters: the climb still rises, and ends by convergence."""

import numpy as np
import pytest

from openmbi.index.dynamic_factor import Ended, FactorModel, FitOptions, fit, same_frequency

SERIES, MONTHS = 7, 28


def short_panel(seed: int):
    draw = np.random.default_rng(seed)
    walk = np.cumsum(draw.normal(size=MONTHS))
    value = np.outer(draw.uniform(0.3, 1.5, SERIES), walk) + draw.normal(size=(SERIES, MONTHS))
    value[:3, -2:] = np.nan
    months = (np.datetime64("2023-01") + np.arange(MONTHS)).astype("datetime64[D]")
    return same_frequency(np.array([f"s{row}" for row in range(SERIES)]), months, value)


@pytest.mark.parametrize("factors", [1, 2])
@pytest.mark.parametrize("seed", range(8))
def test_a_random_walk_converges_without_a_falling_step(factors, seed):
    found = fit(short_panel(seed), FactorModel((factors,)), FitOptions(starts=1))
    assert found.ended is Ended.CONVERGED
    assert len(found.path) > 1
    assert (np.diff(found.path) >= 0).all()
