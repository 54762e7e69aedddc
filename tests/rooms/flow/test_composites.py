from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.tables import GroupSeries, IndexTerms, Level
from openmbi.flow.composites import composites, published, whole_months
from openmbi.flow.domains import DomainLevel, indicators_of
from openmbi.flow.in_force import declarations_in_force
from openmbi.flow.roster import Roster


@pytest.mark.parametrize(
    ("value", "expected"), [(1.005, "1.00"), (0.125, "0.12"), (0.135, "0.14"), (-2.675, "-2.67"), (100.0, "100.00")]
)
def test_a_published_figure_is_the_nearest_to_the_double_half_to_even(value: float, expected: str):
    assert published(value) == Decimal(expected)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-01-01", "2024-02-29", ["2024-01", "2024-02"]),
        ("2024-01-02", "2024-03-30", ["2024-02"]),
        ("2023-12-31", "2024-01-31", ["2024-01"]),
        ("2024-01-02", "2024-02-28", []),
    ],
)
def test_a_month_counts_that_begins_and_ends_within_the_days(first: str, last: str, expected: list[str]):
    days = np.arange(np.datetime64(first), np.datetime64(last) + 1)
    assert whole_months(days).astype("datetime64[M]").astype(str).tolist() == expected


def test_without_a_domain_there_is_no_composite_but_every_reason(desk):
    in_force = declarations_in_force(None)
    in_force = replace(
        in_force, indicator_levels={k: v for k, v in in_force.indicator_levels.items() if k != "land_m2"}
    )
    found = composites(desk(), in_force, Roster(), flat_electricity(), "440000")
    assert list(found.domains) == list(indicators_of(in_force))
    assert isinstance(found.domains["use_kwh"], DomainLevel)
    assert found.domains["freight_t"] == Text("尚无数据", "no data yet")
    assert "the catalog declares no level" in found.domains["land_m2"].en
    assert found.change is found.mbi is found.target is None
    assert found.by_level == {}


def flat_electricity() -> DomainLevel:
    days = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-03-01"))
    ones, no = np.ones((1, len(days))), np.zeros((1, len(days)), bool)
    terms = IndexTerms("activity_level", np.array(["a"]), days, ones[:, 0], ones, ~no, ones[0] / 100, no, no)
    zone = GroupSeries(
        "activity_level", Level.ZONE, np.array(["440000"]), days, 100 * ones, ones, ones[:, 0], np.array([1]), no, no[0]
    )
    return DomainLevel("use_kwh", Frequency.DAILY, terms, {}, {Level.ZONE: zone})
