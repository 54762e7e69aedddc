"""News sum to the change of the nowcast, whatever came out, was revised or was withdrawn; and so do their groups."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.core.tables import Floats
from openmbi.index.dynamic_factor import Estimate, MixedPanel, same_frequency
from openmbi.index.nowcast.news import NewsKind, grouped, largest, news
from openmbi.index.nowcast.reestimation import nowcast_change

N, T = 4, 9
MONTHS = np.arange("2025-01", "2025-10", dtype="datetime64[M]").astype("datetime64[D]")
NAMES = np.array(["exports", "freight", "power", "target"])


@dataclass(frozen=True, eq=False)
class JointlyNormal:
    """Conditional expectations of jointly normal cells (n·T,), by their whole covariance: the plainest linear estimator."""

    mean: Floats
    covariance: Floats

    def estimate(self, panel: MixedPanel, series: str, period: np.datetime64) -> Estimate:
        place = int(np.flatnonzero(panel.series == series)[0]) * len(panel.periods)
        place += int(np.flatnonzero(panel.periods == period)[0])
        seen = np.flatnonzero(~np.isnan(panel.value.ravel()))
        weight = np.zeros(panel.value.size)
        weight[seen] = np.linalg.solve(self.covariance[np.ix_(seen, seen)], self.covariance[seen, place])
        constant = self.mean[place] - weight @ self.mean
        left = self.covariance[place, place] - weight @ self.covariance[:, place]
        value = float(constant + weight[seen] @ panel.value.ravel()[seen])
        return Estimate(value, float(np.sqrt(max(left, 0))), float(constant), weight.reshape(panel.value.shape))

    def expected(self, panel: MixedPanel) -> Floats:
        seen = np.flatnonzero(~np.isnan(panel.value.ravel()))
        gain = np.linalg.solve(self.covariance[np.ix_(seen, seen)], self.covariance[seen]).T
        off = panel.value.ravel()[seen] - self.mean[seen]
        return (self.mean + gain @ off).reshape(panel.value.shape)


def factor_model(seed: int, persistence: float = 0.8) -> JointlyNormal:
    """Return one factor that all series load on, and white noise of their own."""
    rng = np.random.default_rng(seed)
    loading, mean = rng.normal(1, 0.5, N), rng.normal(0, 3, N)
    lag = np.abs(np.subtract.outer(np.arange(T), np.arange(T)))
    shared = np.kron(np.outer(loading, loading), persistence**lag / (1 - persistence**2))
    own = np.repeat(rng.uniform(0.3, 2.0, N), T)
    return JointlyNormal(np.repeat(mean, T), shared + np.diag(own))


def drawn(seed: int, missing: float) -> Floats:
    rng = np.random.default_rng(seed)
    value = rng.normal(0, 4, (N, T))
    value[rng.random((N, T)) < missing] = np.nan
    value[-1, -2:] = np.nan
    return value


def panel(value: Floats) -> MixedPanel:
    return same_frequency(NAMES, MONTHS, value)


@settings(max_examples=60, deadline=None)
@given(
    model=st.integers(0, 10**6),
    first=st.integers(0, 10**6),
    second=st.integers(0, 10**6),
    revised=st.floats(0, 1),
    missing=st.floats(0, 0.9),
)
def test_news_sum_to_the_change(model: int, first: int, second: int, revised: float, missing: float):
    estimator = factor_model(model)
    before, other = drawn(first, missing), drawn(second, missing)
    keep = ~np.isnan(before) & ~np.isnan(other) & (np.random.default_rng(model).random((N, T)) > revised)
    after = np.where(keep, before, other)
    found = news(panel(before), panel(after), estimator, "target", MONTHS[-1])
    assert found.old == pytest.approx(estimator.estimate(panel(before), "target", MONTHS[-1]).mean, abs=1e-12)
    assert found.new == pytest.approx(estimator.estimate(panel(after), "target", MONTHS[-1]).mean, abs=1e-12)
    assert abs(found.unexplained) < 1e-10
    changed = ~((before == after) | (np.isnan(before) & np.isnan(after)))
    assert len(found.impact) == changed.sum()
    for groups in (grouped(found), largest(grouped(found), 2), grouped(found, lambda name: name[0])):
        assert sum(one.impact for one in groups) == pytest.approx(found.change, abs=1e-10)
        assert sum(one.items for one in groups) == len(found.impact)
        parts = [one.releases + one.revisions + one.withdrawals for one in groups]
        assert parts == pytest.approx([one.impact for one in groups], abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(old=st.integers(0, 10**6), new=st.integers(0, 10**6), first=st.integers(0, 10**6))
def test_other_parameters_have_a_line_of_their_own(old: int, new: int, first: int):
    before, after = (panel(drawn(first + step, 0.4)) for step in range(2))
    models = factor_model(old), factor_model(new, 0.5)
    found = nowcast_change((before, models[0]), (after, models[1]), "target", MONTHS[-1])
    assert found.old == pytest.approx(models[0].estimate(before, "target", MONTHS[-1]).mean, abs=1e-12)
    assert found.reestimation + found.news.impact.sum() == pytest.approx(found.change, abs=1e-10)
    same = nowcast_change((before, models[0]), (after, models[0]), "target", MONTHS[-1])
    assert same.reestimation == 0


@settings(max_examples=20, deadline=None)
@given(model=st.integers(0, 10**6), first=st.integers(0, 10**6), end=st.integers(5, 8))
def test_a_vintage_of_a_shorter_grid_is_the_same_without_its_end(model: int, first: int, end: int):
    estimator = factor_model(model)
    whole = drawn(first, 0.3)
    cut = np.where(np.arange(T) < end, whole, np.nan)
    short = replace(panel(cut), periods=MONTHS[:end], value=cut[:, :end], starts=np.zeros((0, end), bool))
    ways = [news(one, panel(whole), estimator, "target", MONTHS[-1]) for one in (panel(cut), short)]
    assert ways[0].impact.tolist() == ways[1].impact.tolist()
    assert set(ways[0].kind.tolist()) <= {NewsKind.RELEASE.value}
