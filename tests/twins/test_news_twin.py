"""News by the factor model against plain re-estimation: one step after another, each by the whole joint law written out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.twins.dense_factor_model import told

from openmbi.core.tables import Floats
from openmbi.index.dynamic_factor import Aggregation, Estimate, FactorModel, FactorParameters, MixedPanel
from openmbi.index.nowcast.coming import coming
from openmbi.index.nowcast.estimator import FactorEstimator
from openmbi.index.nowcast.growth_panel import TARGET
from openmbi.index.nowcast.news import NewsKind, news

NAMES = np.array(["power", "hours", "exports", "loans", TARGET])
MONTHS = np.arange("2023-01", "2024-07", dtype="datetime64[M]").astype("datetime64[D]")
LAST = MONTHS[-1]
MODEL = FactorModel(factors=(1, 1), blocks=np.array([[1, 0], [1, 0], [1, 0], [1, 1], [1, 0]], bool))
PARAMETERS = FactorParameters(
    loadings=np.array([[0.8, 0.0], [0.7, 0.0], [0.5, 0.0], [0.2, 0.9], [0.6, 0.0]]),
    transition=np.diag([0.8, 0.9])[None],
    innovation=np.diag([0.36, 0.19]),
    variance=np.array([0.4, 0.5, 0.7, 0.2, 0.5]),
    persistence=np.zeros(5),
    mean=np.array([5.0, 4.0, 8.0, 3.0, 6.0]),
    scale=np.array([2.0, 3.0, 9.0, 4.0, 3.0]),
)
JUDGE = FactorEstimator(MODEL, PARAMETERS)


def panel(value: Floats) -> MixedPanel:
    """Return a monthly panel whose target is a quarterly mean, at the last month of its quarter."""
    number = MONTHS.astype("datetime64[M]").astype(np.int64)
    monthly = (Aggregation.NONE,) * 4
    span = np.array([-1, -1, -1, -1, 0], np.intp)
    return MixedPanel(NAMES, MONTHS, value, (*monthly, Aggregation.MEAN), span, (number % 3 == 0)[None])


def drawn(seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    value = PARAMETERS.mean[:, None] + PARAMETERS.scale[:, None] * rng.normal(size=(5, len(MONTHS)))
    value[:4][rng.random((4, len(MONTHS))) < 0.25] = np.nan
    value[4, np.arange(len(MONTHS)) % 3 != 2] = np.nan
    value[4, -1] = np.nan
    return value


def plainly(value: Floats) -> float:
    """Return the nowcast by the joint law."""
    return told(panel(value), MODEL, PARAMETERS, 4, len(MONTHS) - 1).mean


@pytest.mark.parametrize("seed", range(4))
def test_every_kind_is_the_step_that_re_estimation_makes(seed: int):
    before, other = drawn(seed), drawn(seed + 100)
    touched = np.random.default_rng(seed).random(before.shape) < 0.3
    after = np.where(touched, other, before)
    kept = np.where(np.isnan(after), np.nan, before)
    with_releases = np.where(np.isnan(before), after, kept)
    found = news(panel(before), panel(after), JUDGE, TARGET, LAST)
    steps = {
        NewsKind.WITHDRAWAL: plainly(kept) - plainly(before),
        NewsKind.RELEASE: plainly(with_releases) - plainly(kept),
        NewsKind.REVISION: plainly(after) - plainly(with_releases),
    }
    for kind, expected in steps.items():
        assert found.impact[found.kind == kind].sum() == pytest.approx(expected, abs=1e-8), kind
    assert abs(found.unexplained) < 1e-10


def test_a_release_in_a_quarters_last_month_moves_the_nowcast():
    """What statsmodels lost (issue 8419): a monthly figure of the quarter's last month."""
    before = drawn(7)
    before[0] = np.where(np.isnan(before[0]), 5.0, before[0])
    before[:4, -1] = np.nan
    after = before.copy()
    after[0, -1] = 12.0
    found = news(panel(before), panel(after), JUDGE, TARGET, LAST)
    assert found.kind.tolist() == [NewsKind.RELEASE]
    assert found.change > 0.3
    assert found.change == pytest.approx(plainly(after) - plainly(before), abs=1e-8)


def test_a_coming_release_moves_it_as_foretold():
    before = drawn(3)
    before[0, -1] = np.nan
    (item,) = coming(panel(before), JUDGE, (TARGET, LAST), [("power", LAST)])
    plain = told(panel(before), MODEL, PARAMETERS, 0, len(MONTHS) - 1)
    assert (item.expected, item.standard_error) == pytest.approx((plain.mean, plain.variance**0.5), abs=1e-8)
    for surprise in (-2.0, 3.0):
        after = before.copy()
        after[0, -1] = item.expected + surprise
        assert plainly(after) - plainly(before) == pytest.approx(item.weight * surprise, abs=1e-8)
    narrower = told(panel(after), MODEL, PARAMETERS, 4, len(MONTHS) - 1).variance
    was = told(panel(before), MODEL, PARAMETERS, 4, len(MONTHS) - 1).variance
    assert item.impact == pytest.approx((was - narrower) ** 0.5, abs=1e-7)


def test_a_thousand_revisions_cost_no_more_solutions_than_one():
    asked: list[str] = []

    class Counting(FactorEstimator):
        def estimate(self, panel: MixedPanel, series: str, period: np.datetime64) -> Estimate:
            asked.append("estimate")
            return super().estimate(panel, series, period)

        def expected(self, panel: MixedPanel) -> Floats:
            asked.append("expected")
            return super().expected(panel)

    before = drawn(5)
    news(panel(before), panel(before + 0.1), Counting(MODEL, PARAMETERS), TARGET, LAST)
    assert asked == ["estimate", "estimate"]
    asked.clear()
    after = before.copy()
    after[np.isnan(before)] = 5.0
    after[4] = before[4]
    news(panel(before), panel(after), Counting(MODEL, PARAMETERS), TARGET, LAST)
    assert asked == ["estimate", "estimate", "expected"]


def test_the_grid_of_a_vintage_may_be_longer_or_shorter():
    before, after = drawn(1), drawn(2)
    short = panel(np.where(np.arange(len(MONTHS)) < 12, before, np.nan))
    cut = replace(short, periods=MONTHS[:12], value=short.value[:, :12], starts=short.starts[:, :12])
    ways = [news(one, panel(after), JUDGE, TARGET, LAST).impact for one in (short, cut)]
    assert ways[0].tolist() == ways[1].tolist()
