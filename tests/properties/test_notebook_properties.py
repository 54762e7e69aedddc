"""What must hold of `openmbi.adjust` for any frame."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import openmbi
from openmbi.adjustment.parameters import AdjustmentParameters

DAYS = pd.date_range("2015-01-01", "2015-08-31", name="day")
FEWER = AdjustmentParameters(learning_rounds=3, rounds=3)
SEEDS = st.integers(0, 10_000)
few = settings(max_examples=8, deadline=None)


def wide(seed: int) -> pd.DataFrame:
    """Use of four series with a weekly wave, gaps and days of no activity."""
    random = np.random.default_rng(seed)
    value = np.exp(
        random.uniform(2, 8, 4) - 0.2 * (DAYS.day_of_week == 6)[:, None] + random.normal(scale=0.1, size=(len(DAYS), 4))
    )
    value[random.random(value.shape) < 0.02] = np.nan
    value[random.random(value.shape) < 0.02] = 0.0
    return pd.DataFrame(value, index=DAYS, columns=["a", "b", "c", "d"])


def long_of(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index().melt("day", var_name="name", value_name="use")


@few
@given(SEEDS)
def test_the_order_of_rows_and_of_series_changes_nothing(seed: int):
    frame = wide(seed)
    expected = openmbi.adjust(frame, parameters=FEWER)
    mixed = frame.sample(frac=1, random_state=seed).sample(frac=1, axis=1, random_state=seed)
    found = openmbi.adjust(mixed, parameters=FEWER)
    pd.testing.assert_frame_equal(found, expected.loc[mixed.index, mixed.columns], check_exact=True)
    rows = long_of(frame).sample(frac=1, random_state=seed)
    again = openmbi.adjust(rows, parameters=FEWER).sort_index()
    pd.testing.assert_frame_equal(again, openmbi.adjust(long_of(frame), parameters=FEWER), check_exact=True)


@few
@given(SEEDS)
def test_long_and_wide_agree(seed: int):
    frame = wide(seed)
    back = openmbi.adjust(long_of(frame), parameters=FEWER).pivot_table("adjusted", "day", "name", dropna=False)
    np.testing.assert_array_equal(back.to_numpy(), openmbi.adjust(frame, parameters=FEWER).to_numpy())


@few
@given(SEEDS, st.sampled_from([1e-3, 7.0, 1e6]))
def test_another_unit_scales_what_is_adjusted(seed: int, factor: float):
    frame = wide(seed)
    expected = factor * openmbi.adjust(frame, parameters=FEWER)
    np.testing.assert_allclose(openmbi.adjust(factor * frame, parameters=FEWER), expected, rtol=1e-9)
