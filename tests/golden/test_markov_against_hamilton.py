"""Markov switching on Hamilton's (1989) quarterly growth of US GNP, 1951–1984: his published estimates, and statsmodels' references from EViews.

The series is the one that statsmodels carries for its own tests.
"""

import ast
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from openmbi.index.turning_points.markov_switching import HAMILTON, Regimes, markov_switching, regime_turns

QUARTERS = np.datetime64("1951-04") + 3 * np.arange(135)
RECESSIONS = [
    *[("1953-07", "1954-04"), ("1957-01", "1958-01"), ("1960-04", "1960-10"), ("1969-07", "1970-10")],
    *[("1974-01", "1975-01"), ("1979-04", "1980-07"), ("1981-04", "1982-10")],
]
"""First and last quarter, by first month, with a smoothed probability above one half: Hamilton (1989), table II."""


@pytest.fixture(scope="module")
def reference() -> dict[str, np.ndarray]:
    """The lists that statsmodels' tests hold, read without running them."""
    package = find_spec("statsmodels")
    if package is None or package.origin is None:
        pytest.skip("needs statsmodels")
    file = Path(package.origin).parent / "tsa/regime_switching/tests/test_markov_autoregression.py"
    lists = [
        line
        for line in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.List)
    ]
    return {line.targets[0].id: np.array(ast.literal_eval(line.value)) for line in lists}


@pytest.fixture(scope="module")
def found(reference) -> Regimes:
    return markov_switching(reference["rgnp"], HAMILTON)


def test_the_estimates_are_hamiltons(found: Regimes):
    assert found.converged
    np.testing.assert_allclose(found.mean, [-0.3577, 1.1643], atol=0.002)
    np.testing.assert_allclose(found.staying, [0.755, 0.905], atol=0.001)
    np.testing.assert_allclose(found.parameters[-4:], [0.014, -0.058, -0.247, -0.213], atol=0.001)
    assert found.log_likelihood == pytest.approx(-181.26339, abs=1e-4)


def test_the_probabilities_are_those_of_eviews(found: Regimes, reference):
    np.testing.assert_allclose(found.filtered[1, 4:], reference["hamilton_ar4_filtered"], atol=5e-5)
    np.testing.assert_allclose(found.smoothed[1, 4:], reference["hamilton_ar4_smoothed"], atol=5e-5)
    assert np.isnan(found.filtered[:, :4]).all()


def test_its_recessions_are_those_that_hamilton_dates(found: Regimes):
    low = np.append(found.smoothed[0], 0.0) > 0.5  # the last quarter ends none
    begins, ends = (np.flatnonzero(low[1:] & ~low[:-1]) + 1, np.flatnonzero(low[:-1] & ~low[1:]))
    quarter = QUARTERS.astype(str)
    assert list(zip(quarter[begins].tolist(), quarter[ends].tolist(), strict=True)) == RECESSIONS
    turns = regime_turns(found.smoothed[0])
    assert turns.place.tolist() == np.sort(np.concatenate([begins - 1, ends])).tolist()
