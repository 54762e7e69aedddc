"""The zone by each method, from levels written by hand."""

from dataclasses import replace

import numpy as np
import pytest

from openmbi.core.periods import Frequency
from openmbi.core.tables import Days, Floats, GroupSeries, Level
from openmbi.flow.alternatives import side_by_side
from openmbi.flow.in_force import declarations_in_force
from openmbi.index.monthly_levels import MonthlyLevels, monthly_levels

IN_FORCE = declarations_in_force(None)
MONTHS = np.arange(np.datetime64("2024-01"), np.datetime64("2025-04")).astype("datetime64[D]")
INDICATORS = [one.indicator for domain in IN_FORCE.composite.domains for one in domain.indicators]


def zone_level(indicator: str, value: Floats, months: Days = MONTHS) -> MonthlyLevels:
    shape = (1, len(months))
    series = GroupSeries(
        index=indicator,
        level=Level.ZONE,
        groups=np.array(["440000"]),
        days=months,
        close=np.asarray(value, float)[None],
        coverage=np.ones(shape),
        weight=np.ones(1),
        members=np.ones(1, np.intp),
        restarted=np.zeros(shape, bool),
        provisional=np.zeros(len(months), bool),
    )
    return monthly_levels(indicator, series, Frequency.MONTHLY, months, minimum_coverage=0.8)


@pytest.fixture
def levels() -> dict[str, MonthlyLevels]:
    """Base months go up and down by as much; in March 2025 electricity stands 10 % above its base, the others on theirs."""
    wave = 100 + np.where(np.arange(len(MONTHS)) % 2, 2.0, -2.0)
    wave[12:] = 100
    found = {name: zone_level(name, wave * (1 + row)) for row, name in enumerate(INDICATORS)}
    use = wave.copy()
    use[-1] = 110
    return found | {"use_kwh": zone_level("use_kwh", use)}


def test_each_method_weighs_the_same_rise_its_own_way(levels: dict[str, MonthlyLevels]):
    """30 % of the declared weight, one of eight domains; the Conference Board's: its share of a symmetric change of 200 · 10/210."""
    expert, equal, board = side_by_side(levels, IN_FORCE)[:3]
    assert [one.spec.code for one in (expert, equal, board)] == [
        "composite_expert",
        "composite_equal",
        "composite_conference_board",
    ]
    np.testing.assert_allclose([expert.value[-1], equal.value[-1]], [103, 101.25])
    shares = {name.en: share for name, share in board.counts}
    assert shares.keys() == {one.name.en for one in IN_FORCE.conference_board.components}  # type: ignore[union-attr]
    growth = shares["electricity use"] * 200 * 10 / 210
    assert board.value[-1] == pytest.approx(board.value[-2] * (200 + growth) / (200 - growth))
    assert shares["electricity use"] < min(share for name, share in shares.items() if name != "electricity use")


@pytest.mark.parametrize("place", range(3))
def test_what_a_method_counts_sums_to_one(levels: dict[str, MonthlyLevels], place: int):
    made = side_by_side(levels, IN_FORCE)[place]
    assert sum(share for _, share in made.counts) == pytest.approx(1)
    assert made.why_none is None


def test_a_method_says_why_there_is_none(levels: dict[str, MonthlyLevels]):
    del levels["land_m2"]
    expert, equal, board = side_by_side(levels, IN_FORCE)[:3]
    for one in (expert, equal):
        assert one.why_none is not None
        assert "land_m2" in one.why_none.en
        assert (one.counts, np.isnan(one.value).all()) == ((), True)
    assert board.why_none is None


def test_a_base_with_a_gap_is_named_by_its_domain(levels: dict[str, MonthlyLevels]):
    holed = 100 + np.arange(len(MONTHS)) % 3.0
    holed[4] = np.nan
    expert, equal, board = side_by_side(levels | {"freight_t": zone_level("freight_t", holed)}, IN_FORCE)[:3]
    assert [one.why_none.zh[-2:] for one in (expert, equal) if one.why_none] == ["货运", "货运"]
    assert board.why_none is not None
    assert "2024-05" in board.why_none.en


def test_a_method_that_is_not_declared_is_left_out(levels: dict[str, MonthlyLevels]):
    alone = replace(IN_FORCE, equal=None, conference_board=None, other_composites=())
    assert [one.spec.code for one in side_by_side(levels, alone)] == ["composite_expert"]
    assert side_by_side({}, IN_FORCE) == ()


def test_the_others_stand_beside_in_the_order_of_their_names(levels: dict[str, MonthlyLevels]):
    """All sub-indices move alike over the base, so that no weight can tell them apart; 15 months are no growth cycle."""
    critic, entropy, geometric, cycle, pca = side_by_side(levels, IN_FORCE)[3:]
    assert [one.spec.method for one in (critic, entropy, geometric, pca)] == ["critic", "entropy", "geometric", "pca"]
    for one in (critic, entropy, pca):
        assert one.value[-1] == pytest.approx(101.25)
        assert sum(share for _, share in one.counts) == pytest.approx(1)
    assert geometric.value[-1] == pytest.approx(100 * 1.1**0.30)
    assert cycle.why_none is not None
    assert "15" in cycle.why_none.en


def test_four_years_have_a_growth_cycle_of_equal_parts():
    months = np.arange(np.datetime64("2021-12"), np.datetime64("2025-12")).astype("datetime64[D]")
    wave = 100 * np.exp(0.004 * np.arange(len(months)) + 0.05 * np.sin(np.arange(len(months)) / 5))
    found = {name: zone_level(name, wave * (1 + row), months) for row, name in enumerate(INDICATORS)}
    cycle = next(one for one in side_by_side(found, IN_FORCE) if one.spec.method == "oecd_cli")
    assert cycle.why_none is None
    assert np.mean(cycle.value) == pytest.approx(100)
    assert [share for _, share in cycle.counts] == pytest.approx([1 / 7] * 7)
    assert np.corrcoef(cycle.value[6:-6], np.sin(np.arange(len(months)) / 5)[6:-6])[0, 1] > 0.95
