import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.core.tables import Reading
from openmbi.flow.electricity import electricity

A, B = "91440310827523280X", "91440305329437988W"


def test_without_own_generation_use_is_what_the_grid_delivered(desk):
    found = electricity(desk())
    assert found.panel.value[0].tolist() == [7, 8, 9]
    assert found.unmeasured is None
    assert found.since is None


def test_own_generation_is_added_and_a_day_without_its_reading_is_unmeasured(desk):
    """B generates from 2 March on, and does not say how much on the 3rd: what it took from the grid then is not its use."""
    found = electricity(desk(solar=f"enterprise,date,value\n{B},2024-03-02,4\n"))
    assert found.panel.subjects.tolist() == [B, A]
    assert found.panel.value[0, :2].tolist() == [7, 12]
    assert found.panel.reading[0, 2] == Reading.ABSENT
    assert found.unmeasured.tolist() == [[False, False, True], [False] * 3]
    assert found.since[0] == np.datetime64("2024-03-02")
    assert np.isnat(found.since[1])


def test_no_data_is_a_problem(desk):
    with pytest.raises(Problem) as caught:
        electricity(desk(power=""))
    assert caught.value.code == "run.no-data"
