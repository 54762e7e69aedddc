"""Units that sources report in, and their exact factors to the unit that the store keeps."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

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
    ("万CNY", "CNY", "10000"),
    ("亿CNY", "CNY", "100000000"),
    ("person", "person", "1"),
    ("1", "1", "1"),
    ("%", "%", "1"),
]
UNITS = MappingProxyType({symbol: Unit(symbol, kept, Decimal(factor)) for symbol, kept, factor in _DECLARED})


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
