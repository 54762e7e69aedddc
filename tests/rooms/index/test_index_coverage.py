import numpy as np
import pytest

from openmbi.core.tables import CellPanel, Reading
from openmbi.index.activity_level import activity_level
from openmbi.index.coverage import coverage


@pytest.mark.parametrize(("sentinel_is_reading", "last_days"), [(True, [1.0, 0.25]), (False, [0.25, 0.25])])
def test_the_sentinel_counts_as_asked_for(adjusted, spec, sentinel_is_reading, last_days):
    panel = adjusted({"x": "a" * 10 + "i-", "y": "a" * 12}, use={"x": 30.0, "y": 10.0})
    terms, _ = activity_level(panel, spec)
    reading = np.full(panel.status.shape, Reading.NORMAL, np.uint8)
    reading[0, 10:] = [Reading.ZERO_OR_MISSING, Reading.ABSENT]
    raw = CellPanel("use_kwh", "kWh", panel.subjects, panel.days, np.zeros(reading.shape), reading)
    assert coverage(raw, terms, sentinel_is_reading=sentinel_is_reading)[10:].tolist() == last_days
