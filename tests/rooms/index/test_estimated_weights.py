"""Composites by weights from data, and the geometric one: by hand, and exact when taken apart."""

from datetime import date

import numpy as np
import pytest

from openmbi.catalog.composite_methods import CriticSpec, EntropySpec, GeometricSpec, PcaSpec
from openmbi.core.periods import Frequency, period_containing
from openmbi.core.problems import Problem
from openmbi.drilldown.contributions import contributions
from openmbi.index.composite.estimated_weights import estimated_weights, with_estimated_weights
from openmbi.index.composite.geometric import geometric
from openmbi.index.indicator_panel import IndicatorPanel

SAID = {"zh": "例", "en": "example"}
SPECS = {"pca": PcaSpec, "entropy": EntropySpec, "critic": CriticSpec}


def declared(method: str, weights: list[float] | None = None, **others) -> dict:
    """Three domains, the first of two indicators."""
    groups = [["a", "b"], ["c"], ["d"]]
    domains = [
        {"domain": f"D{place}", "name": SAID, "indicators": [{"indicator": one, "name": SAID} for one in names]}
        for place, names in enumerate(groups)
    ]
    for domain, weight in zip(domains, weights or [], strict=False):
        domain["weight"] = weight
        for one in domain["indicators"]:
            one["weight"] = 1 / len(domain["indicators"])
    return {
        "method": method,
        "code": "any",
        "name": SAID,
        "citation": SAID,
        "dated": date(2024, 1, 1),
        "frequency": "M",
        "scale": "indexed",
        "base": {"first": date(2024, 1, 1), "last": date(2024, 12, 31)},
        "domains": domains,
    } | others


def panel(value: np.ndarray) -> IndicatorPanel:
    months = (np.datetime64("2024-01") + np.arange(value.shape[1])).astype("datetime64[D]")
    return IndicatorPanel(np.array(list("abcd")), Frequency.MONTHLY, months, value, np.zeros(value.shape, bool))


@pytest.fixture
def moving() -> IndicatorPanel:
    rng = np.random.default_rng(2)
    return panel(np.exp(rng.normal(0, 0.03, (4, 20)) + rng.normal(0, 0.08, 20)) * np.array([[1.0], [5], [20], [300]]))


@pytest.fixture(params=SPECS)
def spec(request) -> PcaSpec | EntropySpec | CriticSpec:
    options = {"power": 2} if request.param == "pca" else {}
    return SPECS[request.param].model_validate(declared(request.param, **options))


def test_what_comes_after_the_base_moves_no_weight(moving: IndicatorPanel, spec):
    later = moving.value.copy()
    later[:, 12:] *= np.array([[9.0], [0.1], [3], [1]])
    one, two = (with_estimated_weights(given, spec) for given in (moving, panel(later)))
    assert [domain.weight for domain in one.domains] == [domain.weight for domain in two.domains]
    assert sum(domain.weight for domain in one.domains) == pytest.approx(1)


def test_no_unit_moves_a_weight(moving: IndicatorPanel, spec):
    other = panel(moving.value * np.array([[1e6], [1e-6], [3], [1]]))
    one, two = (with_estimated_weights(given, spec) for given in (moving, other))
    np.testing.assert_allclose([domain.weight for domain in one.domains], [domain.weight for domain in two.domains])


def test_its_change_is_taken_apart_to_the_last_digit(moving: IndicatorPanel, spec):
    made = estimated_weights(moving, spec)
    change = contributions(
        made.by_indicator.terms, made.by_indicator.series, period_containing(date(2025, 7, 1), Frequency.MONTHLY)
    )
    assert sum(line.points for line in change.lines) == change.change
    np.testing.assert_allclose(made.by_indicator.series.close, made.by_domain.series.close)
    np.testing.assert_allclose(made.by_domain.series.close[:12].mean(), 100)


def test_a_domain_against_the_others_is_refused_by_loadings_and_weighed_by_their_squares():
    up = np.tile([1.0, 2.0, 3.0, 2.0], 4)
    value = np.array([up, up + 1, up + 2, 5 - up])
    with pytest.raises(Problem, match="D2") as refused:
        estimated_weights(panel(value), PcaSpec.model_validate(declared("pca", power=1)))
    assert refused.value.code == "index.contrary-weight"
    squares = with_estimated_weights(panel(value), PcaSpec.model_validate(declared("pca", power=2)))
    np.testing.assert_allclose([domain.weight for domain in squares.domains], 1 / 3)


def test_a_flat_domain_is_named(moving: IndicatorPanel, spec):
    flat = moving.value.copy()
    flat[2] = 7.0
    with pytest.raises(Problem, match="D1") as refused:
        estimated_weights(panel(flat), spec)
    assert refused.value.code == "index.flat-indicator"


def test_a_geometric_composite_and_its_points_by_hand():
    """Base 100; then D0 at 121 and D1 at 100/1.21: 100 · 1.21^0.5 / 1.21^0.25 = 100 · 1.1^0.5."""
    value = np.full((4, 13), 10.0)
    value[0, -1], value[1, -1], value[2, -1] = 14.2, 10.0, 10 / 1.21
    made = geometric(panel(value), GeometricSpec.model_validate(declared("geometric", [0.5, 0.25, 0.25])))
    level = 100 * 1.1**0.5
    assert made.series.close[-1] == pytest.approx(level)
    steepness = (level - 100) / np.log(level / 100)
    np.testing.assert_allclose(
        made.domain_points[:, -1], steepness * np.array([0.5, -0.25, 0]) * np.log(1.21), atol=1e-12
    )
    np.testing.assert_allclose(made.points[:2, -1], [made.domain_points[0, -1], 0], atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_geometric_points_sum_to_the_change_by_domain_and_by_indicator(seed: int):
    rng = np.random.default_rng(seed)
    value = np.exp(rng.normal(0, 0.5, (4, 30)).cumsum(axis=1))
    value[2, 20] = np.nan
    value[:, 5] = value[:, 4]
    made = geometric(panel(value), GeometricSpec.model_validate(declared("geometric", [0.6, 0.3, 0.1])))
    change = np.append(np.nan, np.diff(made.series.close))
    np.testing.assert_allclose(made.points.sum(axis=0), change, rtol=1e-12, atol=1e-10)
    np.testing.assert_allclose(made.domain_points[0], made.points[:2].sum(axis=0), rtol=1e-12, atol=1e-10)
    assert np.isnan(change).sum() == 3


def test_zero_has_no_geometric_mean():
    value = np.full((4, 13), 10.0)
    value[3, -1] = 0
    with pytest.raises(Problem) as refused:
        geometric(panel(value), GeometricSpec.model_validate(declared("geometric", [0.5, 0.25, 0.25])))
    assert refused.value.code == "index.not-positive"


def test_a_geometric_mean_of_what_can_be_negative_is_not_declared():
    with pytest.raises(ValueError, match="scale: indexed"):
        GeometricSpec.model_validate(declared("geometric", [0.5, 0.25, 0.25], scale="standardised"))
