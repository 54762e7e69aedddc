"""What draws say of a score and of ranks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.index.audit.draws import Draws, Subject, draw
from openmbi.index.audit.sensitivity import matched, rank_sensitivity, score_sensitivity
from openmbi.index.audit.varied_step import varied_choice, weight_noise
from openmbi.index.treatment.choice import Choice
from openmbi.index.treatment.discovery import Step

NORMALISATION = varied_choice(Step.NORMALISATION, [Choice("distance_to_reference"), Choice("z_score")])
SAME = varied_choice(Step.NORMALISATION, [Choice("z_score"), Choice.of("z_score", centre=0.0, spread=1.0)])
WEIGHTING = varied_choice(Step.WEIGHTING, [Choice("expert_weights"), Choice("equal_weights")])


def test_a_draw_in_another_unit_is_the_nominal_score_again():
    nominal = np.array([100.0, 102, 101, 105])
    assert matched(np.array([(nominal - 100) / 10]), nominal)[0] == pytest.approx(nominal)


def test_quantiles_shares_and_distance_by_hand(subject: Subject):
    nominal = np.array([1.0, 2, 3])
    score = np.array([[1.0, 2, 3], [3, 2, 1], [1, 2, 3], [3, 2, 1]])
    alone = (score[[0, 1]], score[[0, 2]])
    found = score_sensitivity(Draws((WEIGHTING, NORMALISATION), np.zeros((4, 2), int), score, alone), nominal, 0)
    assert [one.distance.tolist() for one in found.alone] == [[0, 4 / 3], [0, 0]]
    assert found.alone[0].change.tolist() == [1, -1]
    assert found.falling == 0.5
    assert found.distance == pytest.approx([0, 4 / 3, 0, 4 / 3])
    assert found.quantiles[2] == pytest.approx([2, 2, 2])
    assert found.change[[0, 4]] == pytest.approx([-1, 1])


def test_a_step_that_changes_nothing_has_no_part_in_the_variance(subject: Subject):
    found = score_sensitivity(draw(subject, (SAME, WEIGHTING), 64, 1), draw(subject, (SAME,), 16, 1).alone[0][0], 1)
    assert found.of_distance.total == pytest.approx([0, 1], abs=1e-9)
    assert found.of_latest.largest == 1
    assert (found.quantiles[:-1] <= found.quantiles[1:]).all()


def test_all_draws_alike_leave_nothing_to_divide(subject: Subject):
    drawn = draw(subject, (SAME,), 16, 1)
    found = score_sensitivity(drawn, drawn.alone[0][0], 1)
    assert np.isnan(found.of_latest.total).all()
    assert found.distance == pytest.approx(0, abs=1e-9)


def test_noise_and_normalisation_share_the_variance_of_the_distance(subject: Subject):
    drawn = draw(subject, (NORMALISATION, weight_noise(3, 0.25, 32, 1)), 256, 1)
    found = score_sensitivity(drawn, drawn.alone[0][0], 1)
    assert (found.of_distance.total > 0.01).all()
    assert found.of_distance.total.sum() >= 0.95
    assert found.of_distance.largest == 0


def test_a_score_that_does_not_move_cannot_be_compared():
    with pytest.raises(Problem) as problem:
        matched(np.array([[1.0, 2, 3]]), np.full(3, 5.0))
    assert problem.value.code == "index.audit-flat"


def test_ranks_of_columns_that_are_places(subject: Subject):
    places = np.array([21, 22, 23])
    drawn = draw(replace(subject, columns=places), (NORMALISATION, WEIGHTING), 64, 1)
    found = rank_sensitivity(drawn, np.array(["p", "q", "r"]), drawn.alone[0][0], 1)
    assert sorted(found.ranks.nominal.tolist()) == [1, 2, 3]
    assert found.ranks.shift.shape == (64 * 4,)
    assert found.ranks.shift[(drawn.option == 0).all(axis=1)].max() == 0
