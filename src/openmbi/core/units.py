"""Units that sources report in, and their exact factors to the unit that the store keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from unicodedata import normalize

from openmbi.core.language import Text
from openmbi.core.problems import Problem


@dataclass(frozen=True)
class Unit:
    """A unit, the store's unit of the same dimension, and the exact factor between them."""

    symbol: str
    stored_as: str
    factor: Decimal


_DECLARED = [
    ("kWh", "kWh", "1"),
    ("MWh", "kWh", "1000"),
    ("GWh", "kWh", "1000000"),
    ("万kWh", "kWh", "10000"),
    ("亿kWh", "kWh", "100000000"),
    ("CNY", "CNY", "1"),
    ("千CNY", "CNY", "1000"),
    ("万CNY", "CNY", "10000"),
    ("亿CNY", "CNY", "100000000"),
    ("person", "person", "1"),
    ("万person", "person", "10000"),
    ("t", "t", "1"),
    ("kt", "t", "1000"),
    ("万t", "t", "10000"),
    ("m2", "m2", "1"),
    ("万m2", "m2", "10000"),
    ("ha", "m2", "10000"),
    ("km2", "m2", "1000000"),
    ("h", "h", "1"),
    ("万h", "h", "10000"),
    ("1", "1", "1"),
    ("%", "%", "1"),
]
UNITS = MappingProxyType({symbol: Unit(symbol, kept, Decimal(factor)) for symbol, kept, factor in _DECLARED})

_CHINESE = {
    "千瓦时": "kWh", "度": "kWh", "兆瓦时": "MWh", "吉瓦时": "GWh", "万千瓦时": "万kWh", "万度": "万kWh", "亿千瓦时": "亿kWh", "亿度": "亿kWh",
    "元": "CNY", "千元": "千CNY", "万元": "万CNY", "亿元": "亿CNY", "人": "person", "万人": "万person", "吨": "t", "千吨": "kt", "万吨": "万t",
    "平方米": "m2", "万平方米": "万m2", "公顷": "ha", "平方公里": "km2", "平方千米": "km2", "小时": "h", "万小时": "万h",
}  # fmt: skip
_BY_NAME = {symbol.casefold(): symbol for symbol in UNITS if symbol != "1"} | _CHINESE
_WITH_UNIT = re.compile(r"(?P<name>.+?)\s*(?:\((?P<round>[^()]+)\)|\[(?P<square>[^\[\]]+)\]|/(?P<slash>[^/]+))")


def named_unit(text: str) -> Unit | None:
    """Return the unit that a text such as `万吨`, `kWh` or `单位：万元` names; None where it names none."""
    folded = normalize("NFKC", text).strip().casefold()
    name = folded.removeprefix("计量").removeprefix("金额").removeprefix("单位").lstrip(": ")
    return UNITS[_BY_NAME[name]] if name in _BY_NAME else None


def split_unit(header: str) -> tuple[str, Unit | None]:
    """Take a header such as `货运量（万吨）`, `货运量[万吨]` or `货运量/万吨` apart; one that names no unit is returned whole."""
    parts = _WITH_UNIT.fullmatch(normalize("NFKC", header).strip())
    found = named_unit(parts["round"] or parts["square"] or parts["slash"]) if parts else None
    return (parts["name"], found) if parts and found else (header, None)


def unit(symbol: str) -> Unit:
    """Return a declared unit.

    Raises
    ------
    Problem
        `unit.unknown` where no such unit is declared.
    """
    if symbol not in UNITS:
        raise Problem(
            "unit.unknown",
            Text("未声明的计量单位「{symbol}」", "unknown unit “{symbol}”").fill(symbol=symbol),
            Text("改用已声明的单位，或在 core/units.py 中声明", "use a declared unit, or declare it in core/units.py"),
            expected=Text("、".join(UNITS), ", ".join(UNITS)),
        )
    return UNITS[symbol]
