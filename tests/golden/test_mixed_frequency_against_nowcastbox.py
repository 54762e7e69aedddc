"""Sums and means over true weeks, months and quarters, at equal parameters, against figures of nowcastbox stored by `make_mixed_frequency.py`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.twins.dense_factor_model import Dense, smoothed

from openmbi.index.dynamic_factor import (
    Aggregation,
    FactorModel,
    FactorParameters,
    GrowthNoise,
    MixedPanel,
    Smoothed,
    smooth,
)

STORED = json.loads(Path(__file__).with_name("mixed_frequency.json").read_text(encoding="utf-8"))
HOW = {
    None: Aggregation.NONE,
    "flow": Aggregation.SUM,
    "average": Aggregation.MEAN,
    "mariano_murasawa": Aggregation.GROWTH,
}


def panel(stored: dict[str, Any]) -> MixedPanel:
    grid, value = stored["grid"], np.array(stored["value"], float)
    days = (np.datetime64(grid["first"], grid["frequency"]) + np.arange(value.shape[1])).astype("M8[D]")
    opens = days == days.astype("M8[M]").astype("M8[D]")
    quarter = opens & (days.astype("M8[M]").astype(int) % 3 == 0)
    starts = np.array([(days.astype(int) + 3) % 7 == 0, opens, quarter])
    names = np.char.mod("s%d", np.arange(len(value)))
    how = tuple(HOW[kind] for _, kind in grid["series"])
    summed = {Aggregation.SUM, Aggregation.MEAN}
    span = ["WMQ".index(one) if kind in summed else -1 for (one, _), kind in zip(grid["series"], how, strict=True)]
    return MixedPanel(names, days, value, how, np.array(span, np.intp), starts)


def parameters(stored: dict[str, Any]) -> FactorParameters:
    loadings, transition, innovation, variance = (
        np.array(stored[key]) for key in ("loadings", "transition", "innovation", "variance")
    )
    none = np.zeros(len(variance))
    return FactorParameters(loadings, transition, innovation, variance, none, none, none + 1)


@pytest.mark.parametrize("say", [smoothed, smooth], ids=["twin", "engine"])
@pytest.mark.parametrize("case", range(len(STORED)))
def test_log_likelihood_and_factors_are_the_peers(case: int, say: Callable[..., Dense | Smoothed]) -> None:
    stored = STORED[case]
    model = FactorModel((2,), lags=len(stored["transition"]), growth_noise=GrowthNoise.QUARTER)
    found = say(panel(stored), model, parameters(stored))
    np.testing.assert_allclose(found.log_likelihood, stored["log_likelihood"], rtol=1e-10)
    np.testing.assert_allclose(found.factor, stored["factor"], atol=1e-8)
