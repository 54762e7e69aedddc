import numpy as np
import pytest

from openmbi.catalog.composites import PmiSpec
from openmbi.catalog.indexes import load_indexes
from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.drilldown.contributions import Span, exact_points
from openmbi.index.diffusion import diffusion_index, pmi
from openmbi.index.indicator_panel import IndicatorPanel

SPEC = load_indexes(None)["pmi"]
assert isinstance(SPEC, PmiSpec)
NAMES = ["deliveries", "new_orders", "production", "employment", "materials"]


def panel(*months: list[float]) -> IndicatorPanel:
    value = np.array(months).T
    periods = (np.datetime64("2024-01") + np.arange(len(months))).astype("datetime64[D]")
    return IndicatorPanel(np.array(NAMES), Frequency.MONTHLY, periods, value, np.zeros(value.shape, bool))


def test_a_diffusion_index_is_50_where_as_many_report_more_as_less():
    np.testing.assert_array_equal(
        diffusion_index(np.array([30.0, 0, 100, 0]), np.array([40.0, 100, 0, 0])), [50, 50, 100, 0]
    )


@pytest.mark.parametrize(("up", "same"), [(-1.0, 50.0), (50.0, -1.0), (60.0, 41.0)])
def test_shares_that_are_none_are_refused(up, same):
    with pytest.raises(Problem) as caught:
        diffusion_index(np.array([10.0, up]), np.array([10.0, same]))
    assert caught.value.code == "index.not-shares"


def test_slower_deliveries_raise_the_index_by_their_weight():
    found = pmi(panel([50.0] * 5, [40.0, 50, 50, 50, 50], [40.0, 60, 50, 50, 50]), SPEC)
    np.testing.assert_allclose(found.series.close, [50, 51.5, 54.5])
    points = exact_points(found.terms, Span(0, 2))
    assert dict(zip(found.terms.subjects.tolist(), points.round(10).tolist(), strict=True)) == {
        "new_orders": 3.0,
        "production": 0.0,
        "employment": 0.0,
        "deliveries": 1.5,
        "materials": 0.0,
    }


def test_a_component_outside_0_to_100_is_refused_and_a_missing_one_gives_no_value():
    with pytest.raises(Problem) as caught:
        pmi(panel([101.0, 50, 50, 50, 50]), SPEC)
    assert caught.value.code == "index.not-shares"
    assert np.isnan(pmi(panel([np.nan, 50, 50, 50, 50]), SPEC).series.close).all()
