"""The activity factor of a group: signed, scaled, and with the probability of being below its trend."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.core.periods import Frequency
from openmbi.index.dynamic_factor import Ended, FactorFit, FactorParameters, Smoothed, same_frequency
from openmbi.index.nowcast.group_factors import group_factor, group_panels
from openmbi.index.nowcast.growth_panel import OwnLevel

MONTHS = np.arange("2023-01", "2025-07", dtype="datetime64[M]").astype("datetime64[D]")


def level(name: str, until: int = 30) -> OwnLevel:
    close = 100 + np.arange(30.0) + np.sin(np.arange(30))
    return OwnLevel(name, Frequency.MONTHLY, False, MONTHS[:until], close[:until], np.ones(until))


def test_groups_need_two_domains_with_a_year_of_growth():
    found = group_panels(
        {
            "440600-C39": [level("a@440600-C39"), level("b@440600-C39", 28)],
            "440600-C13": [level("a@440600-C13")],
            "440600-C14": [level("a@440600-C14"), level("b@440600-C14", 20)],
            "440600-C15": [level("a@440600-C15", 10), level("b@440600-C15", 10)],
        },
        np.datetime64("2025-12-01"),
        0.8,
    )
    assert list(found) == ["440600-C39"]
    panel = found["440600-C39"]
    assert panel.periods[[0, -1]].astype(str).tolist() == ["2024-01-01", "2025-06-01"]
    assert np.isnan(panel.value[1, -2:]).all()


def test_the_factor_rises_with_its_domains_in_standard_deviations_of_its_own():
    raw = np.array([2.0, -2.0, 2.0, -2.0])
    parameters = FactorParameters(
        loadings=np.array([[-0.5], [-0.3]]),
        transition=np.zeros((1, 1, 1)),
        innovation=np.ones((1, 1)),
        variance=np.ones(2),
        persistence=np.zeros(2),
        mean=np.zeros(2),
        scale=np.ones(2),
    )
    smoothed = Smoothed(raw[:, None], np.full((4, 1, 1), 0.16), 0.0)
    panel = same_frequency(np.array(["a", "b"]), MONTHS[:4], np.zeros((2, 4)))
    made = group_factor(panel, FactorFit(parameters, smoothed, 0.0, 3, Ended.CONVERGED, np.zeros(1)))
    assert made.value.tolist() == [-1.0, 1.0, -1.0, 1.0]
    assert made.standard_error.tolist() == pytest.approx([0.2] * 4)
    assert made.below[0] == pytest.approx(1 - 2.866516e-07)  # Φ(5)
    assert made.below[1] == pytest.approx(2.866516e-07, rel=1e-5)
    assert made.loading.tolist() == [1.0, 0.6]
    assert made.converged
