"""Tests of cycles find those that were planted, and no others more often than they say."""

import numpy as np
import pytest

from openmbi.adjustment.diagnostics.residual_seasonality import kruskal_wallis, qs


def walk(count: int, seed: int) -> np.ndarray:
    return np.cumsum(np.random.default_rng(seed).normal(0, 0.02, count))


def test_a_planted_week_is_found_with_its_size():
    at = np.arange(700)
    week = np.array([0, 0, 0, 0, 0, -0.1, -0.3])[at % 7]
    logs = 5 + walk(700, 1) / 10 + week
    assert qs(logs, 7).p_value < 1e-6
    found = kruskal_wallis(logs, at % 7, 7)
    assert found.p_value < 1e-6
    assert found.size == pytest.approx(0.3, abs=0.02)


def test_chance_finds_a_cycle_about_as_often_as_it_says():
    rejected = [qs(walk(240, seed), 12).p_value < 0.05 for seed in range(200)]
    assert np.mean(rejected) < 0.10
    series = np.random.default_rng(3).normal(0, 0.1, (200, 240))
    rejected = [kruskal_wallis(row, np.arange(240) % 12, 12).p_value < 0.05 for row in series]
    assert np.mean(rejected) < 0.10


def test_qs_by_hand():
    logs = np.concatenate([[0.0], np.cumsum([1.0, 0.0, -1.0, 0.0] * 6)])
    # differences have a cycle of 4: r4 = 20/24, r8 = 16/24, n = 24
    expected = 24 * 26 * ((20 / 24) ** 2 / 20 + (16 / 24) ** 2 / 16)
    assert qs(logs, 4).statistic == pytest.approx(expected)


def test_negative_autocorrelation_is_no_cycle():
    assert qs(np.cumsum(np.tile([1.0, -1.0], 30)), 3).statistic == 0


def test_a_trend_is_no_cycle():
    assert kruskal_wallis(0.01 * np.arange(120), np.arange(120) % 12, 12).size == pytest.approx(0, abs=1e-9)


def test_what_is_too_short_or_empty_is_not_tested():
    assert np.isnan(qs(np.zeros(30), 12).p_value)
    assert np.isnan(qs(np.full(100, np.nan), 12).p_value)
    assert np.isnan(kruskal_wallis(np.arange(20.0), np.arange(20) % 12, 12).p_value)


def test_gaps_at_the_ends_change_nothing():
    logs = walk(120, 5)
    padded = np.concatenate([[np.nan] * 5, logs, [np.nan] * 3])
    assert qs(padded, 12) == qs(logs, 12)
