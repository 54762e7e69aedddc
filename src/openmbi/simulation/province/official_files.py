"""The register of enterprises, the official growth and the price index as files."""

from __future__ import annotations

from datetime import date

from openmbi.simulation.province.enterprises import Roster
from openmbi.simulation.province.places import PROVINCE
from openmbi.simulation.province.prices import Published
from openmbi.simulation.province.register import RegisterRow
from openmbi.simulation.province.text_files import csv_file

REGISTER_HEADER = (
    "统一社会信用代码",
    "企业名称",
    "行政区划代码",
    "行业代码",
    "规模",
    "所有制",
    "集团",
    "生效日期",
    "失效日期",
)


def register_file(rows: list[RegisterRow], roster: Roster) -> bytes:
    """Return the register, UTF-8 with a byte order mark as spreadsheet programs write it."""
    lines = [
        (
            roster.code[each.row], roster.name[each.row], each.place, each.group, roster.size_class[each.row],
            roster.ownership[each.row], roster.owners[roster.owner[each.row]] if roster.owner[each.row] >= 0 else "",
            each.first.isoformat(), each.last.isoformat() if each.last else "",
        )
        for each in rows
    ]  # fmt: skip
    return csv_file(dict(zip(REGISTER_HEADER, zip(*lines, strict=True), strict=True)))


def published_file(figures: list[Published], header: str, today: date) -> bytes:
    """Return what had been published by `today`: place, month, value under `header`, release date."""
    out = [each for each in figures if each.released <= today]
    return csv_file(
        {
            "行政区划代码": [PROVINCE] * len(out),
            "所属期": [each.period for each in out],
            header: [str(each.value) for each in out],
            "发布日期": [f"{each.released} 10:00:00" for each in out],
        }
    )
