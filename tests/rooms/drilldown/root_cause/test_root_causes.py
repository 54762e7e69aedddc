"""Root causes of small tables whose causes are put in by hand."""

from __future__ import annotations

import json
from itertools import product

import numpy as np
import pytest

from openmbi.core.root_causes import RootCauses
from openmbi.drilldown.root_cause import RootCauseParameters, root_causes

CITIES, INDUSTRIES, SIZES = ("A", "B", "C", "D", "E"), ("C17", "C30", "C31", "C39"), ("large", "medium", "small")
ROWS = np.array(list(product(CITIES, INDUSTRIES, SIZES)))
DIMENSIONS = {"city": ROWS[:, 0], "industry": ROWS[:, 1], "size": ROWS[:, 2]}
EXPECTED = 100 + 10 * np.arange(60.0)


def table(noise: float = 0.01, seed: int = 1) -> np.ndarray:
    """What is observed where nothing happens."""
    return EXPECTED * np.exp(np.random.default_rng(seed).normal(0, noise, 60))


def where(**codes: str) -> np.ndarray:
    return np.all([DIMENSIONS[name] == code for name, code in codes.items()], axis=0)


def elements(found: RootCauses) -> set[tuple[tuple[str, str], ...]]:
    return {cause.element for cause in found.causes}


def test_nothing_is_named_where_nothing_happened():
    found = root_causes(table(), EXPECTED, DIMENSIONS)
    assert found.causes == ()
    assert found.explained == 0
    assert 0.005 < found.spread < 0.02


@pytest.mark.parametrize(
    "codes",
    [{"city": "B"}, {"industry": "C39"}, {"city": "C", "industry": "C30"}, {"industry": "C17", "size": "small"}],
)
def test_the_group_that_fell_is_named_and_no_part_of_it(codes: dict[str, str]):
    observed = np.where(where(**codes), 0.6, 1.0) * table()
    (cause,) = root_causes(observed, EXPECTED, DIMENSIONS).causes
    assert cause.element == tuple(codes.items())
    assert cause.leaves == where(**codes).sum()
    assert cause.change == pytest.approx(-0.4, abs=0.01)
    assert cause.observed == pytest.approx(observed[where(**codes)].sum())
    assert cause.expected == pytest.approx(EXPECTED[where(**codes)].sum())
    assert cause.moved == cause.observed - cause.expected
    assert cause.evidence > 10


def test_one_leaf_far_out_is_a_cause():
    codes = {"city": "D", "industry": "C31", "size": "large"}
    found = root_causes(np.where(where(**codes), 0.1, 1.0) * table(), EXPECTED, DIMENSIONS)
    assert elements(found) == {tuple(codes.items())}


def test_elements_that_share_a_change_are_one_anomaly_and_others_another():
    fell = np.where(where(city="A") | where(city="E"), 0.7, np.where(where(industry="C31", size="small"), 0.3, 1.0))
    found = root_causes(fell * table(), EXPECTED, DIMENSIONS)
    by_element = {cause.element: cause for cause in found.causes}
    assert by_element.keys() == {(("city", "A"),), (("city", "E"),), (("industry", "C31"), ("size", "small"))}
    assert by_element[("city", "A"),].anomaly == by_element[("city", "E"),].anomaly
    assert by_element[("city", "A"),].anomaly != by_element[("industry", "C31"), ("size", "small")].anomaly
    assert found.explained == pytest.approx(found.moved, rel=0.05)
    moved = [abs(cause.moved) for cause in found.causes]
    assert moved == sorted(moved, reverse=True)


def test_a_cause_may_hold_most_leaves():
    fell = where(size="large") | where(size="medium")
    found = root_causes(np.where(fell, 0.5, 1.0) * table(), EXPECTED, DIMENSIONS, spread=0.01)
    assert elements(found) == {(("size", "large"),), (("size", "medium"),)}


def test_a_rise_is_found_as_a_fall_is():
    found = root_causes(np.where(where(city="B"), 1.8, 1.0) * table(), EXPECTED, DIMENSIONS)
    assert elements(found) == {(("city", "B"),)}
    assert found.causes[0].change == pytest.approx(0.8, abs=0.02)


def test_what_all_did_alike_is_no_cause():
    rows = np.array(list(product(range(10), range(10), range(3))))
    dimensions = {name: rows[:, column].astype(str) for column, name in enumerate(("city", "industry", "size"))}
    random = np.random.default_rng(3)
    observed = 95 * np.exp(random.normal(0, 0.02, 300)) * np.where(rows[:, 0] == 4, 0.6, 1.0)
    found = root_causes(observed, np.full(300, 100.0), dimensions)
    assert elements(found) == {(("city", "4"),)}
    assert found.common == pytest.approx(-0.05, abs=0.01)
    assert found.causes[0].change == pytest.approx(0.95 * 0.6 - 1, abs=0.02)


def test_a_fall_of_everything_is_the_total_itself():
    found = root_causes(0.6 * table(), EXPECTED, DIMENSIONS, spread=0.01)
    assert elements(found) == {()}


def test_values_of_one_combination_are_one_leaf():
    observed = np.where(where(city="B"), 0.6, 1.0) * table()
    twice = {name: np.repeat(codes, 2) for name, codes in DIMENSIONS.items()}
    halves = np.stack([observed / 4, observed * 3 / 4], axis=1).ravel(), np.repeat(EXPECTED / 2, 2)
    whole, split = root_causes(observed, EXPECTED, DIMENSIONS), root_causes(*halves, twice)
    assert elements(split) == elements(whole) == {(("city", "B"),)}
    assert split.causes[0].leaves == 12


def test_a_stop_of_what_was_expected_and_a_start_from_nothing_can_be_told():
    stopped = root_causes(np.where(where(city="B"), 0.0, 1.0) * table(), EXPECTED, DIMENSIONS)
    assert [(cause.element, cause.change) for cause in stopped.causes] == [((("city", "B"),), -1.0)]
    begun = root_causes(table(), np.where(where(city="B"), 0.0, EXPECTED), DIMENSIONS)
    assert [cause.element for cause in begun.causes] == [(("city", "B"),)]
    assert begun.document()["causes"][0]["change"] is None
    assert "NaN" not in json.dumps(begun.document())


def test_no_leaves_have_no_causes():
    found = root_causes(np.zeros(60), np.zeros(60), DIMENSIONS)
    assert (found.causes, found.document()["spread"]) == ((), None)


@pytest.mark.parametrize("wrong", [-1.0, float("nan"), float("inf")])
def test_values_that_are_no_amounts_are_refused(wrong: float):
    with pytest.raises(ValueError, match="finite and not negative"):
        root_causes(np.where(where(city="B"), wrong, 1.0), EXPECTED, DIMENSIONS)


def test_too_many_leaves_are_refused():
    with pytest.raises(ValueError, match="60 leaves are more than 59"):
        root_causes(table(), EXPECTED, DIMENSIONS, RootCauseParameters(most_leaves=59))


def test_little_evidence_names_nothing():
    observed = np.where(where(city="B", industry="C30"), 0.9, 1.0) * table(noise=0.05, seed=2)
    asked = RootCauseParameters(least_evidence=1e6)
    assert root_causes(np.where(where(city="B"), 0.6, 1.0) * observed, EXPECTED, DIMENSIONS, asked).causes == ()
