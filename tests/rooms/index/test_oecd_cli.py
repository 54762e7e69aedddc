"""The growth cycle: what it keeps, what it drops, what it refuses."""

from datetime import date

import numpy as np
import pytest

from openmbi.catalog.composite_methods import OecdCliSpec
from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.index.composite.oecd_cli import bridged, growth_cycle, oecd_cli, outliers
from openmbi.index.hodrick_prescott import smoothness_of, trend
from openmbi.index.indicator_panel import IndicatorPanel

SAID = {"zh": "例", "en": "example"}
MONTHS = 240


def spec(names: str = "ab", inverted: str = "", **others) -> OecdCliSpec:
    components = [{"indicator": one, "name": SAID, "inverted": one in inverted} for one in names]
    given = {
        "method": "oecd_cli",
        "code": "any",
        "name": SAID,
        "citation": SAID,
        "dated": date(2024, 1, 1),
        "frequency": "M",
        "trend_months": 120,
        "smooth_months": 12,
        "logged": True,
        "outlier_scales": 5,
        "minimum_months": 36,
        "components": components,
    }
    return OecdCliSpec.model_validate(given | others)


def panel(value: np.ndarray) -> IndicatorPanel:
    months = (np.datetime64("2004-01") + np.arange(value.shape[1])).astype("datetime64[D]")
    names = np.array(list("abcd")[: len(value)])
    return IndicatorPanel(names, Frequency.MONTHLY, months, value, np.zeros(value.shape, bool))


def wave(months: float, height: float) -> np.ndarray:
    return height * np.sin(2 * np.pi * np.arange(MONTHS) / months)


@pytest.mark.parametrize(("months", "least", "most"), [(3, 0.0, 0.02), (40, 0.9, 1.05), (600, 0.0, 0.2)])
def test_only_cycles_of_the_band_pass(months: float, least: float, most: float):
    found = growth_cycle(wave(months, 2.0)[None], 120, 12)[0]
    middle = slice(60, 180)
    passed = np.abs(found[middle]).max() / np.abs(wave(months, 2.0)[middle]).max()
    assert least <= passed <= most


def test_half_of_a_cycle_of_a_filters_own_length_passes():
    """Far from the ends the filter's gain at p months is λ(2 − 2 cos ω)²/(1 + λ(2 − 2 cos ω)²), ½ at ω = 2π/p; the trend has the rest."""
    y = wave(24, 1.0)[None]
    assert np.abs(trend(y, smoothness_of(24))[0, 60:180]).max() == pytest.approx(0.5, abs=0.01)


def test_components_of_any_size_count_alike_and_inverted_ones_the_other_way():
    level = np.exp(0.004 * np.arange(MONTHS) + wave(40, 0.05))
    made = oecd_cli(panel(np.array([level, 1e6 * level**3])), spec())
    relative = made.index.terms.relative
    np.testing.assert_allclose(relative[0], relative[1], atol=1e-8)
    np.testing.assert_allclose(np.abs(relative - 100).mean(axis=1), 1)
    assert made.amplitude[1] == pytest.approx(3 * made.amplitude[0])
    against = oecd_cli(panel(np.array([level, 1 / level])), spec(inverted="b"))
    np.testing.assert_allclose(against.index.series.close, made.index.series.close, atol=1e-8)
    opposed = oecd_cli(panel(np.array([level, 1 / level])), spec())
    np.testing.assert_allclose(opposed.index.series.close, 100, atol=1e-8)


def test_its_terms_are_exact_and_end_where_a_component_does():
    rng = np.random.default_rng(0)
    value = np.exp(rng.normal(0, 0.01, (3, MONTHS)).cumsum(axis=1))
    value[0, :10], value[2, -3:] = np.nan, np.nan
    made = oecd_cli(panel(value), spec("abc"))
    close = made.index.series.close
    assert np.flatnonzero(~np.isnan(close))[[0, -1]].tolist() == [10, MONTHS - 4]
    terms = made.index.terms
    np.testing.assert_allclose((terms.weight[:, None] * terms.relative).sum(axis=0), close, atol=1e-10)
    assert np.nanmean(close) == pytest.approx(100)


def test_an_outlier_is_found_and_bridged():
    level = 100 + wave(60, 3.0) + np.random.default_rng(1).normal(0, 0.2, MONTHS)
    spoilt = level.copy()
    spoilt[100] += 15
    found = outliers(spoilt[None], 5)
    assert np.flatnonzero(found[0]).tolist() == [100]
    assert bridged(spoilt[None], found)[0, 100] == pytest.approx((level[99] + level[101]) / 2)
    assert not outliers(level[None], 5).any()
    made = oecd_cli(panel(np.exp(np.array([spoilt, level]) / 100)), spec())
    assert np.argwhere(made.outlier).tolist() == [[0, 100]]


def test_the_end_is_revised_more_than_the_middle():
    rng = np.random.default_rng(4)
    value = np.exp(rng.normal(0, 0.01, (2, MONTHS)).cumsum(axis=1))
    cycle = oecd_cli(panel(value), spec()).cycle[0, : MONTHS - 24]
    earlier = oecd_cli(panel(value[:, : MONTHS - 24]), spec()).cycle[0]
    revision = np.abs(cycle - earlier)
    assert revision[-6:].mean() > 5 * revision[60:120].mean()


@pytest.mark.parametrize(
    ("value", "options", "code"),
    [
        (np.exp(np.random.default_rng(0).normal(size=(2, 35))), {}, "index.too-short"),
        (np.random.default_rng(0).normal(size=(2, 40)), {}, "index.not-positive"),
        (np.ones((2, 40)), {}, "index.flat-component"),
        (np.insert(np.random.default_rng(0).random((2, 79)), 40, np.nan, axis=1), {}, "index.gap"),
    ],
)
def test_what_it_refuses(value: np.ndarray, options: dict, code: str):
    with pytest.raises(Problem) as refused:
        oecd_cli(panel(value), spec(**options))
    assert refused.value.code == code


def test_what_can_be_negative_is_taken_as_it_is():
    value = np.random.default_rng(0).normal(size=(2, 60)).cumsum(axis=1)
    assert np.isfinite(oecd_cli(panel(value), spec(logged=False)).index.series.close).all()


def test_a_band_that_is_empty_is_not_declared():
    with pytest.raises(ValueError, match="smooth_months"):
        spec(smooth_months=120)
