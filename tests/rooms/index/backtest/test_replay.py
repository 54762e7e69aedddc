"""The replay: order, horizons, what is refused; the scores of what it found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pytest

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.index.backtest.protocol import NO_FORECAST, Density, KnownAt
from openmbi.index.backtest.replay import Replay, replay
from openmbi.index.backtest.scores import crps_of, score

Make = Callable[..., KnownAt]


@dataclass(frozen=True)
class Says:
    """Says the same density always, and remembers when it was asked."""

    density: Density = NO_FORECAST
    name: str = "says"
    asked: list[tuple[date, str]] = field(default_factory=list)

    @property
    def label(self) -> Text:
        return Text(self.name, self.name)

    def forecast(self, known: KnownAt) -> Density:
        self.asked.append((known.as_of, str(known.wanted)))
        return self.density


def _known_at(make: Make) -> Callable[[date], KnownAt]:
    """Return the knowledge of any first day of a month: the figures up to two months before; the month before is wanted."""

    def at(day: date) -> KnownAt:
        count = 12 * (day.year - 2020) + day.month - 2
        return make(np.arange(float(count)))

    return at


def test_origins_are_asked_in_the_order_of_time_each_once(known: Make) -> None:
    says, seen = Says(), []
    days = [date(2021, 3, 1), date(2021, 1, 1), date(2021, 3, 1)]
    found = replay(_known_at(known), days, [says], {}, progress=lambda *told: seen.append(told))
    assert says.asked == [(date(2021, 1, 1), "2020-12-01"), (date(2021, 3, 1), "2021-02-01")]
    assert seen == [(date(2021, 1, 1), 1, 2), (date(2021, 3, 1), 2, 2)]
    assert found.last.tolist() == [10, 12]
    assert np.isnan(found.outcome).all()


def test_each_horizon_is_the_next_period(known: Make) -> None:
    outcome = {np.datetime64("2020-12-01"): 11.0, np.datetime64("2021-02-01"): 13.5}
    found = replay(_known_at(known), [date(2021, 1, 1)], [Says(Density(12.0, 1.0))], outcome, horizons=(3, 1, 2))
    assert found.wanted.astype(str).tolist() == ["2020-12-01", "2021-01-01", "2021-02-01"]
    assert found.horizon.tolist() == [1, 2, 3]
    assert found.error[0, [0, 2]].tolist() == [-1, 1.5]
    assert found.judged.tolist() == [[True, False, True]]


def test_a_figure_that_is_to_be_forecast_must_not_be_known(known: Make) -> None:
    leaky = known(np.arange(12.0))
    leaky = replace(leaky, wanted=leaky.target.periods[-1])
    with pytest.raises(Problem, match=r"2020-12-01 is to be forecast") as refused:
        replay(lambda _: leaky, [leaky.as_of], [Says()], {})
    assert refused.value.code == "index.leak"


def test_what_was_known_on_another_day_is_refused(known: Make) -> None:
    with pytest.raises(Problem) as refused:
        replay(lambda _: known(np.arange(12.0)), [date(2019, 1, 1)], [Says()], {})
    assert refused.value.code == "index.leak"


def test_two_methods_of_one_name_are_refused(known: Make) -> None:
    with pytest.raises(Problem) as refused:
        replay(_known_at(known), [date(2021, 1, 1)], [Says(), Says()], {})
    assert refused.value.code == "index.twice-named"


def test_nobody_can_write_to_what_is_known(known: Make) -> None:
    class Writes(Says):
        def forecast(self, known: KnownAt) -> Density:
            known.target.value[0] = 7.0
            return NO_FORECAST

    with pytest.raises(ValueError, match="read-only"):
        replay(_known_at(known), [date(2021, 1, 1)], [Writes()], {})


def _replay(means: list[list[float]], outcome: list[float], last: list[float], error: float = 1.0) -> Replay:
    count = len(outcome)
    days = (np.datetime64("2021-01", "M") + np.arange(count)).astype("datetime64[D]")
    return Replay(
        names=np.array([f"m{row}" for row in range(len(means))]),
        labels=tuple(Text("", "") for _ in means),
        as_of=days,
        wanted=days,
        horizon=np.ones(count, np.intp),
        last=np.array(last),
        outcome=np.array(outcome),
        densities=tuple(tuple(Density(mean, error) for mean in row) for row in means),
    )


def test_scores_by_hand() -> None:
    found = _replay([[1.0, 2.0, 4.0, np.nan]], [2.0, 2.0, 1.0, 5.0], [0.0, 1.0, 2.0, 1.0])
    one = score(found, 0, np.ones(4, bool))
    assert one.number == 3
    assert one.rmse == pytest.approx(np.sqrt((1 + 0 + 9) / 3))
    assert one.mae == pytest.approx(4 / 3)
    assert one.bias == pytest.approx((1 + 0 - 3) / 3)
    assert (one.sign, one.directions) == (pytest.approx(2 / 3), 3)  # up and up, up and up, up and down
    assert one.coverage.tolist() == pytest.approx(
        [1 / 3, 2 / 3, 2 / 3, 2 / 3]
    )  # |error| 1, 0, 3 against 0.674, 1.28, 1.64, 1.96
    assert one.crps == pytest.approx(np.mean([Density(0.0, 1.0).crps(e) for e in (1.0, 0.0, -3.0)]))
    assert np.isnan(crps_of(found)[0, 3])


def test_no_change_has_no_direction() -> None:
    held = _replay([[1.0, 1.0]], [2.0, 1.0], [1.0, 1.0])
    assert score(held, 0, np.ones(2, bool)).directions == 0
    assert np.isnan(score(held, 0, np.ones(2, bool)).sign)
    assert score(held, 0, np.ones(2, bool), pivot="zero").sign == 1.0


def test_left_out_occasions_do_not_count() -> None:
    found = _replay([[1.0, 50.0]], [2.0, 2.0], [0.0, 0.0])
    assert score(found, 0, np.array([True, False])).rmse == 1.0
    assert score(found, 0, np.array([False, False])).number == 0
    assert np.isnan(score(found, 0, np.array([False, False])).rmse)


def test_right_densities_cover_what_they_say() -> None:
    """2,000 outcomes drawn from the densities themselves: coverage within three standard errors of its level, PIT even."""
    rng = np.random.default_rng(4)
    mean = rng.normal(size=2000)
    found = _replay([mean.tolist()], (mean + 0.7 * rng.normal(size=2000)).tolist(), [0.0] * 2000, 0.7)
    one = score(found, 0, np.ones(2000, bool))
    levels = np.array([0.5, 0.8, 0.9, 0.95])
    assert (np.abs(one.coverage - levels) < 3 * np.sqrt(levels * (1 - levels) / 2000)).all()
    assert (np.abs(np.histogram(one.pit, 10, (0, 1))[0] - 200) < 50).all()
    assert one.crps == pytest.approx(0.7 / np.sqrt(np.pi), rel=0.05)  # the mean CRPS of a right normal density is σ/√π
