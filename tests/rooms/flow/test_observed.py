import numpy as np
import pytest

from openmbi.core.periods import Frequency
from openmbi.core.tables import Reading

A, B = "91440310827523280X", "91440305329437988W"


def test_meters_are_summed_to_their_enterprises_where_all_of_them_report(desk):
    """On 2 March one of A's two meters is silent: what the other says is not A's use. Nobody's meter counts for nobody."""
    known = desk()
    panel = known.panel_of("use_kwh", "kWh", Frequency.DAILY)
    assert panel.subjects.tolist() == [B, A]
    assert panel.value[0].tolist() == [7, 8, 9]
    assert panel.value[1, [0, 2]].tolist() == [15, 18]
    assert panel.reading[1].tolist() == [Reading.NORMAL, Reading.ABSENT, Reading.NORMAL]
    assert np.isnan(panel.value[1, 1])
    assert known.linked_or_none is not None
    assert known.linked.waiting["subject"].to_pylist() == ["M4"]


def test_sources_of_enterprises_go_through_no_links(desk):
    known = desk(lorries=f"enterprise,date,value\n{A},2024-03-01,2.5\n")
    panel = known.panel_of("freight_t", "t", Frequency.DAILY)
    assert (panel.subjects.tolist(), panel.value.tolist()) == ([A], [[2.5]])
    assert known.linked_or_none is None


def test_the_days_asked_for_are_the_days_of_the_panel(desk):
    known = desk()
    days = [np.datetime64("2024-02-28"), np.datetime64("2024-03-02")]
    panel = known.panel_of("use_kwh", "kWh", Frequency.DAILY, first=days[0].item(), last=days[1].item())
    assert panel.days.tolist() == np.arange(days[0], days[1] + 1).tolist()
    assert panel.reading[:, :2].tolist() == [[Reading.ABSENT] * 2] * 2


@pytest.mark.parametrize("power", ["", "meter,date,kwh\nM4,2024-03-01,99\n"])
def test_there_is_no_panel_of_what_nobody_told_or_nobody_has(desk, power: str):
    assert desk(power=power).panel_of("use_kwh", "kWh", Frequency.DAILY) is None
