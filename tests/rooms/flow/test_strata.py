from datetime import date
from functools import partial

import numpy as np
import pytest

from openmbi.adjustment.plain import plain
from openmbi.catalog.indexes import load_indexes
from openmbi.core.tables import CellPanel, Reading
from openmbi.flow.strata import FEWEST, levelled, strata
from openmbi.index.activity_level import activity_level

DAYS = np.arange(np.datetime64("2024-01-01"), np.datetime64("2025-04-01"))
SPEC = load_indexes(None)["activity_level"].model_copy(
    update={"base_first": date(2024, 1, 1), "base_last": date(2024, 12, 31)}
)

ADJUST = partial(plain, fit_periods=28)


def panel(count: int) -> CellPanel:
    rng = np.random.default_rng(3)
    value = np.exp(rng.normal(6, 1, (count, 1)) + rng.normal(0, 0.1, (count, len(DAYS))))
    reading = np.full(value.shape, Reading.NORMAL, np.uint8)
    value[0, 300], reading[1, 400:440], value[1, 400:440] = value[0, 300] * 400, Reading.ZERO_OR_MISSING, 0.0
    return CellPanel("use_kwh", "kWh", np.array([f"e{k:03d}" for k in range(count)]), DAYS, value, reading)


def test_an_industry_has_a_stratum_of_its_own_where_it_is_large_enough():
    subjects = np.array([f"{k:03d}" for k in range(2 * FEWEST + 4)])
    codes = ["C13"] * FEWEST + ["C14"] * 2 + ["C15"] * FEWEST
    found = strata(subjects, dict(zip(subjects.tolist(), codes, strict=False)))
    assert found.tolist() == [0] * FEWEST + [2] * 2 + [1] * FEWEST + [2] * 2


def test_everybody_is_in_one_stratum_where_no_industry_is_known_or_large():
    assert strata(np.array(["a", "b"]), {}).tolist() == [0, 0]
    assert strata(np.array(["a", "b"]), {"a": "C13"}).tolist() == [0, 0]


@pytest.fixture(scope="module")
def both():
    given = panel(40)
    whole = levelled(given, np.zeros(40, np.intp), SPEC, ADJUST, exits={}, accounts={}, zone="z")
    apart = levelled(given, np.arange(40) % 3, SPEC, ADJUST, exits={}, accounts={}, zone="z")
    return given, whole, apart


def test_strata_that_are_adjusted_alike_give_the_level_of_all_at_once(both):
    given, whole, apart = both
    _, series = activity_level(ADJUST(given), SPEC, subject="z")
    np.testing.assert_array_equal(whole.series.close, series.close)
    np.testing.assert_array_equal(apart.series.close, series.close)
    assert apart.capped == whole.capped
    assert apart.if_missing == whole.if_missing


def test_says_what_a_cap_takes_off_and_what_sentinels_do(both):
    given, whole, _ = both
    (spike,) = whole.capped
    assert (spike.subject, spike.day) == ("e000", DAYS[300].item())
    assert spike.reading == given.value[0, 300]
    assert spike.points == pytest.approx((spike.reading - spike.counted) / whole.terms.divisor[300], rel=1e-12)
    assert whole.if_missing == whole.series.close[-1]  # the sentinels have ended


def test_accounts_weigh_only_where_the_index_says_so():
    given, accounts = panel(40), {"e003": 1e9, "e004": 1e3, "e005": 2e3}
    by_use = levelled(given, np.zeros(40, np.intp), SPEC, ADJUST, exits={}, accounts=accounts, zone="z")
    spec = SPEC.model_copy(update={"weight": "value_added"})
    by_value = levelled(given, np.zeros(40, np.intp), spec, ADJUST, exits={}, accounts=accounts, zone="z")
    assert by_use.weights.basis == "base_period_use"
    assert by_value.weights.basis == "value_added"
    assert by_value.weights.imputed.sum() == 37
    assert by_value.terms.weight[3] == 1e9
