"""How many enterprises a run could judge, and what is said of those that it could not."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import numpy as np

from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.alerts.detection.watch import Watch
from openmbi.core.judged import Judged
from openmbi.core.language import Text
from openmbi.core.tables import CellPanel, Flags, Reading

_YOUNG = Text(
    "{count} 户企业（共 {all} 户）读数历史太短，尚不能判断：没有预警不等于没有异动。",
    "{count} of {all} enterprises have been read for too short a time to be judged: no alert of theirs does not mean no unusual movement.",
)
_UNSTEADY = Text(
    "{count} 户企业（共 {all} 户）正常读数的日子太少（久停、久无读数或读数不全），不能判断。",
    "{count} of {all} enterprises cannot be judged for want of regular days: they have long stood still, or are not read, or not wholly.",
)
_SHORT = Text(
    "全体的历史尚短：约再积累 {days} 日，单独一户企业的异动才足以与偶然区分；此前只能发现多户同时的或极端的异动。",
    "History is short: it takes about {days} more days until the movement of one enterprise alone can be told from chance; before, only movements of "
    "several at once or of whole groups are found.",
)


def judged(watch: Watch | None, panel: CellPanel, exists: Flags, parameters: DetectionParameters) -> Judged:
    """Return how many enterprises (n,) of a panel could be judged on its newest day; `exists` (n,): who is on the register then; no watch: nobody."""
    can = np.zeros(len(panel.subjects), bool) if watch is None else _can_be(watch)
    left = np.flatnonzero(exists & ~can)
    read = panel.reading[left] != Reading.ABSENT
    days = np.where(read.any(axis=1), read.shape[1] - read.argmax(axis=1), parameters.window)
    young = int((days < parameters.window).sum())
    scores = 0 if watch is None else int(watch.enterprises.calibration.by_pool.sum())
    return Judged(
        enterprises=int(exists.sum()),
        young=young,
        unsteady=len(left) - young,
        days_missing=_days_missing(int((exists & can).sum()), scores, len(panel.days), parameters),
    )


def _can_be(watch: Watch) -> Flags:
    """Return the enterprises (n,) of which an indicator has a scale and a reference, or whose movement was found."""
    layer = watch.enterprises
    known = [np.isfinite(each.scale) & np.isfinite(each.reference[:, 0]) for each in layer.tracks]
    return np.any(known, axis=0) | layer.episodes.open


def _days_missing(tested: int, scores: int, days: int, parameters: DetectionParameters) -> int:
    """Return after how many more days one p-value of 1/(1 + scores) can be a discovery alone: window × tested / (1 + scores) ≤ the rate."""
    if not tested:
        return 0
    needed = parameters.pooled_days * tested / parameters.false_discovery_rate - 1
    return max(parameters.first_counted_day - days, 0) + max(ceil((needed - scores) / tested), 0)


def told_of_judged(found: Judged) -> Iterator[Text]:
    """Yield what is to be said of those that could not be judged; nothing where all could."""
    if found.young:
        yield _YOUNG.fill(count=f"{found.young:,}", all=f"{found.enterprises:,}")
    if found.unsteady:
        yield _UNSTEADY.fill(count=f"{found.unsteady:,}", all=f"{found.enterprises:,}")
    if found.days_missing:
        yield _SHORT.fill(days=found.days_missing)
