"""Write the town's records as the files that a power company and a registrar hand over."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from openmbi.simulation.electricity import Hundredths
from openmbi.simulation.enterprises import Enterprise
from openmbi.simulation.readings import SENTINEL, UNREGISTERED

WIDE_ENCODING = "gbk"
UTF8_WITH_BOM = "utf-8-sig"

DAY, KNOWN_AT, TOTAL = "日期", "知悉时刻", "合计"
LONG_HEADER = ("统一社会信用代码", "日期", "用电量", KNOWN_AT)
REGISTER_HEADER = (
    "统一社会信用代码",
    "企业名称",
    "英文名称",
    "行政区划代码",
    "行业代码",
    "规模",
    "所有制",
    "集团",
    "生效日期",
    "失效日期",
)


def amount_text(hundredths: int) -> str:
    """Return an amount as the power company writes it: kWh with two decimals, `1` for no reading."""
    return "1" if hundredths == SENTINEL else f"{hundredths // 100}.{hundredths % 100:02d}"


def wide_file(codes: Sequence[str], days: Sequence[date], amounts: Hundredths, known_at: str | None = None) -> bytes:
    """Return a GBK file with a row a day, a column an enterprise and the sum of the row in the last column.

    `amounts` is (n, T); an enterprise that has no meter in these days has no column. A later delivery says in a column of its own when it was known.
    """
    present = [k for k in range(len(codes)) if (amounts[k] != UNREGISTERED).any()]
    known_header, known = ([KNOWN_AT], [known_at]) if known_at else ([], [])
    header = [DAY, *known_header, *(codes[k] for k in present), TOTAL]
    rows = (
        [day.isoformat(), *known, *(amount_text(int(each)) for each in column), amount_text(int(column.sum()))]
        for day, column in zip(days, amounts[present].T, strict=True)
    )
    return _csv([header, *rows], WIDE_ENCODING)


def long_file(rows: Iterable[tuple[str, str, str, str]]) -> bytes:
    """Return a UTF-8 file with a row a reading: code, day, amount and when it was known, as texts."""
    return _csv([LONG_HEADER, *rows], UTF8_WITH_BOM)


def register_file(enterprises: Sequence[Enterprise]) -> bytes:
    """Return the enterprise register, UTF-8 with a byte order mark as spreadsheet programs write it."""
    return _csv([REGISTER_HEADER, *(_register_row(each) for each in enterprises)], UTF8_WITH_BOM)


def _register_row(each: Enterprise) -> list[str]:
    return [
        each.code,
        each.name.zh,
        each.name.latin,
        each.place,
        each.industry.code,
        each.size_class,
        each.ownership,
        each.group_owner,
        each.first.isoformat(),
        each.last.isoformat() if each.last else "",
    ]


def _csv(rows: Iterable[Sequence[str]], encoding: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)
