import numpy as np
import pytest

from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, Reading
from openmbi.index.deflate import Deflator, deflated

MONTHS = np.array(["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"], "datetime64[D]")


def panel(days=MONTHS) -> CellPanel:
    value = np.tile(np.array([[110.0], [np.nan]]), len(days))
    reading = np.where(np.isnan(value), Reading.ABSENT, Reading.NORMAL).astype(np.uint8)
    return CellPanel("export_cny", "CNY", np.array(["a", "b"]), days, value, reading)


def prices(value, periods=MONTHS, frequency=Frequency.MONTHLY) -> Deflator:
    return Deflator("ppi", frequency, periods[: len(value)], np.array(value, float))


def test_money_is_divided_by_the_price_of_its_period():
    found = deflated(panel(), prices([100, 110, 55, 220]))
    np.testing.assert_allclose(found.panel.value[0], [110, 100, 200, 50])
    assert np.isnan(found.panel.value[1]).all()
    assert found.held == ()


def test_the_latest_price_is_held_and_said():
    found = deflated(panel(), prices([100, 110, np.nan]))
    np.testing.assert_allclose(found.panel.value[0], [110, 100, 100, 100])
    assert [str(period) for period in found.held] == ["2024-03", "2024-04"]


def test_a_week_has_the_price_of_the_month_that_it_begins_in():
    weeks = np.array(["2024-01-29", "2024-02-05"], "datetime64[D]")
    np.testing.assert_allclose(deflated(panel(weeks), prices([100, 110])).panel.value[0], [110, 100])


@pytest.mark.parametrize(
    ("deflator", "code"),
    [
        (prices([np.nan, 110]), "index.no-deflator"),
        (prices([]), "index.no-deflator"),
        (prices([100, 0]), "index.bad-deflator"),
    ],
)
def test_a_deflator_that_cannot_be_used_is_refused(deflator, code):
    with pytest.raises(Problem) as caught:
        deflated(panel(), deflator)
    assert caught.value.code == code
