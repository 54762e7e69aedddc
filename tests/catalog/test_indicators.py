import pytest

from openmbi.catalog.indicators import Indicator
from openmbi.catalog.loader import load_all
from openmbi.core.periods import Frequency

INDICATORS = load_all(Indicator, "indicators", None)


def test_every_indicator_has_the_code_of_its_file():
    assert {name: indicator.code for name, indicator in INDICATORS.items()} == {name: name for name in INDICATORS}


def test_use_is_daily_in_kwh():
    assert INDICATORS["use_kwh"].kind == "flow"
    assert (INDICATORS["use_kwh"].unit, INDICATORS["use_kwh"].frequency) == ("kWh", Frequency.DAILY)


def test_an_indicator_is_declared_in_the_unit_of_the_store():
    with pytest.raises(ValueError, match="kWh"):
        Indicator.model_validate(INDICATORS["use_kwh"].model_dump() | {"unit": "MWh"})
