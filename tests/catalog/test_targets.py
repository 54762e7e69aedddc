from datetime import date

import pytest

from openmbi.catalog.targets import ReferenceGrowth, load_targets

TARGET = load_targets(None)["value_added_440000"]
DAY = date(2024, 6, 30)


def test_the_reference_is_the_median_of_the_trailing_months():
    reference = TARGET.reference_growth
    assert reference.growth_pct([float(k) for k in range(24)], DAY) == 11.5
    assert reference.growth_pct([100.0] * 40 + [4.0] * 31 + [6.0] * 29, DAY) == 4.0  # the last 60 of 100


def test_a_short_history_takes_the_agreed_value_in_force():
    reference = TARGET.reference_growth
    assert reference.growth_pct([9.0] * 23, DAY) == 5.0
    assert reference.growth_pct([], date(2014, 12, 31)) is None


def test_more_months_are_not_asked_than_looked_at():
    declared = TARGET.reference_growth.model_dump()
    with pytest.raises(ValueError, match="exceeds"):
        ReferenceGrowth.model_validate(declared | {"least_months": 61})
