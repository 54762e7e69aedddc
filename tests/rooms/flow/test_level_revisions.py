"""What the last points of the level become, measured on the simulated town."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.flow.bureau import load_bureau
from openmbi.flow.level_revisions import LAGS, level_revisions
from openmbi.flow.run import make


def silent(text: object) -> None:
    """Say nothing."""


def test_the_last_vintage_is_the_run_itself(town: Path):
    bureau, as_of = load_bureau(town), datetime(2026, 1, 1, tzinfo=UTC)
    found = level_revisions(bureau, as_of=as_of, months=1, step=silent)
    computed = make(bureau, as_of=as_of, now=as_of, step=silent).computed
    place = np.flatnonzero(computed.series.days == found.ends[0])[0]
    np.testing.assert_allclose(found.level.last[0], np.log(computed.series.close[place - np.array(LAGS)]), atol=1e-12)
    assert found.change.last[0, 0] == pytest.approx(computed.zone_lights.measure[0, place], abs=1e-12)
    assert (found.level_error > 0).all()
    assert 0 < np.abs(found.level.last - found.level.first).max() < 0.2
    np.testing.assert_array_equal(found.level.later, found.level.last)  # one month end: the month after is the last
    assert (found.level_factor > 0).all()


def test_without_a_month_after_the_base_nothing_is_measured(town: Path):
    bureau = load_bureau(town)
    with pytest.raises(Problem) as caught:
        level_revisions(bureau, as_of=datetime(2016, 1, 15, tzinfo=UTC), months=3, step=silent)
    assert caught.value.code in {"revisions.no-month", "run.no-data", "index.no-base-days"}
