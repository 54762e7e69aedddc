"""Numbers from texts: exact decimals in the unit that the store keeps, and the reasons why a text is refused.

Texts are cast as they stand; only those where that fails, or that have more than digits, point and sign, are brought to plain characters (full-width
digits, thousands separators in groups of three) and judged again, so that clean rows pay for one cast.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import ibis
import ibis.expr.datatypes as dt
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.tables import Flags
from openmbi.core.units import unit
from openmbi.sources.characters import plain
from openmbi.sources.contract import Contract
from openmbi.sources.reasons import Masks, bit
from openmbi.sources.setting import Check, Expression, Setting

_THOUSANDS = r"^([+-]?)\d{1,3}(,\d{3})+(\.\d*)?$"
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$"
_NOT_FINITE = r"(?i)^[+-]?(nan|inf|infinity)$"


@dataclass(frozen=True)
class Values:
    """Values (n,) decimal128(18, 4) in the store's unit, null where a text is no number or too large, and the reasons (n,)."""

    values: pa.Array
    faults: Masks


def check_numbers(texts: pa.Array, setting: Setting) -> Values:
    """Read values: rounded half away from zero to the contract's decimals of the store's unit, inside the contract's range, or a sentinel."""
    first = _evaluated(texts, _cast_as_they_stand, setting)
    doubtful = first.values.is_null().to_numpy(zero_copy_only=False) | _unusual(texts)
    if not doubtful.any():
        return first
    made_plain = setting.evaluate(_made_plain, texts.filter(pa.array(doubtful)))["text"]
    second = _evaluated(made_plain, _cast_when_plain, setting)
    faults = first.faults.copy()
    faults[doubtful] = second.faults
    return Values(pc.replace_with_mask(first.values, pa.array(doubtful), second.values), faults)


def _unusual(texts: pa.Array) -> Flags:
    """Tell which texts have other characters than digits, point and sign: of those, the engine takes some for numbers that are none (`1_000`, `- `)."""
    data = texts.buffers()[2]
    if data is None or not data.to_pybytes().translate(None, b"0123456789.+-"):
        return np.zeros(len(texts), dtype=bool)
    return pc.match_substring_regex(texts, r"[^0-9.+-]").to_numpy(zero_copy_only=False)


def _evaluated(texts: pa.Array, check: Check, setting: Setting) -> Values:
    result = setting.evaluate(check, texts)
    return Values(result["value"], result["faults"].to_numpy(zero_copy_only=False).astype(np.uint32))


def _made_plain(table: Expression, contract: Contract) -> Expression:  # noqa: ARG001
    """Make characters plain, and remove thousands separators where they stand in groups of three."""
    read = table.select(text=plain(table.text))
    separated = read.text.re_search(_THOUSANDS)
    return read.select(text=ibis.ifelse(separated, read.text.replace(",", ""), read.text))


def _cast_as_they_stand(table: Expression, contract: Contract) -> Expression:
    """Cast texts; null where that fails."""
    number = table.text.try_cast(_exact_type(contract))
    return table.select(value=_in_store_unit(number, contract), faults=_range_faults(number, contract))


def _cast_when_plain(table: Expression, contract: Contract) -> Expression:
    """Cast plain texts, and say of the others what is wrong with them."""
    number = ibis.ifelse(table.text.re_search(_NUMBER), table.text, ibis.null("string")).try_cast(_exact_type(contract))
    faults = ibis.ifelse(number.isnull(), _text_faults(table.text), _range_faults(number, contract))
    return table.select(value=_in_store_unit(number, contract), faults=faults)


def _exact_type(contract: Contract) -> dt.Decimal:
    """Return the type in the file's unit whose last digit is the last one kept in the store's unit: casting to it rounds once."""
    return dt.Decimal(14 + contract.decimals, contract.decimals + unit(contract.unit).factor.adjusted())


def _in_store_unit(number: Expression, contract: Contract) -> Expression:
    factor = int(unit(contract.unit).factor)
    if factor == 1:
        return number.cast(dt.Decimal(18, 4))
    return (number.cast(dt.Decimal(28, _exact_type(contract).scale)) * factor).cast(dt.Decimal(18, 4))


def _range_faults(number: Expression, contract: Contract) -> Expression:
    least, most = contract.range.min, contract.range.max
    cases: list[tuple[Expression, Expression]] = []
    if contract.sentinels:
        cases.append((number.isin([sentinel.value for sentinel in contract.sentinels]), _code(None)))
    if least is not None and least >= 0:
        cases.append((number < 0, _code("negative")))
    if least is not None:
        cases.append((number < least, _code("below_range")))
    if most is not None:
        cases.append((number > most, _code("above_range")))
    return ibis.cases(*cases, else_=_code(None)) if cases else _code(None)


def _text_faults(text: Expression) -> Expression:
    """Say what is wrong with a plain text that does not fit the exact type; a number that does not is too large or too small for it."""
    return ibis.cases(
        (text == "", _code("missing_value")),
        (text.re_search(_NOT_FINITE), _code("not_finite")),
        (~text.re_search(_NUMBER), _code("not_a_number")),
        (text.startswith("-"), _code("negative")),
        else_=_code("above_range"),
    )


def _code(reason: str | None) -> Expression:
    return ibis.literal(0 if reason is None else int(bit(reason)), "int32")


def units_of(values: pa.Array) -> np.ndarray:
    """Return decimals (n,) without nulls as integers of 0.0001: the low word of each 128-bit decimal, which holds all of 18 digits."""
    return np.frombuffer(values.buffers()[1], dtype=np.int64)[2 * values.offset : 2 * (values.offset + len(values)) : 2]


def in_store_unit(value: Decimal, contract: Contract) -> Decimal:
    """Return a value given in the file's unit in the store's unit."""
    return value * unit(contract.unit).factor
