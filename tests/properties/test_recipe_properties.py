"""What holds for every recipe and its steps: no unit counts, means are in order, what comes later moves nothing, lines are their own trend."""

from contextlib import nullcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openmbi.core.problems import Problem
from openmbi.core.tables import Floats
from openmbi.index.aggregation.geometric import logarithmic_mean, points
from openmbi.index.composite.critic import critic_weights
from openmbi.index.composite.entropy import entropies, entropy_weights
from openmbi.index.composite.pca import pca_weights
from openmbi.index.hodrick_prescott import trend
from openmbi.index.treatment.choice import Choice
from openmbi.index.treatment.moments import has_outliers
from openmbi.index.treatment.outliers.winsorise import winsorised
from openmbi.index.treatment.recipe import Recipe, construct, score_many
from openmbi.index.treatment.screening import screen

COLUMNS = 12
POSITIVE = st.floats(0.5, 2.0)
FACTORS = st.floats(1e-3, 1e3)
NAMES = list("abc")
NORMALISATIONS = ["min_max", "z_score", "rank", "distance_to_reference"]
WEIGHTINGS = ["equal_weights", "pca", "entropy", "critic"]


@st.composite
def indicators(draw) -> Floats:
    """Three indicators that all move, in the base and after it."""
    drawn = draw(arrays(float, (3, COLUMNS), elements=POSITIVE))
    drawn[:, 0] = [0.4, 2.1, 0.4]
    drawn[:, 1] = [2.1, 0.5, 2.2]
    return drawn


def score(values: Floats, recipe: Recipe, base: int = COLUMNS) -> Floats:
    inside = np.arange(values.shape[1]) < base
    return construct(values, recipe, names=NAMES, inverted=[False] * 3, base=inside).score


@given(indicators(), arrays(float, 3, elements=FACTORS), st.sampled_from(NORMALISATIONS), st.sampled_from(WEIGHTINGS))
def test_no_unit_moves_a_score(values: Floats, factors: Floats, normalisation: str, weighting: str):
    recipe = Recipe(normalisation=Choice(normalisation), weighting=Choice.of(weighting))
    if weighting == "pca":
        recipe = Recipe(normalisation=Choice(normalisation), weighting=Choice.of("pca", power=2))
    one = score(np.round(values, 6), recipe)
    np.testing.assert_allclose(score(np.round(values, 6) * factors[:, None], recipe), one, rtol=1e-6, atol=1e-6)


@given(indicators(), st.sampled_from(NORMALISATIONS), st.sampled_from(["equal_weights", "entropy", "critic"]))
def test_what_comes_after_the_base_moves_nothing_in_it(values: Floats, normalisation: str, weighting: str):
    recipe = Recipe(normalisation=Choice(normalisation), weighting=Choice(weighting))
    np.testing.assert_array_equal(score(values, recipe, 8)[:8], score(values[:, :8], recipe, 8))


@given(indicators(), arrays(float, 3, elements=st.floats(0.01, 1.0)))
def test_means_are_in_order_and_between_their_indicators(values: Floats, raw: Floats):
    weights = (raw / raw.sum())[None]
    arithmetic, geometric, harmonic = (
        score_many(values, weights, Choice(name))[0] for name in ("arithmetic", "geometric", "harmonic")
    )
    slack = 1e-12
    assert (values.min(axis=0) <= harmonic + slack).all()
    assert (harmonic <= geometric + slack).all()
    assert (geometric <= arithmetic + slack).all()
    assert (arithmetic <= values.max(axis=0) + slack).all()


@given(indicators(), arrays(float, 3, elements=st.floats(0.01, 1.0)))
def test_geometric_points_sum_to_the_change_between_any_two_periods(values: Floats, raw: Floats):
    weight = raw / raw.sum()
    level = score_many(values, weight[None], Choice("geometric"))[0]
    found = points(values[:, :1], values, weight, level[0], level)
    np.testing.assert_allclose(found.sum(axis=0), level - level[0], atol=1e-12)


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_the_logarithmic_mean_lies_between_the_geometric_and_the_arithmetic(one: float, other: float):
    found = float(logarithmic_mean(one, other))
    assert np.sqrt(one * other) * (1 - 1e-9) <= found <= (one + other) / 2 * (1 + 1e-9)
    assert np.isclose(found, float(logarithmic_mean(other, one)), rtol=1e-9)


@given(indicators())
def test_weights_from_data_sum_to_one_and_are_not_negative(values: Floats):
    for weights in (entropy_weights(values), critic_weights(values), pca_weights(values, 2)):
        assert np.isclose(weights.sum(), 1)
        assert (weights >= 0).all()
    assert ((entropies(values) >= 0) & (entropies(values) <= 1 + 1e-12)).all()
    assert np.isclose(pca_weights(values, 2) @ np.ones(3), 1)


@given(
    st.floats(-100, 100), st.floats(-5, 5), arrays(float, 20, elements=st.floats(-10, 10)), st.sampled_from([14.0, 1e5])
)
def test_a_line_is_its_own_trend_and_trends_add(level: float, slope: float, values: Floats, smoothness: float):
    line = level + slope * np.arange(20)
    np.testing.assert_allclose(trend(line[None], smoothness)[0], line, atol=1e-6)
    together = trend((values + line)[None], smoothness)[0]
    np.testing.assert_allclose(together, trend(values[None], smoothness)[0] + line, atol=1e-6)


@given(arrays(float, st.integers(4, 30), elements=st.floats(-1e3, 1e3)), st.integers(0, 5))
def test_winsorising_pulls_at_most_so_many_values_inwards(row: Floats, limit: int):
    found, told, passes = winsorised(row, limit)
    assert told <= limit
    assert (found >= row.min()).all()
    assert (found <= row.max()).all()
    assert passes == (not has_outliers(found[None])[0])
    assert (np.diff(found[np.argsort(row)]) >= 0).all()


@given(arrays(float, (4, 8), elements=st.sampled_from([np.nan, 0.0, 1.0, 2.0, 5.0])))
def test_screening_keeps_or_says_why(values: Floats):
    found = screen(values, list("abcd"))
    refused = {row for row, _, _ in found.reasons}
    assert refused == set(np.flatnonzero(~found.kept).tolist())


@given(indicators(), st.sampled_from(["arithmetic", "geometric"]))
def test_parts_sum_to_the_score(values: Floats, aggregation: str):
    recipe = Recipe(normalisation=Choice("distance_to_reference"), aggregation=Choice(aggregation))
    made = construct(values, recipe, names=NAMES, inverted=[False] * 3)
    assert made.parts is not None
    np.testing.assert_allclose(made.parts.sum(axis=0), made.score, atol=1e-10)


@given(arrays(float, (3, COLUMNS), elements=st.sampled_from([np.nan, 1.0, 2.0, 7.0])))
def test_a_recipe_gives_a_score_unless_an_indicator_is_flat(values: Floats):
    flat = any(np.unique(row[~np.isnan(row)]).size < 2 for row in values)
    with pytest.raises(Problem) if flat else nullcontext():
        made = construct(values, Recipe(imputation=Choice("mean")), names=NAMES, inverted=[False] * 3)
        assert np.isfinite(made.score).all()
