"""What an aligned indicator lacks: which, from when to when, and how much of it is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period, period_containing
from openmbi.core.tables import Days
from openmbi.index.indicator_panel import runs

Counts = NDArray[np.intp]


class MissingPart(StrEnum):
    """Where in the history of an indicator values are missing."""

    ALL = "all"
    START = "start"
    GAP = "gap"
    END = "end"


@dataclass(frozen=True)
class Missing:
    """A run of periods, `first` to `last`, that are not complete; `present` of the `needed` shorter periods of the first one are there."""

    indicator: str
    part: MissingPart
    first: Period
    last: Period
    present: int
    needed: int

    def text(self) -> Text:
        """Return what is missing as a sentence."""
        return _SAID[self.part].fill(
            name=self.indicator, first=self.first, last=self.last, present=self.present, needed=self.needed
        )


_SAID = {
    MissingPart.ALL: Text("{name}：没有一期完整", "{name}: no period is complete"),
    MissingPart.START: Text("{name}：{last} 之后才开始", "{name}: begins after {last}"),
    MissingPart.GAP: Text(
        "{name}：{first} 至 {last} 缺失（首期有 {present}/{needed}）",
        "{name}: missing from {first} to {last} ({present} of {needed} there in the first)",
    ),
    MissingPart.END: Text(
        "{name}：自 {first} 起缺失（该期有 {present}/{needed}）",
        "{name}: missing since {first} ({present} of {needed} there)",
    ),
}


def missing_runs(
    indicator: str, periods: Days, frequency: Frequency, present: Counts, needed: Counts
) -> Iterator[Missing]:
    """Yield every run of periods (T,) in which fewer shorter periods are `present` than `needed`."""
    for first, last in runs(present < needed):
        yield Missing(
            indicator=indicator,
            part=_part(first, last, len(periods)),
            first=period_containing(periods.tolist()[first], frequency),
            last=period_containing(periods.tolist()[last], frequency),
            present=int(present[first]),
            needed=int(needed[first]),
        )


def _part(first: int, last: int, count: int) -> MissingPart:
    starts, ends = first == 0, last == count - 1
    if starts and ends:
        return MissingPart.ALL
    return MissingPart.START if starts else MissingPart.END if ends else MissingPart.GAP
