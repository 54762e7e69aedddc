"""Days and periods from texts, in the written forms that a contract accepts."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import numpy as np
import pyarrow as pa

from openmbi.core.periods import Frequency, first_days, last_days
from openmbi.sources.characters import plain
from openmbi.sources.contract import Contract, DateForm
from openmbi.sources.reasons import Masks, flagged
from openmbi.sources.setting import Expression, Setting

_MIDNIGHT = r"(?:[ T]0?0:00(?::00(?:\.0+)?)?)?"
_DAYS: dict[DateForm, str] = {
    "2024-01-05": r"^(\d{4})-(\d{1,2})-(\d{1,2})" + _MIDNIGHT + "$",
    "20240105": r"^(\d{4})(\d{2})(\d{2})$",
    "2024/1/5": r"^(\d{4})/(\d{1,2})/(\d{1,2})" + _MIDNIGHT + "$",
    "2024年1月5日": r"^(\d{4})年(\d{1,2})月(\d{1,2})日$",
}
_MONTHS = (r"^(\d{4})[-/](\d{1,2})$", r"^(\d{4})(\d{2})$", r"^(\d{4})年(\d{1,2})月$")
_PERIODS: dict[Frequency, dict[str, str]] = {
    Frequency.MONTHLY: dict.fromkeys(_MONTHS, r"\1-\2-1"),
    Frequency.QUARTERLY: {
        rf"^(\d{{4}})(?:-?[Qq]{quarter}|年第?[{quarter}{numeral}]季度)$": rf"\1-{3 * quarter - 2}-1"
        for quarter, numeral in enumerate("一二三四", start=1)
    },
    Frequency.ANNUAL: {r"^(\d{4})(?:年度?)?$": r"\1-1-1"},
}
_WEEK = r"^(\d{4})-?[Ww](\d{2})$"
_SERIAL = r"^(\d{5})(?:\.0+)?$"


@dataclass(frozen=True)
class Dates:
    """Days (n,) date32, null where a text is none, and the reasons (n,) why it is refused."""

    days: pa.Array
    faults: Masks


def check_dates(texts: pa.Array, setting: Setting) -> Dates:
    """Read the periods that values are about, as their first days: readable, not over before the contract's `earliest`, and not lasting beyond today."""
    dates = read_dates(texts, setting)
    frequency = setting.contract.frequency
    days = dates.days.to_numpy(zero_copy_only=False).astype("datetime64[D]")
    last = last_days(days, frequency)
    faults = (
        dates.faults
        | flagged(last < np.datetime64(setting.contract.earliest), "date_out_of_range")
        | flagged(last > np.datetime64(setting.today), "date_in_future")
    )
    return Dates(pa.array(first_days(days, frequency), pa.date32()), faults)


def read_dates(texts: pa.Array, setting: Setting) -> Dates:
    """Read days without bounds, a period as its first day; a blank text is `missing_date`."""
    result = setting.evaluate(_read, texts)
    blank = result["blank"].to_numpy(zero_copy_only=False)
    unreadable = result["day"].is_null().to_numpy(zero_copy_only=False) & ~blank
    return Dates(result["day"], flagged(blank, "missing_date") | flagged(unreadable, "unreadable_date"))


def _read(table: Expression, contract: Contract) -> Expression:
    """Read texts of an accepted form, and let the engine judge whether there is such a day."""
    plainly = table.select(text=plain(table.text))
    day = _written_out(plainly.text, contract)
    if "excel_serial" in contract.dates:
        day = ibis.coalesce(day, _serial_day(plainly.text))
    if contract.frequency is Frequency.WEEKLY:
        day = ibis.coalesce(day, _monday(plainly.text))
    return plainly.select(day=day, blank=plainly.text == "")


def _written_out(text: Expression, contract: Contract) -> Expression:
    """Bring texts of an accepted form to year-month-day."""
    forms = {_DAYS[form]: r"\1-\2-\3" for form in contract.dates if form in _DAYS}
    forms |= _PERIODS.get(contract.frequency, {})
    iso = text
    for pattern, day in forms.items():
        iso = iso.re_replace(pattern, day)
    accepted = ibis.or_(*[text.re_search(pattern) for pattern in forms])
    return ibis.ifelse(accepted, iso, ibis.null("string")).try_cast("date")


def _serial_day(text: Expression) -> Expression:
    """Read a day number of a spreadsheet: 45296 is 2024-01-05. Five digits, that is 1927 to 2173, where no system counts a day that never was."""
    number = text.re_extract(_SERIAL, 1).nullif("").cast("int32")
    return (ibis.date(1899, 12, 30) + number.as_interval("D")).cast("date")


def _monday(text: Expression) -> Expression:
    """Read an ISO week: 4 January lies in the first, and a week belongs to the year of its Thursday."""
    year = text.re_extract(_WEEK, 1).nullif("").cast("int32")
    week = text.re_extract(_WEEK, 2).nullif("").cast("int32")
    monday = (ibis.date(year, 1, 4).truncate("W") + (7 * (week - 1)).as_interval("D")).cast("date")
    thursday = monday + ibis.interval(days=3)
    return ibis.ifelse(thursday.year() == year, monday, ibis.null("date"))
