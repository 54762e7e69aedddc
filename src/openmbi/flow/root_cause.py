"""`mbi root-cause`: which groups' common moves explain why the level of the zone, or of one of its groups, lies below or above the days before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from openmbi.core.language import Text
from openmbi.core.periods import parse_period
from openmbi.core.problems import Problem
from openmbi.core.root_causes import RootCause, RootCauses
from openmbi.core.tables import Days, Flags, Floats, IndexTerms, Level, Names, Numbers, Stints
from openmbi.drilldown.root_cause.find import root_causes
from openmbi.flow.bureau import Bureau
from openmbi.flow.cause_dimensions import FEWEST_LEAVES, OWNERSHIP, code_name, ownership, stated, telling
from openmbi.flow.group_change import stints_of_group
from openmbi.flow.newest_run import NewestRun, newest_run

LEVELS = (Level.CITY, Level.COUNTY, Level.INDUSTRY, Level.INDUSTRY_GROUP, Level.SIZE_CLASS)
DIMENSIONS = (*(str(level) for level in LEVELS), OWNERSHIP)
"""What causes can be cut by: everybody has one code on each."""
USUAL = (str(Level.CITY), str(Level.INDUSTRY), str(Level.SIZE_CLASS), OWNERSHIP)
RECENT_DAYS = 28


@dataclass(frozen=True)
class RootCauseAsked:
    """Which days (such as `2025-11`; None: the latest 28) against which (None: as many right before), of which group, cut by which dimensions."""

    period: str | None = None
    against: str | None = None
    group: str | None = None
    by: Sequence[str] = USUAL


@dataclass(frozen=True)
class _Span:
    """Days from `first` to `last`, both included, as `told`."""

    first: date
    last: date
    told: str

    def of(self, days: Days) -> Flags:
        return (days >= np.datetime64(self.first)) & (days <= np.datetime64(self.last))


def root_cause(bureau: Bureau, asked: RootCauseAsked) -> dict[str, Any]:
    """Return the root causes of what the newest run's level did between two spans of days, as plain JSON types.

    The total is that of the enterprises that were members on every day of both spans, each with its weight times its mean level relative to its base, after
    the calendar was taken out: no entry or exit, and no holiday, can look like a cause. It is in points of the zone's level.

    Raises
    ------
    Problem
        As `newest_run` and `stints_of_group`; `root-cause.no-days`; `root-cause.too-few` where too few combinations of codes are told apart.
    """
    newest = newest_run(bureau)
    terms, series = newest.saved.terms()
    spans = _spans(terms.days, asked)
    belonging = newest.stints(terms)
    inside = [span.of(terms.days) for span in spans]
    there = np.asarray(terms.member[:, inside[0] | inside[1]].all(axis=1))
    if asked.group is not None:
        own, code = stints_of_group(belonging, asked.group)
        there &= _codes(own, len(terms.subjects), inside[0]) == code
    dimensions = _dimensions(newest, terms, belonging, asked.by, inside[0])
    rows = np.flatnonzero(there)
    told_apart, leaves = telling({name: codes[rows] for name, codes in dimensions.items()})
    if leaves < FEWEST_LEAVES:
        raise _too_few(len(rows), leaves)
    observed, expected = (_points(terms, rows, days, inside[0]) for days in inside)
    found = root_causes(observed, expected, told_apart)
    return {
        "index": series.index,
        "subject": asked.group or series.subject,
        "simulated": bureau.settings.simulated,
        "as_of": newest.saved.pins["as_of"],
        "run": newest.saved.name,
        **{name: _days_told(span) for name, span in zip(("period", "against"), spans, strict=True)},
        "unit": "points",
        "enterprises": len(rows),
        "leaves": leaves,
        "dimensions": list(told_apart),
        **_document(found, _naming(newest, spans[0].last)),
    }


def _spans(days: Days, asked: RootCauseAsked) -> tuple[_Span, _Span]:
    last = days[-1].item()
    span = _Span(last - timedelta(days=RECENT_DAYS - 1), last, "") if asked.period is None else _period(asked.period)
    length = span.last - span.first
    before = _Span(span.first - length - timedelta(days=1), span.first - timedelta(days=1), "")
    against = before if asked.against is None else _period(asked.against)
    for one in (span, against):
        if not one.of(days).any():
            raise Problem(
                "root-cause.no-days",
                Text("{first} 至 {last} 没有数据", "there is no data from {first} to {last}").fill(first=one.first, last=one.last),
                Text("请改选有数据的时期，或用 --against 指明参照时期", "choose periods that have data; `--against` names the one before"),
                expected=Text("{first} 至 {last}", "{first} to {last}").fill(first=days[0], last=days[-1]),
            )  # fmt: skip
    return span, against


def _period(text: str) -> _Span:
    period = parse_period(text)
    return _Span(period.first, period.last, str(period))


def _points(terms: IndexTerms, rows: Numbers, days: Flags, divided: Flags) -> Floats:
    """Return what each of some enterprises made up of the level, mean over days, at the divisor of the last day of the period."""
    mean = terms.relative[np.ix_(rows, np.flatnonzero(days))].mean(axis=1)
    return np.maximum(terms.weight[rows] * mean / terms.divisor[divided][-1], 0.0)


def _dimensions(
    newest: NewestRun, terms: IndexTerms, belonging: Mapping[Level, Stints], by: Sequence[str], days: Flags
) -> dict[str, Names]:
    """Return the code (n,) of every enterprise on each dimension, on the last day of the period."""
    count = len(terms.subjects)
    codes = {
        name: ownership(newest.roster, terms.subjects)
        if name == OWNERSHIP
        else _codes(belonging[Level(name)], count, days)
        for name in by
    }
    return {name: stated(code) for name, code in codes.items()}


def _codes(stints: Stints, count: int, days: Flags) -> Names:
    last = np.flatnonzero(days)[-1]
    found = np.full(count, "", np.asarray(stints.groups, np.str_).dtype)
    then = np.flatnonzero((stints.first <= last) & (last < stints.stop))
    found[stints.row[then]] = stints.groups[stints.group[then]]
    return found


def _naming(newest: NewestRun, day: date) -> Callable[[str, str], Text]:
    return lambda dimension, code: code_name(dimension, code, lambda level, group: newest.name(level, group, day))


def _document(found: RootCauses, named: Callable[[str, str], Text]) -> dict[str, Any]:
    document = found.document()
    document["moved"] = found.moved
    causes = zip(found.causes, document["causes"], strict=True)
    return document | {"causes": [told | {"element": _element(cause, named), "moved": cause.moved} for cause, told in causes]}  # fmt: skip


def _element(cause: RootCause, named: Callable[[str, str], Text]) -> list[dict[str, Any]]:
    return [
        {"dimension": dimension, "code": code, "name": {"zh": name.zh, "en": name.en}}
        for dimension, code in cause.element
        for name in [named(dimension, code)]
    ]


def _days_told(span: _Span) -> dict[str, str]:
    return {"first": span.first.isoformat(), "last": span.last.isoformat(), "told": span.told}


def _too_few(enterprises: int, leaves: int) -> Problem:
    return Problem(
        "root-cause.too-few",
        Text(
            "两个时期都在的企业有 {enterprises} 家，只分得出 {leaves} 种组合",
            "{enterprises} enterprises were there in both periods, with {leaves} combinations of codes",
        ).fill(enterprises=enterprises, leaves=leaves),
        Text(
            "请扩大范围（不用 --group）或换维度（--by）", "look at more (no `--group`) or by other dimensions (`--by`)"
        ),
        expected=Text("至少 {fewest} 种组合", "at least {fewest} combinations").fill(fewest=FEWEST_LEAVES),
    )
