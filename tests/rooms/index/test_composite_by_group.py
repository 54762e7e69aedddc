"""Composites of groups worked by hand, and the one of a single group against the method for one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from openmbi.catalog.indexes import load_indexes
from openmbi.core.periods import Frequency, first_days, period_containing
from openmbi.core.problems import Problem
from openmbi.core.tables import GroupSeries, Level
from openmbi.index.alignment import periods_over
from openmbi.index.composite.conference_board import conference_board
from openmbi.index.composite.equal_weights import equal_weights
from openmbi.index.composite.expert_weights import expert_weights
from openmbi.index.composite_by_group import composite_by_group, panel_of
from openmbi.index.monthly_levels import month_shares, monthly_levels

FIRST, LAST = "2024-01-01", "2025-06-30"
INDEXES = load_indexes(None)
SPEC = INDEXES["composite_expert"]
FREQUENCIES = {
    "use_kwh": "D",
    "machine_hours": "W",
    "freight_t": "D",
    "export_cny": "M",
    "loan_balance_cny": "M",
    "insured_persons": "M",
    "onsite_persons": "D",
    "land_m2": "Q",
}
MONTHS = periods_over(np.datetime64(FIRST), Frequency.MONTHLY, date(2025, 6, 30))


def series(frequency: Frequency, close, coverage=1.0, *, level=Level.ZONE, first=FIRST, last=LAST) -> GroupSeries:
    """A series from the first day to the last, its closes given by group or as a constant."""
    days = np.unique(first_days(np.arange(np.datetime64(first), np.datetime64(last) + 1), frequency))
    close = np.atleast_2d(np.asarray(close, float))
    close = np.broadcast_to(close, (len(close), len(days)))
    groups = np.array([f"g{k}" for k in range(len(close))])
    return GroupSeries(
        index="level",
        level=level,
        groups=groups,
        days=days,
        close=close,
        coverage=np.broadcast_to(np.asarray(coverage, float), close.shape),
        weight=np.ones(len(groups)),
        members=np.ones(len(groups), np.intp),
        restarted=np.zeros(close.shape, bool),
        provisional=np.zeros(len(days), bool),
    )


def random_levels(seed: int, groups: int = 1, level: Level = Level.ZONE, first: str = "2023-10-01"):
    """All eight indicators by month, from a quarter before the base, so that the first quarter-end is held."""
    generator = np.random.default_rng(seed)
    found = {}
    for name, code in FREQUENCIES.items():
        blank = series(Frequency(code), np.ones((groups, 1)), level=level, first=first)
        close = np.exp(generator.normal(4, 0.1, blank.close.shape))
        found[name] = monthly_levels(
            name,
            series(Frequency(code), close, level=level, first=first),
            Frequency(code),
            MONTHS,
            minimum_coverage=0.8,
        )
    return found


def test_a_week_counts_in_a_month_by_its_days():
    shares = month_shares(np.array(["2024-01-29", "2024-02-05"], "datetime64[D]"), Frequency.WEEKLY, MONTHS[:2])
    np.testing.assert_allclose(shares, [[3 / 31, 4 / 29], [0, 7 / 29]])


def test_a_month_of_weeks_is_their_mean_by_days():
    given = series(Frequency.WEEKLY, np.ones(78), last="2025-06-29")
    close = given.close.copy()
    close[0, 4] = 2.0  # the week from 29 January
    found = monthly_levels(
        "machine_hours",
        GroupSeries(**{**vars(given), "close": close}),
        Frequency.WEEKLY,
        MONTHS,
        minimum_coverage=0.8,
    )
    np.testing.assert_allclose(found.value[0, :3], [1 + 3 / 31, 1 + 4 / 29, 1])
    assert np.isnan(found.value[0, -1])  # 30 June 2025 is the Monday of a week that is not there
    assert [run.text().en for run in found.missing] == ["machine_hours: missing since 2025-06 (5 of 6 there)"]


def test_a_month_with_too_few_readings_does_not_count():
    coverage = np.ones(547)
    coverage[31:40] = 0.3  # 9 of the 29 days of February: mean 0.783
    coverage[60:68] = 0.3  # 8 of the 31 days of March: mean 0.819
    found = monthly_levels(
        "use_kwh", series(Frequency.DAILY, [[1.0]], coverage), Frequency.DAILY, MONTHS, minimum_coverage=0.8
    )
    assert np.flatnonzero(np.isnan(found.value[0])).tolist() == [1]
    assert [run.text().en for run in found.missing] == [
        "use_kwh: missing from 2024-02 to 2024-02 (20 of 29 there in the first)"
    ]


def test_a_quarter_stands_until_the_next_is_over_and_half_a_year_at_most():
    given = series(Frequency.QUARTERLY, [[1, 2, 3]], first="2023-10-01", last="2024-06-30")
    found = monthly_levels("land_m2", given, Frequency.QUARTERLY, MONTHS, minimum_coverage=0.8)
    np.testing.assert_array_equal(found.value[0], [1, 1, 2, 2, 2] + [3] * 7 + [np.nan] * 6)
    assert found.held[0].tolist() == [True, True, False, True, True, False] + [True] * 6 + [False] * 6
    thin = series(Frequency.QUARTERLY, [[1, 2, 3]], [[1, 1, 0.5]], first="2023-10-01", last="2024-06-30")
    assert monthly_levels("land_m2", thin, Frequency.QUARTERLY, MONTHS, minimum_coverage=0.8).value[0, 5] == 2


@pytest.mark.parametrize("code", ["composite_expert", "composite_equal"])
@pytest.mark.parametrize("scale", ["indexed", "standardised"])
def test_one_group_is_the_composite_of_one(code, scale):
    spec = INDEXES[code].model_copy(update={"scale": scale})
    levels = random_levels(1)
    found = composite_by_group(levels, spec)
    one = (expert_weights if code == "composite_expert" else equal_weights)(panel_of(levels), spec)
    np.testing.assert_allclose(found.value[0], one.by_domain.series.close, rtol=1e-9)
    for row, domain in enumerate(found.domains):
        np.testing.assert_allclose(found.sub[row, 0], one.sub_indices[domain].series.close, rtol=1e-9)
    assert found.value[0, :12].mean() == pytest.approx(100, rel=1e-12)
    assert str(found.latest) == "2025-06"
    assert found.held[found.domains.tolist().index("land"), 0, :3].tolist() == [True, True, False]


def test_the_conference_boards_method_takes_the_same_months():
    index = conference_board(panel_of(random_levels(2)), INDEXES["composite_conference_board"])
    assert index.series.close[:12].mean() == pytest.approx(100)
    assert str(index.series.days[-1]) == "2025-06-01"


def test_a_group_counts_the_domains_that_it_has():
    levels = random_levels(3, groups=3, level=Level.CITY)
    exports, use = levels["export_cny"], levels["use_kwh"]
    close = exports.series.close.copy()
    close[1] = np.nan
    levels["export_cny"] = monthly_levels(
        "export_cny",
        GroupSeries(**{**vars(exports.series), "close": close}),
        Frequency.MONTHLY,
        MONTHS,
        minimum_coverage=0.8,
    )
    close = use.series.close.copy()
    close[2, -60:-40] = np.nan  # in May 2025 nobody was there for a while
    levels["use_kwh"] = monthly_levels(
        "use_kwh", GroupSeries(**{**vars(use.series), "close": close}), Frequency.DAILY, MONTHS, minimum_coverage=0.8
    )
    found = composite_by_group(levels, SPEC)
    whole = composite_by_group(random_levels(3, groups=3, level=Level.CITY), SPEC)
    assert found.lacking(1) == ("customs",)
    np.testing.assert_allclose(found.share[:, 1], found.share[:, 0] * found.has[:, 1] / 0.9)
    customs = whole.sub[found.domains.tolist().index("customs"), 1]
    np.testing.assert_allclose(found.value[1], (whole.value[1] - 0.1 * customs) / 0.9)
    np.testing.assert_allclose(found.value[0], whole.value[0])
    assert np.flatnonzero(np.isnan(found.value[2])).tolist() == [16]
    assert not found.used[:, 2, 16].any()


def test_too_few_domains_give_no_composite_and_the_zone_needs_all():
    for level, gone, known in (
        (Level.CITY, ["use_kwh"], True),
        (Level.CITY, ["use_kwh", "machine_hours", "freight_t"], False),
        (Level.ZONE, ["land_m2"], False),
    ):
        levels = random_levels(4, level=level)
        for name in gone:
            one = levels[name]
            empty = GroupSeries(**{**vars(one.series), "close": np.full(one.series.close.shape, np.nan)})
            levels[name] = monthly_levels(name, empty, Frequency(FREQUENCIES[name]), MONTHS, minimum_coverage=0.8)
        found = composite_by_group(levels, SPEC)
        assert np.isnan(found.value).all() != known
        assert np.isnan(found.share).all() != known


def test_an_indicator_that_is_not_there_is_named():
    levels = random_levels(5)
    del levels["land_m2"]
    with pytest.raises(Problem) as caught:
        composite_by_group(levels, SPEC)
    assert caught.value.code == "index.no-indicator"
    assert "land_m2" in caught.value.found.en


def test_all_are_of_the_same_groups():
    levels = random_levels(5) | {"land_m2": random_levels(5, groups=2)["land_m2"]}
    with pytest.raises(ValueError, match="other groups"):
        composite_by_group(levels, SPEC)


def test_a_base_that_the_months_do_not_cover_gives_no_value():
    levels = random_levels(6)
    spec = SPEC.model_copy(update={"base": SPEC.base.model_copy(update={"first": date(2023, 12, 1)})})
    found = composite_by_group(levels, spec)
    assert np.isnan(found.value).all()
    assert found.latest is None
    assert found.lacking(0) == tuple(found.domains)


def test_latest_is_by_domain():
    levels = random_levels(7)
    short = levels["export_cny"].series
    cut = GroupSeries(
        **{**vars(short), "days": short.days[:-2], "close": short.close[:, :-2], "coverage": short.coverage[:, :-2]}
    )
    levels["export_cny"] = monthly_levels("export_cny", cut, Frequency.MONTHLY, MONTHS, minimum_coverage=0.8)
    found = composite_by_group(levels, SPEC)
    assert str(found.latest) == str(found.latest_of("customs")) == "2025-04"
    assert found.latest_of("electricity") == period_containing(date(2025, 6, 1), Frequency.MONTHLY)
    assert [run.text().en for run in found.missing] == ["export_cny: missing since 2025-05 (0 of 1 there)"]
