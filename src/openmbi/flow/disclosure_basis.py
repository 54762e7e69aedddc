"""What disclosure control of a release works on: who contributed how much to which figure of which month, and which groups each belonged to. Internal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from openmbi.core.disclosure import Table
from openmbi.core.tables import CellPanel, Days, Floats, Level, Names, Numbers, Reading, Stints
from openmbi.flow.bureau import Bureau
from openmbi.flow.electricity import electricity
from openmbi.flow.groups import stands_apart
from openmbi.flow.in_force import InForce
from openmbi.flow.observed import Observed
from openmbi.flow.roster import Roster
from openmbi.flow.stints import stints
from openmbi.store.runs import Saved

WEIGHT = "weight"
ALWAYS = ("enterprises", "months", "groups", "row", "group", "first", "stop", "first_shown")
UNFINISHED = "unfinished"


@dataclass(frozen=True)
class Basis:
    """The contributions behind a release.

    `enterprises` (R,); `months` (M,): those from number `first_shown` on are published, those before are told by growth alone, and the last `unfinished` are
    not over yet and not published; `amount` by measure (M, R), NaN where an enterprise contributes nothing to it; `groups` (G,) as `level/code`. Enterprise
    number `row` (k,) belongs to group number `group` (k,) from month number `first` (k,) to `stop` (k,), `stop` not included, as told by months' last days.
    """

    enterprises: Names
    months: Days
    amount: Mapping[str, Floats]
    groups: Names
    row: Numbers
    group: Numbers
    first: Numbers
    stop: Numbers
    first_shown: Numbers
    unfinished: Numbers = field(default_factory=lambda: np.array(0))

    @property
    def over(self) -> int:
        """How many months are over."""
        return len(self.months) - int(self.unfinished)

    def members(self, month: int, amount: Floats) -> list[Numbers]:
        """Return the enterprises (their sorted numbers) of each group (G,) that contribute to an amount (R,) in a month."""
        here = (self.first <= month) & (month < self.stop)
        here[here] = ~np.isnan(amount[self.row[here]])
        group, row = self.group[here], self.row[here]
        order = np.lexsort((row, group))
        return np.split(row[order], np.searchsorted(group[order], np.arange(1, len(self.groups))))

    @cached_property
    def month_number(self) -> Mapping[str, int]:
        """By name, such as `2025-03`, the number of each month."""
        return {str(month): number for number, month in enumerate(self.months.astype("datetime64[M]").tolist())}

    def arrays(self) -> dict[str, np.ndarray]:
        """Return all as named arrays, to be stored."""
        named = {name: getattr(self, name) for name in (*ALWAYS, UNFINISHED)}
        return named | {f"amount.{measure}": amount for measure, amount in self.amount.items()}


def basis_of_arrays(stored: Mapping[str, np.ndarray]) -> Basis:
    """Return a basis from what `Basis.arrays` gave."""
    amount = {name.removeprefix("amount."): each for name, each in stored.items() if name.startswith("amount.")}
    return Basis(amount=amount, **{name: stored[name] for name in (*ALWAYS, UNFINISHED) if name in stored})


def basis_of(
    bureau: Bureau, saved: Saved, in_force: InForce, roster: Roster, *, months: int, levels: Sequence[Level]
) -> Basis:
    """Return the basis of a run or release, for the groups of some levels: its last `months` that are over (where none is, the one that runs), and the year
    before each, which growth tells of.

    Measures: every indicator that has a level, as sums of months (of a stock: the mean of the month's readings); the level's terms `weight × relative` at each
    month's end, under the level's name; and its weights.
    """
    observed = Observed(bureau, saved.as_of, saved.pins["manifest"])
    terms, series = saved.terms()
    last = series.days[-1].astype("datetime64[M]")
    runs = int(series.days[-1] + 1 < (last + 1).astype("datetime64[D]"))
    span = np.arange(last - runs - months - 11, last + 1)
    span = span[span >= series.days[0].astype("datetime64[M]")]
    unfinished = min(runs, len(span) - 1)
    monthly = {
        indicator: _by_month(panel, in_force.indicators[indicator].kind, span)
        for indicator, panel in _panels(observed, in_force)
    }
    ends = np.searchsorted(terms.days, (span + 1).astype("datetime64[D]")) - 1
    held = np.where(terms.member, terms.weight[:, None] * terms.relative, np.nan)[:, ends].T
    weight = np.where(terms.member[:, ends], terms.weight[:, None], np.nan).T
    monthly |= {terms.index: (terms.subjects, held), WEIGHT: (terms.subjects, weight)}
    enterprises = np.unique(np.concatenate([names for names, _ in monthly.values()]))
    amount = {measure: _spread(names, each, enterprises) for measure, (names, each) in monthly.items()}
    days = np.arange(span[0].astype("datetime64[D]"), (span[-1] + 1).astype("datetime64[D]"))
    belonging = stints(
        roster.register, enterprises, days, in_force.hierarchy, zone=bureau.settings.zone.code, accounts=roster.accounts
    )
    known = [level for level in levels if level is Level.ZONE or stands_apart(belonging)]
    month_ends = np.searchsorted(days, (span + 1).astype("datetime64[D]")) - 1
    return Basis(
        enterprises,
        span.astype("datetime64[D]"),
        amount,
        **_grouped(belonging, known, month_ends),
        first_shown=np.array(max(0, len(span) - unfinished - months)),
        unfinished=np.array(unfinished),
    )


def _panels(observed: Observed, in_force: InForce) -> Sequence[tuple[str, CellPanel]]:
    """Return the panel of every indicator that has a level and of which anything was known."""
    use = electricity(observed).panel
    found = [(use.indicator, use)]
    for indicator, spec in in_force.indicator_levels.items():
        if indicator == use.indicator:
            continue
        panel = observed.panel_of(indicator, in_force.indicators[indicator].unit, spec.frequency)
        if panel is not None:
            found.append((indicator, panel))
    return found


def _by_month(panel: CellPanel, kind: str, months: np.ndarray) -> tuple[Names, Floats]:
    """Return the subjects and their amount (M, n) of each month: the sum of a flow, the mean of a stock's readings; NaN where there is none."""
    of_day = panel.days.astype("datetime64[M]")
    counted = panel.reading != Reading.ABSENT
    value = np.where(counted, panel.value, 0.0)
    amounts = np.full((len(months), len(panel.subjects)), np.nan)
    for number, month in enumerate(months):
        days = np.flatnonzero(of_day == month)
        readings = counted[:, days].sum(axis=1)
        total = value[:, days].sum(axis=1)
        some = readings > 0
        amounts[number, some] = total[some] if kind == "flow" else total[some] / readings[some]
    return panel.subjects, amounts


def _spread(names: Names, amounts: Floats, enterprises: Names) -> Floats:
    """Return amounts (M, R) by all enterprises from those (M, n) of some."""
    spread = np.full((len(amounts), len(enterprises)), np.nan)
    spread[:, np.searchsorted(enterprises, names)] = amounts
    return spread


def _grouped(belonging: Mapping[Level, Stints], levels: Sequence[Level], month_ends: Numbers) -> dict[str, np.ndarray]:
    """Return groups and spans of all levels in months, from stints in days."""
    codes: list[str] = []
    parts: list[tuple[np.ndarray, ...]] = []
    for level in levels:
        one = belonging[level]
        first, stop = np.searchsorted(month_ends, one.first), np.searchsorted(month_ends, one.stop)
        kept = first < stop
        parts.append((one.row[kept], one.group[kept] + len(codes), first[kept], stop[kept]))
        codes += [f"{level}/{code}" for code in one.groups.tolist()]
    row, group, first, stop = (np.concatenate(part).astype(np.intp) for part in zip(*parts, strict=True))
    return {"groups": np.array(codes, np.str_), "row": row, "group": group, "first": first, "stop": stop}


def tables_of(
    groups: Names, members: Sequence[Numbers], *, prefix: str = "", given: bool = False, withheld: bool = False
) -> tuple[Table, ...]:
    """Return the tables of groups `level/code` (G,), in the order of the groups, which stand level by level."""
    by_level: dict[str, list[int]] = {}
    for number, name in enumerate(groups.tolist()):
        by_level.setdefault(name.partition("/")[0], []).append(number)
    return tuple(
        Table(
            f"{prefix}{level}",
            (level,),
            tuple((str(groups[number]).partition("/")[2],) for number in numbers),
            tuple(members[number] for number in numbers),
            given=given,
            withheld=withheld,
        )
        for level, numbers in by_level.items()
    )
