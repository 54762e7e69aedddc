"""News worked by hand: two series and a target, one month, all of unit variance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.index.dynamic_factor import Estimate, MixedPanel, same_frequency
from openmbi.index.nowcast.coming import coming
from openmbi.index.nowcast.news import NewsGroup, NewsKind, grouped, largest, news
from openmbi.index.nowcast.nowcast import as_known, growth_on_a_year_before, nowcast, path

MONTH = np.array(["2025-03-01"], "datetime64[D]")
NAN = np.nan


@dataclass(frozen=True, eq=False)
class ByHand:
    """x, z and y of mean 0 and variance 1; corr(x, y) = corr(z, y) = ½, corr(x, z) = 0: E[y | x, z] = x/2 + z/2."""

    def estimate(self, panel: MixedPanel, series: str, period: np.datetime64) -> Estimate:
        del period
        seen = ~np.isnan(panel.value)
        weight = np.where(seen & (panel.series != series)[:, None], 0.5 if series == "y" else 0.0, 0.0)
        mean = float(np.nansum(weight * np.nan_to_num(panel.value)))
        return Estimate(mean, float(np.sqrt(1 - 0.25 * (weight > 0).sum())), 0.0, weight)

    def expected(self, panel: MixedPanel) -> np.ndarray:
        return np.zeros_like(panel.value)


def panel(x: float, z: float, y: float = NAN) -> MixedPanel:
    return same_frequency(np.array(["x", "z", "y"]), MONTH, np.array([[x], [z], [y]]))


def test_a_release_weighs_what_it_differs_from_its_expectation():
    found = news(panel(2.0, NAN), panel(2.0, 3.0), ByHand(), "y", MONTH[0])
    assert (found.old, found.new) == (1.0, 2.5)
    assert found.series.tolist() == ["z"]
    assert found.kind.tolist() == [NewsKind.RELEASE]
    assert (found.before[0], found.after[0], found.weight[0], found.impact[0]) == (0.0, 3.0, 0.5, 1.5)


def test_a_revision_weighs_what_it_differs_from_what_was_said():
    found = news(panel(2.0, 3.0), panel(1.0, 3.0), ByHand(), "y", MONTH[0])
    assert (found.before[0], found.after[0], found.impact[0]) == (2.0, 1.0, -0.5)
    assert found.kind.tolist() == [NewsKind.REVISION]


def test_a_withdrawal_takes_back_what_the_item_had_said():
    found = news(panel(2.0, 3.0), panel(NAN, 3.0), ByHand(), "y", MONTH[0])
    assert found.kind.tolist() == [NewsKind.WITHDRAWAL]
    assert (found.before[0], found.after[0], found.impact[0]) == (2.0, 0.0, -1.0)
    assert found.unexplained == 0


def test_all_three_at_once_and_by_group():
    found = news(panel(2.0, NAN), panel(NAN, 3.0), ByHand(), "y", MONTH[0])
    assert found.change == pytest.approx(0.5)
    assert [(one.label, one.impact) for one in grouped(found)] == [("z", 1.5), ("x", -1.0)]
    (whole,) = grouped(found, lambda _: "both")
    assert (whole.releases, whole.revisions, whole.withdrawals, whole.items) == (1.5, 0.0, -1.0, 2)


def test_the_rest_is_one_group_and_never_hides_a_single_one():
    made = tuple(NewsGroup(name, size, size, 0.0, 0.0, 1) for name, size in (("a", 3.0), ("b", -2.0), ("c", 1.0)))
    assert largest(made, 2) == made
    assert largest(made, 1)[1] == NewsGroup("other", -1.0, -1.0, 0.0, 0.0, 2)


def test_what_is_out_is_not_nowcast():
    with pytest.raises(Problem, match="nothing is left to nowcast"):
        news(panel(2.0, NAN), panel(2.0, NAN, 1.0), ByHand(), "y", MONTH[0])
    with pytest.raises(Problem, match="no place for y"):
        news(panel(2.0, NAN), panel(2.0, NAN), ByHand(), "y", MONTH[0] + 40)


def test_vintages_of_other_series_do_not_compare():
    other = same_frequency(np.array(["x", "w", "y"]), MONTH, np.array([[1.0], [NAN], [NAN]]))
    with pytest.raises(Problem, match="other series"):
        news(other, panel(2.0, NAN), ByHand(), "y", MONTH[0])


def test_a_coming_release_weighs_its_weight_times_its_spread():
    (one,) = coming(panel(2.0, NAN), ByHand(), ("y", MONTH[0]), [("z", MONTH[0])])
    assert (one.expected, one.standard_error, one.weight, one.impact) == (0.0, 1.0, 0.5, 0.5)


def test_a_nowcast_has_a_density_and_its_parts():
    made = nowcast(panel(2.0, 3.0), ByHand(), "y", MONTH[0])
    assert made.density.mean == 2.5
    assert made.density.standard_error == pytest.approx(np.sqrt(0.5))
    assert made.contribution.tolist() == [1.0, 1.5, 0.0]
    low, high = made.density.interval(0.95)
    assert (low + high) / 2 == pytest.approx(2.5)
    assert high - low == pytest.approx(2 * 1.959964 * np.sqrt(0.5), rel=1e-6)


def test_the_path_knows_what_was_known():
    days = np.array([["2025-03-05"], ["2025-03-20"], ["NaT"]], "datetime64[D]")
    now = panel(2.0, 3.0)
    vintages = [
        (day, as_known(now, days, day)) for day in np.array(["2025-03-01", "2025-03-05", "2025-03-31"], "datetime64[D]")
    ]
    made = path(vintages, ByHand(), "y", MONTH[0])
    assert made.mean.tolist() == [0.0, 1.0, 2.5]
    assert made.standard_error.tolist() == pytest.approx([1.0, np.sqrt(0.75), np.sqrt(0.5)])


def test_a_level_becomes_growth_on_the_year_before():
    made = growth_on_a_year_before(nowcast(panel(106.0, 104.0), ByHand(), "y", MONTH[0]), 100.0)
    assert made.mean == pytest.approx(5.0)
    assert made.standard_error == pytest.approx(100 * np.sqrt(0.5) / 100)
    with pytest.raises(ValueError, match="positive"):
        growth_on_a_year_before(nowcast(panel(1.0, 1.0), ByHand(), "y", MONTH[0]), 0.0)
