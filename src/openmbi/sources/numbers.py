"""Numbers from texts: exact decimals in the unit that the store keeps, and the reasons why a text is refused.

A text is cast as it stands; only where that fails is it brought to plain characters (full-width digits, thousands separators in groups of three) and
judged again, so that clean rows pay for one cast.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import ibis
import ibis.expr.datatypes as dt
import numpy as np
import pyarrow as pa

from openmbi.core.tables import VALUE
from openmbi.core.units import unit
from openmbi.sources.block import Setting
from openmbi.sources.characters import Expression, plain
from openmbi.sources.contract import Contract
from openmbi.sources.reasons import Masks, bit

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
    table: Expression = ibis.memtable(pa.table({"text": texts}))
    result = setting.engine.to_pyarrow(_checked(table, setting.contract))
    return Values(
        result["value"].combine_chunks().cast(VALUE), result["faults"].combine_chunks().to_numpy().astype(np.uint32)
    )


def _checked(table: Expression, contract: Contract) -> Expression:
    exact = _exact_type(contract)
    number = ibis.coalesce(_cast_as_it_stands(table.text, exact), _without_separators(table.text).try_cast(exact))
    read = table.select("text", number=number)
    return read.select(value=_in_store_unit(read.number, contract), faults=_faults(read.text, read.number, contract))


def _exact_type(contract: Contract) -> dt.Decimal:
    """Return the type in the file's unit whose last digit is the last one kept in the store's unit: casting to it rounds once."""
    return dt.Decimal(14 + contract.decimals, contract.decimals + unit(contract.unit).factor.adjusted())


def _cast_as_it_stands(text: Expression, exact: dt.Decimal) -> Expression:
    """The engine takes 1_000 for a number; we do not."""
    return ibis.ifelse(text.contains("_"), ibis.null("string"), text).try_cast(exact)


def _without_separators(text: Expression) -> Expression:
    """Return the plain number, its thousands separators removed where they stand in groups of three; null where it is none."""
    text = plain(text)
    text = ibis.ifelse(text.re_search(_THOUSANDS), text.replace(",", ""), text)
    return ibis.ifelse(text.re_search(_NUMBER), text, ibis.null("string"))


def _in_store_unit(number: Expression, contract: Contract) -> Expression:
    factor = int(unit(contract.unit).factor)
    return (number if factor == 1 else number * factor).cast(dt.Decimal(18, 4))


def _faults(text: Expression, number: Expression, contract: Contract) -> Expression:
    below = _code("negative")
    least, most = contract.range.min, contract.range.max
    cases: list[tuple[Expression, Expression]] = [(number.isnull(), _faults_of_text(text))]
    if contract.sentinels:
        cases.append((number.isin([sentinel.value for sentinel in contract.sentinels]), _code(None)))
    if least is not None:
        under = ibis.ifelse(number < 0, below, _code("below_range")) if least >= 0 else _code("below_range")
        cases.append((number < least, under))
    if most is not None:
        cases.append((number > most, _code("above_range")))
    return ibis.cases(*cases, else_=_code(None))


def _faults_of_text(text: Expression) -> Expression:
    """Say what is wrong with a text that does not fit the exact type."""
    text = plain(text)
    bare = _without_separators(text)
    return ibis.cases(
        (text == "", _code("missing_value")),
        (text.re_search(_NOT_FINITE), _code("not_finite")),
        (bare.isnull(), _code("not_a_number")),
        (bare.startswith("-"), _code("negative")),
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
