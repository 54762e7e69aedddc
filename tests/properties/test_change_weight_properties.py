"""The change of a month's value, and of the composite, is the sum of what enterprises add, for every frequency and pair of months."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.catalog.indexes import load_indexes
from openmbi.core.periods import Frequency, first_days, period_containing
from openmbi.core.tables import IndexTerms, Level, Stints
from openmbi.index.change_weights import change_weights, enterprise_points
from openmbi.index.composite_by_group import composite_by_group
from openmbi.index.divisor import chained_divisor
from openmbi.index.group_levels import group_levels
from openmbi.index.monthly_levels import MonthlyLevels, monthly_levels

SPEC = load_indexes(None)["composite_expert"]
DOMAINS = {one.indicator: place for place, domain in enumerate(SPEC.domains) for one in domain.indicators}
MONTHS = np.arange(np.datetime64("2024-01"), np.datetime64("2025-07")).astype("datetime64[D]")
SUBJECTS = 6


def levels_of(generator: np.random.Generator, indicator: str, frequency: Frequency) -> tuple[IndexTerms, MonthlyLevels]:
    """Enterprises that come and go, and their level by month; the first is always there."""
    days = np.arange(np.datetime64("2023-10-01"), np.datetime64("2025-07-07"))
    periods = np.unique(first_days(days, frequency))
    shape = (SUBJECTS, len(periods))
    first, stop = (generator.integers(0, shape[1] + 1, SUBJECTS) for _ in range(2))
    first[:3], stop[0] = 0, shape[1]
    place = np.arange(shape[1])
    member = (place >= first[:, None]) & (place < stop[:, None])
    known = member.copy()
    known[:, :-1] |= member[:, 1:]
    relative = np.exp(generator.normal(0, 0.4, shape)) * (generator.random(shape) < 0.9)
    relative[0] += 0.1
    none = np.zeros(shape, bool)
    terms = IndexTerms(
        indicator,
        np.array([f"s{k}" for k in range(SUBJECTS)]),
        periods,
        np.exp(generator.normal(0, 1, SUBJECTS)),
        np.where(known, relative, np.nan),
        member,
        np.full(shape[1], np.nan),
        none,
        none,
    )
    terms = replace(terms, divisor=chained_divisor(terms, terms.weight[member[:, 0]].sum() / 100))
    every = np.arange(SUBJECTS)
    zone = Stints(Level.ZONE, np.array(["z"]), every, 0 * every, 0 * every, 0 * every + shape[1])
    series = group_levels(
        terms, zone, reported=member, base_day=np.zeros(shape[1], bool) | (place == 0), provisional=none[0]
    )
    series = replace(
        series, close=(np.where(member, terms.weight[:, None] * relative, 0).sum(axis=0) / terms.divisor)[None]
    )
    return terms, monthly_levels(indicator, series, frequency, MONTHS, minimum_coverage=0)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(list(Frequency)[:4]), st.integers(0, 17), st.integers(0, 17))
def test_points_of_enterprises_sum_to_the_change_of_a_month(seed, frequency, one, other):
    terms, levels = levels_of(np.random.default_rng(seed), "use_kwh", frequency)
    opening, closing = (period_containing(MONTHS[place].item(), Frequency.MONTHLY) for place in (one, other))
    c = change_weights(levels, opening, closing)
    change = levels.value[0, other] - levels.value[0, one]
    np.testing.assert_allclose((c[1:] * np.diff(levels.series.close[0])).sum(), change, atol=1e-9)
    np.testing.assert_allclose(enterprise_points(terms, c).sum(), change, atol=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 16))
def test_points_of_all_indicators_sum_to_the_change_of_the_composite(seed, month):
    generator = np.random.default_rng(seed)
    frequencies = ["D", "W", "D", "M", "M", "M", "D", "Q"]
    made = {name: levels_of(generator, name, Frequency(code)) for name, code in zip(DOMAINS, frequencies, strict=True)}
    found = composite_by_group({name: levels for name, (_, levels) in made.items()}, SPEC)
    opening, closing = (period_containing(MONTHS[place].item(), Frequency.MONTHLY) for place in (month, month + 1))
    total = sum(
        found.factor[row, 0] * enterprise_points(terms, change_weights(levels, opening, closing)).sum()
        for row, (terms, levels) in enumerate(made.values())
    )
    np.testing.assert_allclose(total, found.value[0, month + 1] - found.value[0, month], atol=1e-9)
