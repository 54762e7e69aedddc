"""What each way to fill gives, by hand."""

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.core.tables import Floats
from openmbi.index.treatment.choice import Choice
from openmbi.index.treatment.discovery import Step
from openmbi.index.treatment.recipe import Recipe, prepare

NAN = np.nan
ROW = [NAN, 2.0, NAN, NAN, 8.0, 2.0, NAN]


def filled(setting, choice: Choice, values: list[list[float]], **others) -> Floats:
    """Return what is filled, as the distance to a reference of 100: unchanged by the normalisation but for its factor."""
    value = np.array(values)
    told = setting(*value.shape, **others)
    recipe = Recipe(imputation=choice, normalisation=Choice.of("distance_to_reference", reference="maximum"))
    made = prepare(value, recipe, told)
    np.testing.assert_array_equal(made.filled, np.isnan(value) & ~np.isnan(made.normalised))
    return made.normalised * made.parameters[Step.NORMALISATION]["reference"][:, None] / 100


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice("none"), ROW),
        (Choice("mean"), [4, 2, 4, 4, 8, 2, 4]),
        (Choice("median"), [2, 2, 2, 2, 8, 2, 2]),
        (Choice("carried"), [NAN, 2, 2, 2, 8, 2, 2]),
        (Choice.of("carried", limit=1), [NAN, 2, 2, NAN, 8, 2, 2]),
        (Choice("linear"), [NAN, 2, 4, 6, 8, 2, NAN]),
        (Choice.of("linear", ends="carried"), [2, 2, 4, 6, 8, 2, 2]),
    ],
)
def test_a_row_is_filled(setting, choice: Choice, expected: list[float]):
    np.testing.assert_allclose(filled(setting, choice, [ROW])[0], expected)


def test_only_the_base_makes_a_mean(setting):
    base = np.array([True, True, False, False])
    assert filled(setting, Choice("mean"), [[2, 4, 9, NAN]], base=base)[0, 3] == 3


def test_a_gap_takes_the_mean_of_its_group_and_a_group_without_values_stays_open(setting):
    found = filled(setting, Choice("group_mean"), [[1, 10, 3, NAN, NAN, NAN]], groups=np.array([0, 1, 0, 1, 0, 2]))
    np.testing.assert_allclose(found[0], [1, 10, 3, 10, 2, NAN])


def test_groups_have_to_be_given(setting):
    with pytest.raises(Problem) as refused:
        filled(setting, Choice("group_mean"), [[1, 2, NAN]])
    assert refused.value.code == "index.no-groups"


def test_what_is_a_line_of_another_indicator_is_filled_on_that_line(setting):
    x = np.array([1.0, 4, 2, 8, 5, 7, 3])
    y = 3 * x - 2
    y[[2, 5]] = NAN
    found = filled(setting, Choice("expectation_maximisation"), [x.tolist(), y.tolist()])
    np.testing.assert_allclose(found[1], 3 * x - 2, atol=1e-3)


def test_expectation_maximisation_needs_some_values(setting):
    with pytest.raises(Problem) as refused:
        filled(setting, Choice("expectation_maximisation"), [[1.0, 2, 4, 3, 5], [NAN, NAN, 1, 2, 3]])
    assert refused.value.code == "index.too-few-columns"


def test_an_indicator_of_which_nothing_is_known_is_refused(setting):
    with pytest.raises(Problem, match="b") as refused:
        filled(setting, Choice("mean"), [[1.0, 2], [NAN, NAN]])
    assert refused.value.code == "index.nothing-known"
