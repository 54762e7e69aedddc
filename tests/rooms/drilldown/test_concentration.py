import numpy as np
import pytest

from openmbi.core.tables import CellPanel
from openmbi.drilldown.concentration import concentration


def panel(value) -> CellPanel:
    array = np.array(value, float)
    days = np.arange(np.datetime64("2016-03-01"), np.datetime64("2016-03-01") + array.shape[1])
    names = np.array([f"s{k}" for k in range(len(array))])
    return CellPanel("use_kwh", "kWh", names, days, array, np.ones(array.shape, np.uint8))


@pytest.mark.parametrize(("k", "share"), [(0, 0.0), (1, 0.6), (2, 0.9), (3, 1.0), (10, 1.0)])
def test_share_of_the_largest(k, share):
    assert concentration(panel([[1, 0], [2, 4], [np.nan, 3]]), k) == pytest.approx(share)


def test_no_load_has_no_concentration():
    assert np.isnan(concentration(panel([[0, 0]]), 1))
