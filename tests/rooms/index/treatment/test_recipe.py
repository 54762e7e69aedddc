"""Scores of recipes, by hand; what recipes refuse."""

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.index.aggregation.geometric import logarithmic_mean
from openmbi.index.treatment.choice import Choice
from openmbi.index.treatment.recipe import Recipe, construct, score_many

NAMES = ["a", "b"]
VALUES = np.array([[1.0, 2, 3], [30, 20, 10]])
PLAIN = Choice.of("distance_to_reference", reference="mean")


def test_the_default_is_the_mean_of_z_scores():
    made = construct(VALUES, Recipe(), names=NAMES, inverted=[False, True])
    np.testing.assert_allclose(made.score, 100 + 10 * np.array([-1, 0, 1]) / np.sqrt(2 / 3))
    assert made.weight.tolist() == [0.5, 0.5]
    assert made.why_no_parts is None


def test_expert_weights_of_indexed_values_are_the_published_composite():
    recipe = Recipe(normalisation=PLAIN, weighting=Choice("expert_weights"))
    made = construct(VALUES, recipe, names=NAMES, inverted=[False, False], expert_weights=np.array([0.75, 0.25]))
    np.testing.assert_allclose(made.score, [0.75 * 50 + 0.25 * 150, 100, 0.75 * 150 + 0.25 * 50])
    assert made.parts is not None
    np.testing.assert_allclose(made.parts[:, 0], [37.5, 37.5])


def test_a_geometric_score_has_parts_that_sum_to_it():
    """√(50 · 150) = 86.60 at first; each part is half of 100 and half of L(86.60, 100) ln v/100."""
    recipe = Recipe(normalisation=PLAIN, aggregation=Choice("geometric"))
    made = construct(VALUES, recipe, names=NAMES, inverted=[False, False])
    score = np.sqrt(7500)
    share = (100 - score) / np.log(100 / score)
    assert made.score[0] == pytest.approx(score)
    assert made.parts is not None
    np.testing.assert_allclose(made.parts[:, 0], 50 + share * np.log([0.5, 1.5]) / 2)
    np.testing.assert_allclose(made.parts.sum(axis=0), made.score, atol=1e-10)


def test_a_harmonic_score_says_why_it_has_none():
    recipe = Recipe(normalisation=PLAIN, aggregation=Choice("harmonic"))
    made = construct(VALUES, recipe, names=NAMES, inverted=[False, False])
    assert made.score[0] == pytest.approx(75)
    assert made.parts is None
    assert made.why_no_parts is not None


def test_many_weights_at_once_are_one_by_one():
    weights = np.array([[0.5, 0.5], [1.0, 0.0], [0.2, 0.8]])
    for name in ("arithmetic", "geometric", "harmonic"):
        found = score_many(VALUES, weights, Choice(name))
        one_by_one = [score_many(VALUES, row[None], Choice(name))[0] for row in weights]
        np.testing.assert_allclose(found, one_by_one)
    np.testing.assert_allclose(score_many(VALUES, weights)[1], VALUES[0])


def test_a_gap_that_nothing_fills_leaves_its_column_without_score():
    holed = VALUES.copy()
    holed[1, 2] = np.nan
    made = construct(holed, Recipe(), names=NAMES, inverted=[False, False])
    assert np.isnan(made.score).tolist() == [False, False, True]
    filled = construct(holed, Recipe(imputation=Choice("carried")), names=NAMES, inverted=[False, False])
    assert not np.isnan(filled.score).any()
    assert np.argwhere(filled.filled).tolist() == [[1, 2]]


def test_goalposts_go_through_the_treatment_with_the_values():
    recipe = Recipe(treatment=Choice("log"), normalisation=Choice("goalposts"))
    goalposts = np.array([[1.0, 10.0], [4.0, 40.0]])
    made = construct(VALUES, recipe, names=NAMES, inverted=[False, False], goalposts=goalposts)
    np.testing.assert_allclose(made.prepared.normalised[0], 100 * np.log([1, 2, 3]) / np.log(4))


def test_the_logarithmic_mean_lies_between():
    np.testing.assert_allclose(logarithmic_mean(np.array([4.0, 1.0]), np.array([4.0, np.e])), [4, np.e - 1])


@pytest.mark.parametrize(
    ("recipe", "code"),
    [
        (Recipe(imputation=Choice("guess")), "index.no-method"),
        (Recipe(normalisation=Choice.of("min_max", top=3)), "index.no-option"),
        (Recipe(aggregation=Choice.of("geometric", origin=1)), "index.no-option"),
        (Recipe(weighting=Choice("expert_weights")), "index.no-expert-weights"),
        (Recipe(normalisation=Choice("min_max"), aggregation=Choice("geometric")), "index.not-positive"),
        (Recipe(normalisation=Choice("min_max"), aggregation=Choice("harmonic")), "index.not-positive"),
    ],
)
def test_what_a_recipe_refuses(recipe: Recipe, code: str):
    with pytest.raises(Problem) as refused:
        construct(VALUES, recipe, names=NAMES, inverted=[False, False])
    assert refused.value.code == code


def test_choices_are_equal_however_their_options_are_ordered():
    assert Choice.of("min_max", low=1, high=2) == Choice.of("min_max", high=2, low=1)
    assert len({Recipe(), Recipe()}) == 1
