"""The files of customs (workbooks), banks (archives), social insurance, the land office and machine makers (text files), one a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from openmbi.simulation.province.clock import Clock, Month
from openmbi.simulation.province.containers import SheetOf, archive, workbook
from openmbi.simulation.province.coverage import Handles
from openmbi.simulation.province.streams import stream
from openmbi.simulation.province.text_files import GBK, csv_file, hundredths_texts

CODE = "统一社会信用代码"
LAG_DAYS, LAND_LAG_DAYS = 20, 30  # after the period's end
SHORT_FEED_WEEKS, SHORT_FEED_SHARE = 2, 0.6  # of machine hours: at the end, only a part of the devices report
REVISED_SHARE, REVISED_MONTHS, REVISED_BY, REVISED_DAYS = 0.02, 6, 0.08, 40  # of insured persons

Whole = NDArray[np.int64]


def delivered(clock: Clock, lag_days: int = LAG_DAYS) -> list[tuple[int, Month]]:
    """Return the whole months that have been handed over by the last delivery, with their numbers."""
    return [
        (k, month)
        for k, month in enumerate(clock.months)
        if month.whole and clock.day(month.stop - 1) + timedelta(days=lag_days) <= clock.today
    ]


def _by_year(clock: Clock) -> Iterator[tuple[int, list[tuple[int, Month]]]]:
    months = delivered(clock)
    for year in sorted({month.year for _, month in months}):
        yield year, [(k, month) for k, month in months if month.year == year]


def customs_files(names: Handles, export: Whole, clock: Clock) -> Iterator[tuple[str, bytes]]:
    """Yield workbooks with a sheet a month: merged title, unit above the header, numbers as text, in 万元."""
    for year, months in _by_year(clock):
        sheets = {}
        for k, month in months:
            here = np.flatnonzero(export[:, k] >= 0)
            texts = hundredths_texts(export[here, k]).to_pylist()
            rows = zip([names.subject[p] for p in here.tolist()], texts, strict=True)
            title = f"{month.year}年{month.month}月工业企业出口情况（模拟数据）"
            sheets[month.name] = SheetOf(title, ["单位：万元"], ["经营单位", "出口额"], rows)
        yield f"customs/出口额_{year}.xlsx", workbook(sheets)


def credit_files(accounts: Handles, loans: Whole, clock: Clock) -> Iterator[tuple[str, bytes]]:
    """Yield archives with a GBK file a month."""
    for year, months in _by_year(clock):
        members = {}
        for k, month in months:
            here = np.flatnonzero(loans[:, k] >= 0)
            columns = {
                "账号": [accounts.subject[p] for p in here.tolist()],
                "所属期": [f"{month.year}{month.month:02d}"] * len(here),
                "贷款余额（万元）": hundredths_texts(loans[here, k]),
            }
            members[f"credit_{month.year}{month.month:02d}.csv"] = csv_file(columns, GBK)
        yield f"credit/credit_{year}.zip", archive(members)


def labour_files(codes: Sequence[str], persons: Whole, clock: Clock, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield a file a year, and one of later corrections, which say when they were known."""
    named = np.array(codes)
    for year, months in _by_year(clock):
        subject, period, value = [], [], []
        for k, month in months:
            here = np.flatnonzero(persons[:, k] >= 0)
            subject.append(named[here])
            period += [f"{month.year}年{month.month}月"] * len(here)
            value.append(persons[here, k])
        columns = {
            CODE: np.concatenate(subject),
            "月份": period,
            "参保人数": pa.array(np.concatenate(value)).cast(pa.string()),
        }
        yield f"labour/labour_{year}.csv", csv_file(columns)
    yield "labour/labour_revised.csv", _labour_revised(named, persons, clock, stream(seed, "revised persons"))


def _labour_revised(named: np.ndarray, persons: Whole, clock: Clock, rng: np.random.Generator) -> bytes:
    subject, period, value, known = [], [], [], []
    for k, month in delivered(clock, REVISED_DAYS)[-REVISED_MONTHS:]:
        here = np.flatnonzero((persons[:, k] > 0) & (rng.random(len(persons)) < REVISED_SHARE))
        factor = 1 + rng.uniform(-REVISED_BY, REVISED_BY, len(here))
        subject += named[here].tolist()
        period += [month.name] * len(here)
        value += np.rint(persons[here, k] * factor).astype(int).astype(str).tolist()
        known += [f"{clock.day(month.stop - 1) + timedelta(days=REVISED_DAYS)} 16:00:00"] * len(here)
    return csv_file({CODE: subject, "月份": period, "参保人数": value, "知悉时刻": known})


def land_files(codes: Sequence[str], land: Whole, clock: Clock) -> Iterator[tuple[str, bytes]]:
    """Yield a file a year, by quarter."""
    ends = [month for month in clock.months if month.month % 3 == 0]
    out = [month for _, month in delivered(clock, LAND_LAG_DAYS)]
    named = np.array(codes)
    for year in sorted({month.year for month in ends if month in out}):
        subject, period, value = [], [], []
        for quarter, month in enumerate(ends):
            if month.year == year and month in out:
                here = np.flatnonzero(land[:, quarter] >= 0)
                subject += named[here].tolist()
                period += [f"{year}年第{month.month // 3}季度"] * len(here)
                value += land[here, quarter].astype(str).tolist()
        yield f"land/land_use_{year}.csv", csv_file({CODE: subject, "季度": period, "用地面积（平方米）": value})


def equipment_files(
    codes: Sequence[str], hours: NDArray[np.int32], alive: Whole, mondays: Whole, clock: Clock
) -> Iterator[tuple[str, bytes]]:
    """Yield a file a year of hours by week; in the last weeks only some devices report. `hours` (q, W) tenths; `alive` (2, q) first and stop day."""
    named = np.array(codes)
    years = np.array([_iso_week(clock.day(int(monday)))[0] for monday in mondays])
    for year in sorted(set(years.tolist())):
        subject, period, value = [], [], []
        for week in np.flatnonzero(years == year).tolist():
            there = (alive[0] <= mondays[week]) & (alive[1] >= mondays[week] + 7)
            if week >= len(mondays) - SHORT_FEED_WEEKS:
                there &= np.arange(len(named)) < SHORT_FEED_SHARE * len(named)
            subject.append(named[there])
            period += ["{}-W{:02d}".format(*_iso_week(clock.day(int(mondays[week]))))] * int(there.sum())
            value.append(hours[there, week])
        texts = pa.array(np.concatenate(value) / 10).cast(pa.string())
        yield (
            f"equipment/equipment_hours_{year}.csv",
            csv_file({CODE: np.concatenate(subject), "周": period, "开机小时": texts}),
        )


def _iso_week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week
