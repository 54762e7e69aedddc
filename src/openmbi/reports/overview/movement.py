"""What changed and why: a change of the level, taken apart into enterprises, exactly."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import numpy as np

from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.tables import ContributionLine, Contributions, IndexSeries, LineKind
from openmbi.reports.overview.figures import LEVEL_STEP, both, day_text, month_text, percent, points, signed
from openmbi.reports.overview.level import provisional_in
from openmbi.reports.overview.roster import Roster

_SENTENCE = Text(
    "{span}，指数由 {opening} {verb} {closing}，变动 {change} 点：{ups} 家企业拉动 {up} 点，{downs} 家企业拖累 {down} 点{other}。",
    "{span}: the level {verb} from {opening} to {closing}, {change} points. Rises add {up} (enterprises: {ups}), "
    "falls take {down} (enterprises: {downs}){other}.",
)
_OTHER = Text("，其余（进出、缩尾、舍入）{points} 点", "; entry and exit, winsorising and rounding: {points}")
_RISE, _FALL, _STAY = Text("升至", "rose"), Text("降至", "fell"), Text("到", "went")
_UNFINISHED = Text("{month}（至{last}）", "{month} (to {last})")
_LATEST = Text("最近 {days} 天", "Latest {days} days")


def movement(change: Contributions, series: IndexSeries, roster: Roster, largest: int) -> dict[str, Any]:
    """Return one decomposition: the `largest` lines up and down, the rest in one line, and lines of their own; they add up to `change` exactly."""
    ups, downs = _ranked(change, 1), _ranked(change, -1)
    up, down = _total(ups), _total(downs)
    left_out = ups[largest:] + downs[largest:]
    return {
        "period": str(change.period),
        "label": both(_span(change)),
        "opening_day": change.opening_day.isoformat(),
        "closing_day": change.closing_day.isoformat(),
        "opening": _level(series, change.opening_day),
        "closing": _level(series, change.closing_day),
        "change": str(change.change),
        "provisional": provisional_in(series, change.opening_day, change.closing_day),
        "up": [_line(line, up, roster) for line in ups[:largest]],
        "down": [_line(line, down, roster) for line in downs[:largest]],
        "up_total": {"enterprises": len(ups), "points": str(up)},
        "down_total": {"enterprises": len(downs), "points": str(down)},
        "rest": {"enterprises": len(left_out), "points": str(_total(left_out))},
        **{kind.value: _of_kind(change, kind) for kind in LineKind if kind is not LineKind.SUBJECT},
        "sentence": both(_sentence(change, series, ups, downs)),
    }


def _ranked(change: Contributions, sign: int) -> list[ContributionLine]:
    """Return the enterprises that moved the level one way, the largest first."""
    moved = (line for line in change.lines if line.kind is LineKind.SUBJECT and line.points * sign > 0)
    return sorted(moved, key=lambda line: (-abs(line.points), line.subject))


def _of_kind(change: Contributions, kind: LineKind) -> str | None:
    """Return the points of a kind of line; None where the decomposition has no such line."""
    lines = [line for line in change.lines if line.kind is kind]
    return str(_total(lines)) if lines else None


def _total(lines: Iterable[ContributionLine]) -> Decimal:
    return sum((line.points for line in lines), Decimal("0.00"))


def _line(line: ContributionLine, direction: Decimal, roster: Roster) -> dict[str, Any]:
    """`share` is of all points in the same direction: of the net change it would have no bound."""
    return {**roster.entry(line.subject), "points": str(line.points), "share": percent(line.points / direction)}


def _level(series: IndexSeries, day: object) -> str | None:
    at = int(np.searchsorted(series.days, np.datetime64(str(day), "D")))
    value = points(float(series.close[at])) if at < len(series.days) else None
    return None if value is None else str(value)


def _span(change: Contributions) -> Text:
    if change.period.frequency is not Frequency.MONTHLY:
        return _LATEST.fill(days=(change.closing_day - change.opening_day).days)
    month = month_text(change.closing_day)
    complete = change.closing_day == change.period.last
    return month if complete else _UNFINISHED.fill(month=month, last=day_text(change.closing_day))


def _sentence(
    change: Contributions, series: IndexSeries, ups: list[ContributionLine], downs: list[ContributionLine]
) -> Text:
    """Say the change in words; its figures have two digits and add up."""
    up, down = _total(ups).quantize(LEVEL_STEP), _total(downs).quantize(LEVEL_STEP)
    other = change.change - up - down
    return _SENTENCE.fill(
        span=_span(change),
        opening=_level(series, change.opening_day) or "–",
        closing=_level(series, change.closing_day) or "–",
        verb=_RISE if change.change > 0 else _FALL if change.change < 0 else _STAY,
        change=signed(change.change),
        ups=len(ups),
        up=up,
        downs=len(downs),
        down=abs(down),
        other=_OTHER.fill(points=signed(other)) if other else Text("", ""),
    )
