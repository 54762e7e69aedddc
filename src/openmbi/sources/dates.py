"""Dates from texts, in the written forms that a contract accepts."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import numpy as np
import pyarrow as pa

from openmbi.sources.characters import plain
from openmbi.sources.contract import Contract, DateForm
from openmbi.sources.reasons import Masks, flagged
from openmbi.sources.setting import Expression, Setting

_MIDNIGHT = r"(?:[ T]0?0:00(?::00(?:\.0+)?)?)?"
_PATTERNS: dict[DateForm, str] = {
    "2024-01-05": r"^(\d{4})-(\d{1,2})-(\d{1,2})" + _MIDNIGHT + "$",
    "20240105": r"^(\d{4})(\d{2})(\d{2})$",
    "2024/1/5": r"^(\d{4})/(\d{1,2})/(\d{1,2})" + _MIDNIGHT + "$",
    "2024年1月5日": r"^(\d{4})年(\d{1,2})月(\d{1,2})日$",
}


@dataclass(frozen=True)
class Dates:
    """Days (n,) date32, null where a text is none, and the reasons (n,) why it is refused."""

    days: pa.Array
    faults: Masks


def check_dates(texts: pa.Array, setting: Setting) -> Dates:
    """Read the days that values are about: they must be readable, not before the contract's `earliest` and not after today."""
    dates = read_dates(texts, setting)
    days = dates.days.to_numpy(zero_copy_only=False).astype("datetime64[D]")
    faults = (
        dates.faults
        | flagged(days < np.datetime64(setting.contract.earliest), "date_out_of_range")
        | flagged(days > np.datetime64(setting.today), "date_in_future")
    )
    return Dates(dates.days, faults)


def read_dates(texts: pa.Array, setting: Setting) -> Dates:
    """Read days without bounds; a blank text is `missing_date`."""
    result = setting.evaluate(_read, texts)
    blank = result["blank"].to_numpy(zero_copy_only=False)
    unreadable = result["day"].is_null().to_numpy(zero_copy_only=False) & ~blank
    return Dates(result["day"], flagged(blank, "missing_date") | flagged(unreadable, "unreadable_date"))


def _read(table: Expression, contract: Contract) -> Expression:
    """Bring texts of an accepted form to year-month-day, and let the engine judge whether there is such a day."""
    patterns = [_PATTERNS[form] for form in contract.dates]
    plainly = table.select(text=plain(table.text))
    iso = plainly.text
    for pattern in patterns:
        iso = iso.re_replace(pattern, r"\1-\2-\3")
    accepted = ibis.or_(*[plainly.text.re_search(pattern) for pattern in patterns])
    return plainly.select(
        day=ibis.ifelse(accepted, iso, ibis.null("string")).try_cast("date"), blank=plainly.text == ""
    )
