"""Figures with their units, in both languages."""

from __future__ import annotations

from math import log, nan

import pytest

from openmbi.alerts.reasons.figures import amount, moved, percent, plain, signed_percent


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (-1234.4, "kWh", "1,234 千瓦时", "1,234 kWh"),
        (12.34, "t", "12.3 吨", "12.3 t"),
        (250_000, "kWh", "25.0 万千瓦时", "250 MWh"),
        (1_234_000, "CNY", "123.4 万元", "CNY 1,234 thousand"),
        (250_000_000, "CNY", "2.50 亿元", "CNY 250 million"),
        (7, "box", "7.0 box", "7.0 box"),
    ],
)
def test_amounts_are_said_in_fitting_units(value: float, unit: str, zh: str, en: str):
    said = amount(value, unit)
    assert (said.zh, said.en) == (zh, en)


def test_two_amounts_side_by_side_have_one_unit():
    small, large = amount(61_200, "kWh", 182_000), amount(182_000, "kWh", 61_200)
    assert (small.zh, large.zh) == ("6.1 万千瓦时", "18.2 万千瓦时")
    assert (small.en, large.en) == ("61.2 MWh", "182 MWh")


def test_shares_have_one_digit_and_no_negative_zero():
    assert [percent(one) for one in (-0.4321, 0.12345, -0.00001, nan)] == ["-43.2", "12.3", "0.0", None]
    assert [signed_percent(one) for one in (-0.4321, 0.12, 0.0, nan)] == ["−43.2%", "+12.0%", "0.0%", "–"]
    assert moved(log(0.5)) == pytest.approx(-0.5)


def test_small_amounts_keep_a_digit():
    assert [plain(one) for one in (99.96, 100.4, -0.04, nan)] == ["100.0", "100", "0.0", None]


def test_nothing_at_all_is_said_without_a_digit_behind_the_point():
    assert [amount(value, "person").en for value in (0.0, 0.04, 12.0)] == ["0 persons", "0.0 persons", "12.0 persons"]
