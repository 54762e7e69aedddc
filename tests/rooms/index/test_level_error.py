"""The error of levels against what they do when effects are really moved: drawn errors, and the level made again by the index."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from openmbi.catalog.indexes import load_indexes
from openmbi.core.adjusted import AdjustedPanel, DayStatus, StratumErrors
from openmbi.core.tables import IndexTerms, Level, Stints
from openmbi.index.activity_level import activity_level
from openmbi.index.group_levels import group_levels
from openmbi.index.level_error import LevelErrors, SubjectErrors
from openmbi.index.membership import base_days

N, T, BASE, P, Q = 24, 150, 60, 3, 2
ENTRANT, MOVER = 4, 7
"""Both small: the error of the day on which a chain is linked is left out."""
DRAWS = 200
WITHIN = 4 / np.sqrt(2 * DRAWS)
"""Four standard errors of a standard deviation that is measured on so many draws, as a share of it."""


@pytest.fixture(scope="module")
def generator():
    return np.random.default_rng(20)


@pytest.fixture(scope="module")
def panel(generator) -> AdjustedPanel:
    """Two dozen enterprises that move, with idle days, gaps and an entrant."""
    status = np.full((N, T), DayStatus.ACTIVE, np.uint8)
    status[generator.random((N, T)) < 0.03] = DayStatus.ABSENT
    status[3, 100:125] = DayStatus.IDLE
    status[ENTRANT, :80] = DayStatus.ABSENT
    size = np.exp(generator.normal(0, 1, (N, 1)))
    size[[ENTRANT, MOVER]] = 1e-3
    use = size * np.exp(0.05 * np.cumsum(generator.normal(0, 0.1, (N, T)), axis=1))
    return AdjustedPanel(
        subjects=np.array([f"s{k:02d}" for k in range(N)]),
        days=np.arange(np.datetime64("2015-01-01"), np.datetime64("2015-01-01") + T),
        value=np.where(status == DayStatus.ACTIVE, use, np.nan),
        fit=np.broadcast_to(size, (N, T)).copy(),
        effect=np.zeros((N, T)),
        residual=np.zeros((N, T)),
        scale=np.ones(N),
        day_class=np.zeros(T, np.uint8),
        status=status,
        provisional=np.zeros(T, bool),
    )


@pytest.fixture(scope="module")
def errors(generator) -> tuple[StratumErrors, ...]:
    """Two strata with two kinds of rows each; the last two enterprises have no effect taken out, and so no error."""
    return tuple(_stratum(generator, np.arange(first, N - 2, 2)) for first in (0, 1))


def _stratum(generator, rows: np.ndarray) -> StratumErrors:
    root = generator.normal(0, 1, (2, P, P))
    common = generator.normal(0, 1, (Q, Q))
    return StratumErrors(
        rows=rows,
        design=_columns(generator, P),
        covariance=root @ root.transpose(0, 2, 1),
        kind=generator.integers(0, 2, len(rows)),
        sigma=0.01 * np.exp(generator.normal(0, 0.3, len(rows))),
        common_design=_columns(generator, Q),
        common_covariance=1e-4 * common @ common.T,
        loading=np.exp(generator.normal(0, 0.3, len(rows))),
    )


def _columns(generator, count: int) -> np.ndarray:
    """Return a weekly contrast, a rare holiday and a bump before the end: means over the base that are not 0."""
    day = np.arange(T)
    columns = [np.cos(2 * np.pi * day / 7), day % 31 == 5, np.exp(-(((day - 120) / 12) ** 2))]
    return np.column_stack(columns)[:, -count:] * generator.uniform(0.5, 1.5)


@pytest.fixture(scope="module")
def spec():
    first = date(2015, 1, 1)
    return load_indexes(None)["activity_level"].model_copy(
        update={
            "base_first": first,
            "base_last": first + timedelta(days=BASE - 1),
            "minimum_base_days": 20,
            "entry_active_days": 30,
        }
    )


@pytest.fixture(scope="module")
def stints() -> Stints:
    """Two groups that share everybody, and one enterprise that moves from one to the other."""
    group = np.append(np.arange(N) % 3 == 0, True).astype(np.intp)
    first, stop = np.zeros(N + 1, np.intp), np.full(N + 1, T)
    stop[MOVER], first[N] = 130, 130
    return Stints(Level.CITY, np.array(["a", "b"]), np.append(np.arange(N), MOVER), group, first, stop)


def zone_of(count: int) -> Stints:
    rows, nothing = np.arange(count), np.zeros(count, np.intp)
    return Stints(Level.ZONE, np.array(["z"]), rows, nothing, nothing, np.full(count, T))


def drawn(panel: AdjustedPanel, errors, generator) -> AdjustedPanel:
    """Return the panel as it is where the effects that were taken out are off by one draw of their errors."""
    off = np.zeros(panel.value.shape)
    for one in errors:
        kinds = [generator.multivariate_normal(np.zeros(P), c, len(one.rows)) for c in one.covariance]
        own = np.where(one.kind[:, None] == 0, *kinds) * one.sigma[:, None]
        common = generator.multivariate_normal(np.zeros(Q), one.common_covariance)
        off[one.rows] += own @ one.design.T + one.loading[:, None] * (one.common_design @ common)
    return replace(panel, value=panel.value * np.exp(-off))


def made(panel, stints, spec, weights=None) -> tuple[IndexTerms, np.ndarray]:
    terms, _ = activity_level(panel, spec, weights=weights)
    reported = panel.status != DayStatus.ABSENT
    return terms, group_levels(
        terms, stints, reported=reported, base_day=base_days(panel.days, spec), provisional=panel.provisional
    ).close


def change(close: np.ndarray) -> np.ndarray:
    return close[:, -28:].mean(axis=1) / close[:, -56:-28].mean(axis=1) - 1


def change_weights(close: np.ndarray, days: int) -> np.ndarray:
    recent, before = close[:, -28:].mean(axis=1), close[:, -56:-28].mean(axis=1)
    weights = np.zeros((len(close), days))
    weights[:, -28:] = 1 / (28 * before[:, None])
    weights[:, -56:-28] = (-recent / (28 * before**2))[:, None]
    return weights


@pytest.mark.parametrize("weigh", ["base use", "value added"])
def test_levels_move_by_their_errors(panel, errors, spec, stints, weigh):
    generator = np.random.default_rng(7)
    weights = (
        None
        if weigh == "base use"
        else {s: 1e-3 if k in (ENTRANT, MOVER) else 1.0 + k for k, s in enumerate(panel.subjects.tolist())}
    )
    terms, close = made(panel, stints, spec, weights)
    found = LevelErrors(terms, errors, stints, close=close, base_day=base_days(panel.days, spec))
    again = np.array([made(drawn(panel, errors, generator), stints, spec, weights)[1] for _ in range(DRAWS)])
    days = found.days
    np.testing.assert_allclose(found.standard_error, again[:, :, -days:].std(axis=0), rtol=WITHIN)
    moved = np.array([change(one) for one in again])
    np.testing.assert_allclose(found.of_measure(change_weights(close, days)), moved.std(axis=0), rtol=WITHIN)


def test_a_day_is_a_measure_of_itself(panel, errors, spec, stints):
    terms, close = made(panel, stints, spec)
    found = LevelErrors(terms, errors, stints, close=close, base_day=base_days(panel.days, spec))
    last = np.zeros((2, found.days))
    last[:, -1] = 1
    np.testing.assert_allclose(found.of_measure(last), found.standard_error[:, -1], rtol=1e-10)


def test_own_variances_add_over_disjoint_groups_and_common_errors_do_not_cancel(panel, errors, spec, stints):
    terms, close = made(panel, stints, spec)
    base = base_days(panel.days, spec)
    zone, zone_close = zone_of(N), made(panel, zone_of(N), spec)[1]
    own = tuple(replace(one, loading=np.zeros_like(one.loading)) for one in errors)

    def variance(of, groups, closes):
        """Return the variance of the load Σ wᵢvᵢ and not of the level: it is the load that adds up."""
        made_of = LevelErrors(terms, of, groups, close=closes, base_day=base)
        load = _load(terms, groups, len(closes))[:, -made_of.days :]
        return (made_of.standard_error * load / closes[:, -made_of.days :]) ** 2

    np.testing.assert_allclose(variance(own, stints, close).sum(axis=0), variance(own, zone, zone_close)[0], rtol=1e-10)
    together = variance(errors, zone, zone_close)[0]
    assert (together >= variance(errors, stints, close).sum(axis=0)).all()


def _load(terms: IndexTerms, stints: Stints, groups: int) -> np.ndarray:
    load, day = np.zeros((groups, T)), np.arange(T)
    for row, group, first, stop in zip(stints.row, stints.group, stints.first, stints.stop, strict=True):
        inside = terms.member[row] & (day >= first) & (day < stop)
        load[group] += np.where(inside, terms.weight[row] * terms.relative[row], 0.0)
    return load


def test_no_error_is_no_error_and_twice_the_error_twice_as_much(panel, errors, spec, stints):
    terms, close = made(panel, stints, spec)
    base = base_days(panel.days, spec)

    def of(changed):
        found = LevelErrors(terms, changed, stints, close=close, base_day=base)
        return found.of_measure(change_weights(close, found.days))

    twice = [replace(one, sigma=2 * one.sigma, loading=2 * one.loading) for one in errors]
    np.testing.assert_allclose(of(twice), 2 * of(errors), rtol=1e-10)
    assert (of(()) == 0).all()
    assert (of([replace(one, sigma=0 * one.sigma, loading=0 * one.loading) for one in errors]) == 0).all()


def test_a_day_that_rests_on_no_reading_has_no_effect_to_be_wrong(panel, errors, spec):
    status = panel.status.copy()
    status[:, -5:] = DayStatus.ABSENT
    still = replace(panel, status=status, value=np.where(status == DayStatus.ACTIVE, panel.value, np.nan))
    terms, close = made(still, zone_of(N), spec)
    found = LevelErrors(terms, errors, zone_of(N), close=close, base_day=base_days(panel.days, spec))
    assert (found.standard_error[0, -5:] == 0).all()
    assert (found.standard_error[0, :-5] > 0).all()


def test_a_subject_is_a_group_of_one(panel, errors, spec):
    terms, _ = made(panel, zone_of(N), spec)
    base = base_days(panel.days, spec)
    alone = Stints(Level.CELL, panel.subjects, *(np.arange(N),) * 2, np.zeros(N, np.intp), np.full(N, T))
    close = np.where(terms.member, 100 * terms.relative, np.nan)
    groups = LevelErrors(terms, errors, alone, close=close, base_day=base)
    weights = np.random.default_rng(3).normal(size=(N, groups.days))
    found = SubjectErrors(terms, errors, base_day=base).of_measure(slice(5, 20), weights[5:20])
    np.testing.assert_allclose(100 * found, groups.of_measure(weights)[5:20], rtol=1e-10)
