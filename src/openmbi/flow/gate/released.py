"""Figures of the newest public release: what is answered to who may read releases and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from openmbi.catalog.hierarchy import load_hierarchy
from openmbi.core.access import Viewer, no_such
from openmbi.core.language import Text
from openmbi.core.owners import enclosing
from openmbi.core.periods import parse_period
from openmbi.core.problems import Problem
from openmbi.core.releases import PublicRelease
from openmbi.core.tables import Level
from openmbi.flow.gate.answer import Answer
from openmbi.flow.gate.asked import FIGURE_COLUMNS, FiguresAsked
from openmbi.flow.gate.declared import declared
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.keys import key_of
from openmbi.flow.gate.pages import page_end, row_after, wrong_page
from openmbi.flow.gate.release_rows import about_release
from openmbi.flow.gate.releases import release, releases

_INDUSTRIES = (Level.INDUSTRY, Level.INDUSTRY_GROUP, Level.CELL)


@dataclass(frozen=True)
class _Row:
    indicator: str
    level: Level
    subject: str
    period: str
    value: float | None


def released_figures(gate: Gate, viewer: Viewer, asked: FiguresAsked) -> Answer:
    """Return figures of the newest public release that the viewer may see, and that rests on no more than was known at `as_of`; a figure that is not
    published is null. Columns as those of `figures`.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none`; `figures.no-release` where there is none to be seen; `figures.page`.
    """
    page_before = row_after(asked.after, 2) if asked.after else None
    found = _release(gate, viewer, asked.as_of, page_before[0] if page_before else None)
    rows = sorted(_rows(found), key=lambda row: (row.indicator, row.level, row.subject, row.period))
    for name, known in ((asked.indicators, {r.indicator for r in rows}), (asked.subjects, {r.subject for r in rows})):
        for code in name:
            if code not in known:
                raise no_such(code)
    chosen = _newest([row for row in rows if _is_asked(gate, row, asked)], asked.newest)
    begin = int(page_before[1]) if page_before and page_before[1].isdecimal() and len(page_before[1]) < 10 else 0
    shown = chosen[begin : begin + asked.limit]
    more = begin + asked.limit < len(chosen)
    columns = {
        "indicator": [row.indicator for row in shown],
        "level": [str(row.level) for row in shown],
        "frequency": [str(parse_period(row.period).frequency) for row in shown],
        "subject": [row.subject for row in shown],
        "period": [row.period for row in shown],
        "value": np.array([np.nan if row.value is None else row.value for row in shown], float),
    }
    after = page_end((found.number, begin + asked.limit)) if more else None
    return Answer(FIGURE_COLUMNS, columns, about_release(found), after)


def _release(gate: Gate, viewer: Viewer, as_of: datetime | None, number: str | None) -> PublicRelease:
    seen = [release(gate, viewer, one.number) for one in releases(gate, viewer)]
    if number is not None:
        seen = [one for one in seen if str(one.number) == number]
        if not seen:
            raise wrong_page()
    early = [one for one in seen if as_of is None or datetime.fromisoformat(one.as_of) <= as_of]
    if not early:
        raise Problem(
            "figures.no-release",
            Text("尚无可见的公开发布", "there is no public release that you may see yet"),
            Text("待发布签发、解禁后再查询", "ask again once a release is signed and its embargo is over"),
        )
    return max(early, key=lambda one: one.number)


def _rows(found: PublicRelease) -> Iterator[_Row]:
    for table in found.tables:
        for level, code, period, value in table.rows:
            yield _Row(table.name, Level(str(level)), str(code), str(period), None if value is None else float(value))


def _is_asked(gate: Gate, row: _Row, asked: FiguresAsked) -> bool:
    period = parse_period(row.period)
    area, activity = key_of(gate.bureau.settings.zone.code, row.level, row.subject)
    wanted = (
        (row.indicator, asked.indicators),
        (row.level, asked.levels),
        (period.frequency, asked.frequencies),
        (row.subject, asked.subjects),
        (area, asked.areas),
        (activity, asked.activities),
    )
    return (
        all(not codes or own in codes for own, codes in wanted)
        and (asked.place is None or asked.place in enclosing(area))
        and (asked.industry is None or _in_industry(gate, row, activity, asked.industry))
        and (asked.first is None or period.last >= asked.first.first)
        and (asked.last is None or period.first <= asked.last.last)
    )


def _newest(rows: list[_Row], count: int | None) -> list[_Row]:
    """Return the rows of the last so many periods of each indicator and level; all, where None."""
    periods: dict[tuple[str, Level], set[str]] = {}
    for row in rows:
        periods.setdefault((row.indicator, row.level), set()).add(row.period)
    kept = {name: set(sorted(each)[-count:]) for name, each in periods.items()} if count is not None else periods
    return [row for row in rows if row.period in kept[row.indicator, row.level]]


def _in_industry(gate: Gate, row: _Row, activity: str, industry: str) -> bool:
    industries = declared(load_hierarchy, gate.bureau.catalog).industries
    return row.level in _INDUSTRIES and industries.contains(industry, activity)
