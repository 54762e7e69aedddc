"""The league table: who is ranked, on which occasions, against whom."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.core.language import Text
from openmbi.index.backtest.equal_accuracy import diebold_mariano
from openmbi.index.backtest.league import LeagueRules, league
from openmbi.index.backtest.protocol import Density
from openmbi.index.backtest.replay import Replay

RULES = LeagueRules(reference="ar1")


def _replay(means: dict[str, list[float]], outcome: list[float], *, wanted: list[int] | None = None) -> Replay:
    count = len(outcome)
    months = np.array(wanted if wanted else range(count))
    return Replay(
        names=np.array(list(means)),
        labels=tuple(Text(name, name) for name in means),
        as_of=(np.datetime64("2021-01-10") + np.arange(count)),
        wanted=(np.datetime64("2021-01", "M") + months).astype("datetime64[D]"),
        horizon=np.ones(count, np.intp),
        last=np.zeros(count),
        outcome=np.array(outcome),
        densities=tuple(tuple(Density(mean, 1.0) for mean in row) for row in means.values()),
    )


def _noise(seed: int, size: float, count: int = 40) -> np.ndarray:
    return size * np.random.default_rng(seed).normal(size=count)


def test_the_smallest_error_is_first_and_tests_are_the_tests() -> None:
    truth = _noise(1, 3.0)
    means = {"good": truth + _noise(2, 0.3), "ar1": truth + _noise(3, 1.0), "bad": truth + _noise(4, 4.0)}
    found = _replay({name: row.tolist() for name, row in means.items()}, truth.tolist())
    table = league(found, np.ones(40, bool), rules=RULES)
    assert [one.name for one in table.standings] == ["good", "ar1", "bad"]
    assert [one.rank for one in table.standings] == [1, 2, 3]
    assert table.best is table.standings[0]
    bad = table.of("bad")
    assert bad is not None
    assert not bad.among_best
    expected = diebold_mariano((truth - means["bad"]) ** 2 - (truth - means["ar1"]) ** 2)
    assert bad.against_reference == expected
    assert bad.relative_rmse == pytest.approx(
        np.sqrt(np.mean((truth - means["bad"]) ** 2) / np.mean((truth - means["ar1"]) ** 2))
    )
    assert table.standings[0].against_best is None
    assert table.standings[1].against_reference is None


def test_all_ranked_are_judged_on_the_same_occasions() -> None:
    truth = np.zeros(20)
    early = [np.nan] * 5 + [1.0] * 15
    late = [3.0] * 5 + [0.5] * 15
    table = league(_replay({"early": early, "ar1": late}, truth.tolist()), np.ones(20, bool), rules=RULES)
    assert table.common == 15
    assert [one.score.rmse for one in table.standings] == [0.5, 1.0]


def test_who_forecast_too_seldom_is_not_ranked() -> None:
    seldom = [0.0] * 4 + [np.nan] * 16
    table = league(_replay({"seldom": seldom, "ar1": [1.0] * 20}, [0.0] * 20), np.ones(20, bool), rules=RULES)
    one = table.of("seldom")
    assert one is not None
    assert (one.rank, one.among_best, one.against_best) == (None, False, None)
    assert one.score.number == 4
    assert (table.best and table.best.name, table.common) == ("ar1", 20)


def test_of_several_origins_for_a_month_the_last_counts() -> None:
    found = _replay({"ar1": [5.0, 1.0, 5.0, 2.0]}, [0.0] * 4, wanted=[0, 0, 1, 1])
    assert league(found, np.ones(4, bool), rules=RULES).standings[0].score.mae == 1.5


def test_only_the_kept_occasions_of_the_horizon_count() -> None:
    found = _replay({"ar1": [5.0, 1.0, 3.0]}, [0.0, 0.0, np.nan])
    assert league(found, np.array([False, True, True]), rules=RULES).standings[0].score.rmse == 1.0
    nothing = league(found, np.ones(3, bool), 2, RULES)
    assert nothing.occasions == 0
    assert nothing.best is None


def test_equal_methods_are_all_among_the_best() -> None:
    table = league(_replay({"ar1": [1.0] * 20, "same": [1.0] * 20}, [0.0] * 20), np.ones(20, bool), rules=RULES)
    assert all(one.among_best for one in table.standings)


def test_a_method_that_holds_another_has_clark_wests_test() -> None:
    truth = _noise(5, 2.0)
    means = {"mean": [0.0] * 40, "ar1": (0.5 * truth + _noise(6, 0.2)).tolist()}
    table = league(_replay(means, truth.tolist()), np.ones(40, bool), rules=LeagueRules(holds={"ar1": "mean"}))
    one, mean = table.of("ar1"), table.of("mean")
    assert one is not None
    assert mean is not None
    assert one.nested is not None
    assert one.nested.p_better < 0.01
    assert mean.nested is None
