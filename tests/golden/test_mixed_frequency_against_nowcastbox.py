"""Sums and means over true weeks, months and quarters, at equal parameters, against figures of nowcastbox stored by `make_mixed_frequency.py`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.twins.dense_factor_model import smoothed

from openmbi.index.dynamic_factor import Aggregation, FactorParameters, MixedPanel

STORED = json.loads(Path(__file__).with_name("mixed_frequency.json").read_text(encoding="utf-8"))
HOW = {None: Aggregation.NONE, "flow": Aggregation.SUM, "average": Aggregation.MEAN}
SPAN = {"D": -1, "W": 0, "M": 1, "Q": 2}


def panel(stored: dict[str, Any]) -> MixedPanel:
    value = np.array(stored["value"], float)
    days = np.datetime64(STORED["first"], "D") + np.arange(value.shape[1])
    opens = days == days.astype("M8[M]").astype("M8[D]")
    quarter = opens & (days.astype("M8[M]").astype(int) % 3 == 0)
    starts = np.array([(days.astype(int) + 3) % 7 == 0, opens, quarter])
    names = np.char.mod("s%d", np.arange(len(value)))
    how = tuple(HOW[kind] for _, kind in STORED["series"])
    span = np.array([SPAN[frequency] for frequency, _ in STORED["series"]], np.intp)
    return MixedPanel(names, days, value, how, span, starts)


def parameters(stored: dict[str, Any]) -> FactorParameters:
    loadings, transition, innovation, variance = (
        np.array(stored[key]) for key in ("loadings", "transition", "innovation", "variance")
    )
    none = np.zeros(len(variance))
    return FactorParameters(loadings, transition, innovation, variance, none, none, none + 1)


@pytest.mark.parametrize("case", range(len(STORED["cases"])))
def test_the_twin_is_the_peers_model(case: int) -> None:
    stored = STORED["cases"][case]
    found = smoothed(panel(stored), parameters(stored))
    np.testing.assert_allclose(found.log_likelihood, stored["log_likelihood"], rtol=1e-10)
    np.testing.assert_allclose(found.factor, stored["factor"], atol=1e-8)
