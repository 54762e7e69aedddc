"""The ordinary spread of leaves, told from the side that nothing fell to."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.drilldown.root_cause.leaves import Leaves, gathered
from openmbi.drilldown.root_cause.parameters import RootCauseParameters
from openmbi.drilldown.root_cause.shared_move import without_common_move
from openmbi.drilldown.root_cause.spread import deviation, log_student, ordinary_spread

COUNT = 4000
PARAMETERS = RootCauseParameters()


def leaves(share: np.ndarray, size: np.ndarray | None = None) -> Leaves:
    expected = np.full(COUNT, 100.0) if size is None else size
    return gathered(expected * share, expected, {"row": np.arange(COUNT).astype(str)})


def noise(scale: float | np.ndarray, seed: int = 5) -> np.ndarray:
    return np.exp(np.random.default_rng(seed).normal(0, 1, COUNT) * scale)


def test_the_deviation_is_as_large_when_both_change_places():
    made = gathered(np.array([100.0, 50.0]), np.array([100.0, 100.0]), {"row": np.array(["a", "b"])})
    assert deviation(made) == pytest.approx([0, -2 / 3])


@pytest.mark.parametrize("fallen", [0.0, 0.2, 0.7])
def test_the_spread_does_not_depend_on_how_many_leaves_fell(fallen: float):
    share = noise(0.1) * np.where(np.arange(COUNT) < fallen * COUNT, 0.5, 0.999)
    found = ordinary_spread(leaves(share), PARAMETERS)
    assert np.median(found.scale) == pytest.approx(0.1, rel=0.1)


def test_small_leaves_may_spread_more():
    size = np.exp(np.random.default_rng(8).uniform(0, 6, COUNT))
    made = leaves(noise(0.05 * (size / np.median(size)) ** -0.3), size)
    found = ordinary_spread(made, PARAMETERS)
    slope = np.polyfit(np.log(made.high), np.log(found.scale), 1)[0]
    assert slope == pytest.approx(-0.3, abs=0.06)


def test_heavy_tails_are_told():
    tail = np.exp(0.05 * np.random.default_rng(9).standard_t(3, COUNT))
    assert ordinary_spread(leaves(np.minimum(tail, 3)), PARAMETERS).freedom <= 4
    assert ordinary_spread(leaves(noise(0.05)), PARAMETERS).freedom >= 20


def test_the_law_is_students():
    assert np.exp(log_student(np.array([0.0, 1.0]), 3.0)) == pytest.approx([0.36755, 0.20675], abs=1e-5)
    assert np.exp(log_student(np.array([0.0]), np.inf)) == pytest.approx(0.39894, abs=1e-5)


@pytest.mark.parametrize("move", [0.95, 1.0, 1.05])
def test_the_common_move_is_the_mode_of_what_leaves_did(move: float):
    share = move * noise(0.05) * np.where(np.arange(COUNT) < 0.6 * COUNT, 0.5, 1.0)
    centred, found = without_common_move(leaves(share), 0.1)
    assert found == pytest.approx(move, abs=0.01)
    assert centred.high == pytest.approx(100 * found)


def test_a_move_beyond_the_bound_is_not_taken_out():
    centred, found = without_common_move(leaves(0.5 * noise(0.02)), 0.1)
    assert found == 1.0
    assert centred.high == pytest.approx(100)
