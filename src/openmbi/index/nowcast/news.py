"""News: what moved a nowcast between two vintages of the data, at the same parameters, item by item; the impacts sum to the change.

With both vintages' common items Q (as the old one had them, y⁰) the change has three steps, each exact because the estimate is linear in the data:

- withdrawals, from all old items O to Q: Σ_{j ∈ O∖Q} v_j (E[y_j | y⁰_Q] − y⁰_j), v the weights of the old vintage's estimate;
- revisions: Σ_{j ∈ Q} w_j (y¹_j − y⁰_j), w the weights of the new vintage's estimate;
- releases: Σ_{j ∈ N∖Q} w_j (y¹_j − E[y_j | y⁰_Q]).

The last holds because items filled by their own conditional expectation change no other one. It is the news of Bańbura and Modugno (2014, J. Applied
Econometrics 29:133) with one set of weights for all items, so that a thousand revisions cost no more than one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags, Floats, Names
from openmbi.index.dynamic_factor import MixedPanel
from openmbi.index.nowcast.estimator import Estimator
from openmbi.index.nowcast.vintages import Vintages, laid_over, place_of


class NewsKind(StrEnum):
    """What happened to an item."""

    RELEASE = "release"
    REVISION = "revision"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True)
class News:
    """What moved the nowcast of `target` in `period` from `old` to `new`, in the target's unit, by m items.

    `kind` (m,), `series` (m,), `periods` (m,). `before` (m,): what was known or expected of the item; `after` (m,): what is; both in the series' unit. `weight`
    (m,): target units a unit of the item; `impact` (m,) = weight · (after − before). Releases come first, then revisions, then withdrawals.
    """

    target: str
    period: np.datetime64
    old: float
    new: float
    kind: Names
    series: Names
    periods: Days
    before: Floats
    after: Floats
    weight: Floats
    impact: Floats

    @property
    def change(self) -> float:
        """new − old."""
        return self.new - self.old

    @property
    def unexplained(self) -> float:
        """What the impacts leave of the change: rounding."""
        return self.change - float(self.impact.sum())


def news(old: MixedPanel, new: MixedPanel, estimator: Estimator, target: str, period: np.datetime64) -> News:
    """Return the news between two vintages for one period of the target.

    Raises
    ------
    Problem
        `index.other-series`; `index.no-such-cell`; `index.target-released` where a vintage holds the target's figure itself: there is nothing to nowcast.
    """
    both = laid_over(old, new)
    _check_unknown(both, target, period)
    now = estimator.estimate(both.new, target, period)
    before = estimator.estimate(both.old, target, period)
    expected = estimator.expected(both.kept) if (both.released | both.withdrawn).any() else both.old.value
    parts = (
        _items(both, NewsKind.RELEASE, both.released, (expected, both.new.value), now.weight),
        _items(both, NewsKind.REVISION, both.revised, (both.old.value, both.new.value), now.weight),
        _items(both, NewsKind.WITHDRAWAL, both.withdrawn, (both.old.value, expected), before.weight),
    )
    joined = [np.concatenate(columns) for columns in zip(*parts, strict=True)]
    return News(target, period, before.mean, now.mean, *joined)


def _items(
    both: Vintages, kind: NewsKind, where: Flags, values: tuple[Floats, Floats], weight: Floats
) -> tuple[np.ndarray, ...]:
    """Return kind, series, periods, before, after, weight and impact (m,) of the items at flagged places (n, T)."""
    rows, columns = np.nonzero(where)
    before, after = (each[where] for each in values)
    weights = weight[where]
    kinds = np.full(len(rows), kind.value)
    return kinds, both.new.series[rows], both.new.periods[columns], before, after, weights, weights * (after - before)


def _check_unknown(both: Vintages, target: str, period: np.datetime64) -> None:
    row, column = place_of(both.new, target, period)
    if np.isnan(both.old.value[row, column]) and np.isnan(both.new.value[row, column]):
        return
    raise Problem(
        "index.target-released",
        Text(
            "{period} 的目标指标已经公布，无需现时预测",
            "the target's figure of {period} is out: nothing is left to nowcast",
        ).fill(period=str(period)),
        Text("请改用尚未公布的时期", "choose a period that is not out yet"),
    )


@dataclass(frozen=True)
class NewsGroup:
    """News of one label together: `impact` of all, and of it by kind; `items`: how many."""

    label: str
    impact: float
    releases: float
    revisions: float
    withdrawals: float
    items: int


def grouped(found: News, label: Callable[[str], str] | None = None) -> tuple[NewsGroup, ...]:
    """Return the news by series, or by any label of a series (domain, city, industry, cell), the largest impact first; they sum to the change."""
    names = found.series if label is None else np.array([label(each) for each in found.series.tolist()], np.str_)
    made = [_group(found, str(name), names == name) for name in np.unique(names)]
    return tuple(sorted(made, key=lambda one: (-abs(one.impact), one.label)))


def largest(groups: tuple[NewsGroup, ...], count: int, other: str = "other") -> tuple[NewsGroup, ...]:
    """Return the `count` largest groups, and the rest as one more."""
    rest = groups[count:]
    if len(rest) < 2:
        return groups
    sums = [sum(getattr(one, part) for one in rest) for part in ("impact", "releases", "revisions", "withdrawals")]
    return (*groups[:count], NewsGroup(other, *sums, items=sum(one.items for one in rest)))


def _group(found: News, label: str, mine: Flags) -> NewsGroup:
    by_kind = [float(found.impact[mine & (found.kind == kind.value)].sum()) for kind in NewsKind]
    return NewsGroup(label, float(found.impact[mine].sum()), *by_kind, items=int(mine.sum()))
