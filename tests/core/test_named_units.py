"""Units by the names that files give them."""

import pytest

from openmbi.core.units import UNITS, named_unit, split_unit


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("kWh", "kWh"), ("KWH", "kWh"), ("千瓦时", "kWh"), (" 度 ", "kWh"), ("万千瓦时", "万kWh"), ("万kwh", "万kWh"),
        ("单位：万元", "万CNY"), ("计量单位:吨", "t"),
        ("㎡", "m2"), ("m²", "m2"), ("人", "person"), ("％", "%"), ("1", None), ("", None), ("辆", None),
    ],
)  # fmt: skip
def test_a_unit_by_its_symbol_or_chinese_name(text: str, symbol: str | None):
    found = named_unit(text)
    assert (found and found.symbol) == symbol


@pytest.mark.parametrize(
    ("header", "name", "symbol"),
    [
        ("货运量（万吨）", "货运量", "万t"), ("货运量(吨)", "货运量", "t"), ("用电量 [kWh]", "用电量", "kWh"), ("出口额/万元", "出口额", "万CNY"),
        ("用电量（单位：万千瓦时）", "用电量", "万kWh"), ("用电量", "用电量", None), ("用电量（合计）", "用电量（合计）", None),
        ("用电量(1)", "用电量(1)", None),
        ("2024/1/5", "2024/1/5", None), ("", "", None),
    ],
)  # fmt: skip
def test_a_header_that_states_a_unit_is_taken_apart(header: str, name: str, symbol: str | None):
    found_name, found = split_unit(header)
    assert (found_name, found and found.symbol) == (name, symbol)


def test_every_unit_is_kept_in_a_unit_of_the_store():
    kept = {unit.stored_as for unit in UNITS.values()}
    assert [symbol for symbol in kept if UNITS[symbol].factor != 1 or UNITS[symbol].stored_as != symbol] == []
