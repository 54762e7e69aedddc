"""Annual accounts of enterprises, as workbooks: value added, output, tax in 万元, and employees. The small are not all there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from openmbi.core.tables import Flags, Floats, Numbers
from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.containers import SheetOf, workbook
from openmbi.simulation.province.enterprises import REVENUE_FACTOR, Roster
from openmbi.simulation.province.streams import stream

HEADER = ("统一社会信用代码", "年度", "工业增加值", "工业总产值", "税收", "从业人数")
MISSING = {"大型": 0.0, "中型": 0.005, "小型": 0.06, "微型": 0.25}  # share without accounts
NOISE, BACK_GROWTH, TAX_SHARE = 0.05, 0.04, (0.05, 0.25)
OUT_IN_MONTH = 5  # of the next year
DESIGNATED_REVENUE_CNY = 2e7  # industry above designated size: main revenue of 20 million yuan a year


@dataclass(frozen=True)
class Accounts:
    """Of a year: the `rows` (k,) of the roster that have accounts, and what they say, in CNY and persons."""

    year: int
    rows: Numbers
    value_added: Floats
    output: Floats
    tax: Floats
    employees: Numbers


def designated(roster: Roster) -> Flags:
    """Mark (n,) the enterprises above designated size."""
    return 365 * REVENUE_FACTOR * roster.value_added >= DESIGNATED_REVENUE_CNY


def draw_accounts(roster: Roster, activity: Floats, clock: Clock, seed: int) -> list[Accounts]:
    """Return the accounts of the year before the first and of every whole year that are out by the last delivery. `activity` (n, M)."""
    whole = sorted({m.year for m in clock.months if sum(n.year == m.year and n.whole for n in clock.months) == 12})
    missing = stream(seed, "missing accounts").random(len(roster)) < [MISSING[name] for name in roster.size_class]
    first = clock.months[0].year
    of_year = {year: activity[:, [m.year == year for m in clock.months]].sum(axis=1) for year in whole}
    of_year[first - 1] = activity[:, [m.year == first for m in clock.months]].sum(axis=1) / (1 + BACK_GROWTH)
    return [
        _of_year(year, days, roster, ~missing & _registered(roster, year, clock), stream(seed, "accounts", year))
        for year, days in sorted(of_year.items())
        if date(year + 1, OUT_IN_MONTH, 31) <= clock.today
    ]


def _registered(roster: Roster, year: int, clock: Clock) -> Flags:
    return roster.registered < clock.number(date(year + 1, 1, 1))


def _of_year(year: int, days: Floats, roster: Roster, there: Flags, rng: np.random.Generator) -> Accounts:
    rows = np.flatnonzero(there & (days > 0))
    added = roster.value_added[rows] * days[rows] * np.exp(NOISE * rng.standard_normal(len(rows)))
    output = added * REVENUE_FACTOR * np.exp(0.15 * rng.standard_normal(len(rows)))
    persons = np.maximum(1, np.rint(roster.employees[rows] * np.exp(NOISE * rng.standard_normal(len(rows)))))
    return Accounts(year, rows, added, output, added * rng.uniform(*TAX_SHARE, len(rows)), persons.astype(np.int64))


def account_files(accounts: list[Accounts], roster: Roster) -> Iterator[tuple[str, bytes]]:
    """Yield a workbook a year; value added stands as text, the other figures as numbers."""
    for each in accounts:
        wan = [np.round(column / 1e4, 2).tolist() for column in (each.value_added, each.output, each.tax)]
        rows = [
            (roster.code[row], str(each.year), f"{added:.2f}", output, tax, persons)
            for row, added, output, tax, persons in zip(each.rows.tolist(), *wan, each.employees.tolist(), strict=True)
        ]
        sheet = SheetOf(f"{each.year}年工业企业年度核算（模拟数据）", ["金额：万元"], HEADER, rows)
        yield f"accounts/enterprise_accounts_{each.year}.xlsx", workbook({f"{each.year}年": sheet})
