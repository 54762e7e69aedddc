"""Columns of amounts, each in the unit that stands beside it; a blank says nothing and is no fault."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.tables import VALUE
from openmbi.core.units import UNITS
from openmbi.sources.contract import Contract, Range
from openmbi.sources.fields import Field
from openmbi.sources.numbers import Values, check_numbers
from openmbi.sources.reasons import bit, flagged
from openmbi.sources.setting import Setting


def check_amounts(texts: pa.Array, units: pa.Array, setting: Setting) -> Field:
    """Read amounts (n,) in `units` (n,), symbols, as decimals of the store's unit, inside the contract's range; a blank is null.

    One without a unit is in the contract's; one in a unit of another kind is refused as `other_unit`.
    """
    values = pa.nulls(len(texts), VALUE)
    faults = np.zeros(len(texts), dtype=np.uint32)
    for symbol in pc.unique(units).to_pylist():
        here = pc.equal(units, symbol)
        found = _in_unit(texts.filter(here), symbol or setting.contract.unit, setting)
        values = pc.replace_with_mask(values, here, found.values)
        faults[here.to_numpy(zero_copy_only=False)] = found.faults
    blank = bit("missing_value")
    return Field(values, faults & ~blank)


def check_persons(texts: pa.Array, units: pa.Array, setting: Setting) -> Field:
    """Read counts of persons (n,) as whole numbers, rounded; a blank is null. The range is that of counts: 0 and more."""
    of_persons = setting.contract.model_copy(update={"unit": "person", "decimals": 0, "range": Range(min=Decimal(0))})
    counts = check_amounts(texts, units, _under(setting, of_persons))
    return Field(counts.values.cast(pa.int64()), counts.faults)


def _in_unit(texts: pa.Array, symbol: str, setting: Setting) -> Values:
    contract = setting.contract
    if symbol == contract.unit:
        return check_numbers(texts, setting)
    if symbol not in UNITS or UNITS[symbol].stored_as != UNITS[contract.unit].stored_as:
        return Values(pa.nulls(len(texts), VALUE), flagged(np.ones(len(texts), dtype=bool), "other_unit"))
    scale = UNITS[contract.unit].factor / UNITS[symbol].factor
    least, most = (bound if bound is None else bound * scale for bound in (contract.range.min, contract.range.max))
    scaled = contract.model_copy(update={"unit": symbol, "range": Range(min=least, max=most)})
    return check_numbers(texts, _under(setting, scaled))


def _under(setting: Setting, contract: Contract) -> Setting:
    return replace(setting, contract=contract)
