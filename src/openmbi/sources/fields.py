"""Typed fields of lines that each say several things: of the register, of holders, of accounts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.tables import Flags
from openmbi.sources.contract import Contract
from openmbi.sources.credit_codes import check_credit_codes
from openmbi.sources.dates import Dates, check_dates, read_dates
from openmbi.sources.moments import check_moments
from openmbi.sources.reasons import Masks, bit, flagged
from openmbi.sources.setting import Setting

_PROVINCES = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]"


@dataclass(frozen=True)
class Field:
    """Values (n,), null where a text is blank or refused, and the reasons (n,)."""

    values: pa.Array
    faults: Masks


def kept(texts: pa.Array) -> Field:
    """Accept any text; a blank is null."""
    values = pc.if_else(pa.array(filled(texts)), texts, pa.scalar(None, pa.string()))
    return Field(values, np.zeros(len(texts), dtype=np.uint32))


def given(texts: pa.Array) -> Field:
    """Accept any text but a blank."""
    return Field(texts, flagged(~filled(texts), "missing_subject"))


def matching(texts: pa.Array, form: str, reason: str) -> Field:
    """Accept texts of a form, or a blank, which is null."""
    fits = pc.match_substring_regex(texts, form)
    values = pc.if_else(fits, texts, pa.scalar(None, pa.string()))
    return Field(values, flagged(filled(texts) & ~fits.to_numpy(zero_copy_only=False), reason))


def one_of(texts: pa.Array, words: dict[str, tuple[str, ...]], reason: str) -> Field:
    """Accept the words of each code, or a blank, which is null; capitals do not count."""
    codes = {word: code for code, accepted in words.items() for word in accepted}
    place = pc.index_in(pc.utf8_lower(texts), value_set=pa.array(list(codes)))
    return Field(pa.array(list(codes.values())).take(place), flagged(filled(texts) & nulls(place), reason))


def check_places(texts: pa.Array) -> Field:
    """Accept six digits that begin with a province of GB/T 2260."""
    return matching(plainly(texts), rf"^(?:{_PROVINCES})\d{{4}}$", "bad_place_code")


def check_ids(texts: pa.Array, contract: Contract) -> Field:
    """Accept enterprises' codes: unified social credit codes, or whatever the bureau's own are."""
    ids = plainly(texts)
    blank = pc.equal(ids, "").to_numpy(zero_copy_only=False)
    missing = flagged(blank, "missing_subject")
    if contract.id == "own":
        return Field(ids, missing)
    codes = pc.utf8_upper(ids)
    return Field(codes, np.where(blank, missing, check_credit_codes(codes)))


def check_span(starts: pa.Array, ends: pa.Array, setting: Setting) -> tuple[Field, Field]:
    """Read first and last days, both included: a blank last day is no end, and one to come is allowed."""
    first, last = check_dates(starts, setting), _ends(ends, setting)
    wrong = flagged(_true(pc.less(last.days, first.days)), "ends_before_it_starts")
    return Field(first.days, first.faults), Field(last.days, last.faults | wrong)


def check_known(texts: pa.Array, setting: Setting) -> Field:
    """Read moments, as `check_moments`."""
    moments = check_moments(texts, setting)
    return Field(moments.moments, moments.faults)


def plainly(texts: pa.Array) -> pa.Array:
    """Return codes with full-width forms made plain."""
    return pc.utf8_normalize(texts, "NFKC")


def filled(texts: pa.Array) -> Flags:
    """Tell which texts (n,) are not blank."""
    return pc.not_equal(texts, "").to_numpy(zero_copy_only=False)


def nulls(values: pa.Array) -> Flags:
    """Tell which values (n,) are null."""
    return values.is_null().to_numpy(zero_copy_only=False)


def _ends(texts: pa.Array, setting: Setting) -> Dates:
    dates = read_dates(texts, setting)
    return Dates(dates.days, dates.faults & ~bit("missing_date"))


def _true(condition: pa.Array) -> Flags:
    return pc.fill_null(condition, False).to_numpy(zero_copy_only=False)
