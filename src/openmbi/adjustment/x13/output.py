"""What X-13ARIMA-SEATS wrote of a series: its tables, its estimates, its diagnostics, or why there are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import numpy as np

from openmbi.adjustment.x13.options import Engine
from openmbi.adjustment.x13.process import Ran
from openmbi.adjustment.x13.specification import Setting
from openmbi.core.adjusted import OutlierKind
from openmbi.core.periods import Frequency
from openmbi.core.tables import Days, Floats

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_KINDS = {
    "AO": OutlierKind.ADDITIVE_OUTLIER,
    "LS": OutlierKind.LEVEL_SHIFT,
    "TC": OutlierKind.TEMPORARY_CHANGE,
}
_OUTLIER = re.compile(r"(AO|LS|TC)(\d{4})\.(\w+)")
_TAG = re.compile(r"<[^>]*>")
_ERROR = re.compile(r"ERROR:\s*(.+?)(?=ERROR:|WARNING:|NOTE:|No seasonal adjustment|\Z)", re.DOTALL)


@dataclass(frozen=True)
class FoundOutlier:
    """An outlier of one series: on the period with this first day, in log points, and its t value."""

    kind: OutlierKind
    day: np.datetime64
    size: float
    statistic: float


@dataclass(frozen=True)
class Output:
    """`season` and `trend` (T,): factors and level on the series' own periods; `coefficients` of the calendar regressors; `qs` by the program's own names."""

    season: Floats
    trend: Floats
    coefficients: dict[str, float]
    outliers: tuple[FoundOutlier, ...]
    qs: dict[str, float]


class UnreadableError(Exception):
    """A series without tables; its text is X-13's own message."""


def read_output(ran: Ran, series: str, days: Days, setting: Setting) -> Output:
    """Read what X-13 wrote of a series whose periods have the first days (T,).

    Raises
    ------
    UnreadableError
        Where a table is missing or is not of these periods.
    """
    letter = "d" if setting.options.engine is Engine.X11 else "s"
    folder, frequency = ran.folder, setting.frequency
    try:
        season, trend = (_table(folder / f"{series}.{letter}{number}", days, frequency) for number in (10, 12))
        coefficients, outliers = _estimates((folder / f"{series}.est").read_text("latin-1"), frequency)
    except (OSError, ValueError, IndexError) as error:
        raise UnreadableError(_message(ran, series)) from error
    return Output(season, trend, coefficients, outliers, _qs(folder / f"{series}.udg"))


def _table(file: Path, days: Days, frequency: Frequency) -> Floats:
    """Read a saved table: two lines of heading, then a period and its value a line, tabulated; what is forecast is left out."""
    rows = [line.split("\t") for line in file.read_text("latin-1").splitlines()[2:] if line.strip()]
    found = {int(row[0]): float(row[1]) for row in rows}
    wanted = [_as_number(day, frequency) for day in days]
    values = np.array([found.get(number, np.nan) for number in wanted])
    if not (values > 0).all():
        raise ValueError(file.name)
    return values


def _as_number(day: np.datetime64, frequency: Frequency) -> int:
    year, month = divmod(int(day.astype("M8[M]").astype(int)) + 1970 * 12, 12)
    return year * 100 + (month + 1 if frequency is Frequency.MONTHLY else month // 3 + 1)


def _estimates(text: str, frequency: Frequency) -> tuple[dict[str, float], tuple[FoundOutlier, ...]]:
    """Read the regression's coefficients, and the outliers that were found, from the table of estimates."""
    coefficients: dict[str, float] = {}
    outliers: list[FoundOutlier] = []
    for line in text.split("$arima:", maxsplit=1)[0].splitlines():
        row = line.split("\t")
        if row[0].startswith("User-defined"):
            coefficients[row[1]] = float(row[2])
        elif len(row) > 2 and (match := _OUTLIER.fullmatch(row[1])):
            size, error = float(row[2]), float(row[3])
            found = _KINDS[match[1]], _first_day(int(match[2]), match[3], frequency)
            outliers.append(FoundOutlier(*found, size, size / error if error else float("nan")))
    return coefficients, tuple(outliers)


def _first_day(year: int, period: str, frequency: Frequency) -> np.datetime64:
    month = _MONTHS.index(period) if frequency is Frequency.MONTHLY else 3 * (int(period) - 1)
    return np.datetime64(f"{year:04d}-{month + 1:02d}-01")


def _qs(file: Path) -> dict[str, float]:
    """Read the QS statistics that X-13 stores with its diagnostics: `qsori`, `qssadj` and others."""
    text = file.read_text("latin-1") if file.is_file() else ""
    return {name: float(value) for name, value in re.findall(r"^(qs(?!log)\w+):\s+(-?[\d.]+)", text, re.MULTILINE)}


def _message(ran: Ran, series: str) -> str:
    """Return X-13's own words on why a series has no tables: from its error file, else from what the run printed."""
    file = ran.folder / f"{series}_err.html"
    written = file.read_text("latin-1").split("<body", 1)[-1] if file.is_file() else ""
    printed = re.search(
        rf"spec file from {re.escape(series)}\.spc(.*?)(?=Reading input spec file|\Z)", ran.said, re.DOTALL
    )
    for text in (unescape(_TAG.sub(" ", written)), printed[1] if printed else ""):
        found = [" ".join(match.split()) for match in _ERROR.findall(text.replace("\xa0", " "))]
        if found:
            return " ".join(found)
    return ""
