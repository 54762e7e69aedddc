"""What holds for the levels of all groupings: the zone as one group is the zone, and moves alone move nothing."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.catalog.indexes import load_indexes
from openmbi.core.tables import IndexTerms, Level, Stints
from openmbi.index.group_levels import group_levels
from openmbi.index.zone_level import zone_level

FIRST, DAYS, BASE = date(2024, 1, 1), 40, 15
SPEC = load_indexes(None)["activity_level"].model_copy(
    update={"base_first": FIRST, "base_last": FIRST + timedelta(days=BASE - 1)}
)


@st.composite
def terms(draw) -> IndexTerms:
    """Subjects that enter and exit; the first is always there and never stands still."""
    generator = np.random.default_rng(draw(st.integers(0, 2**32)))
    shape = (draw(st.integers(2, 14)), DAYS)
    first = np.where(generator.random(shape[0]) < 0.5, 0, generator.integers(0, DAYS, shape[0]))
    stop = np.where(generator.random(shape[0]) < 0.5, DAYS, generator.integers(0, DAYS + 1, shape[0]))
    first[0], stop[0] = 0, DAYS
    day = np.arange(DAYS)
    member = (day >= first[:, None]) & (day < stop[:, None])
    known = member.copy()
    known[:, :-1] |= member[:, 1:]
    relative = np.exp(generator.normal(0, 0.5, shape)) * (generator.random(shape) < 0.9)
    relative[0] += 0.1
    days = np.arange(np.datetime64(FIRST), np.datetime64(FIRST) + DAYS)
    weight = np.exp(generator.normal(0, 2, shape[0]))
    return IndexTerms(
        index="level",
        subjects=np.array([f"s{k:02d}" for k in range(shape[0])]),
        days=days,
        weight=weight,
        relative=np.where(known, relative, np.nan),
        member=member,
        divisor=np.full(DAYS, np.nan),
        filled=~known & known,
        capped=~known & known,
    )


def levels(given_terms: IndexTerms, stints: Stints):
    return group_levels(
        given_terms,
        stints,
        reported=given_terms.member,
        base_day=np.arange(DAYS) < BASE,
        provisional=np.zeros(DAYS, bool),
    )


def stints(*rows: tuple[int, int, int, int]) -> Stints:
    return Stints(Level.CITY, np.array(["a", "b"]), *np.array(rows, np.intp).T)


@settings(max_examples=50)
@given(terms())
def test_the_zone_as_one_group_is_the_zone(given_terms):
    none = np.zeros(DAYS, bool)
    _, series = zone_level(given_terms, SPEC, reported=given_terms.member, provisional=none)
    found = levels(given_terms, stints(*((row, 0, 0, DAYS) for row in range(len(given_terms.subjects)))))
    np.testing.assert_allclose(found.close[0], series.close, rtol=1e-9)
    np.testing.assert_allclose(found.coverage[0], series.coverage, rtol=1e-9)
    assert not found.restarted[0].any()


@settings(max_examples=50)
@given(terms(), st.integers(BASE, DAYS - 1), st.integers(1, 13))
def test_a_close_before_a_move_is_kept_on_the_day_of_the_move(given_terms, day, mover):
    """Were nobody's relative use to change from the day before, the day's close would be the day before's, whoever moves."""
    mover = min(mover, len(given_terms.subjects) - 1)
    still = given_terms.relative.copy()
    still[:, day] = still[:, day - 1]
    frozen = IndexTerms(**{**vars(given_terms), "relative": still})
    rows = [(row, 0, 0, DAYS) for row in range(len(given_terms.subjects)) if row != mover]
    found = levels(frozen, stints(*rows, (mover, 1, 0, day), (mover, 0, day, DAYS)))
    np.testing.assert_allclose(found.close[0, day], found.close[0, day - 1], rtol=1e-9)


@settings(max_examples=50)
@given(terms(), st.integers(1, DAYS - 1))
def test_how_stints_are_cut_does_not_matter(given_terms, cut):
    rows = range(len(given_terms.subjects))
    one = levels(given_terms, stints(*((row, row % 2, 0, DAYS) for row in rows)))
    two = levels(given_terms, stints(*((row, row % 2, *ends) for row in rows for ends in ((cut, DAYS), (0, cut)))))
    np.testing.assert_array_equal(one.close, two.close)
    np.testing.assert_array_equal(one.restarted, two.restarted)
