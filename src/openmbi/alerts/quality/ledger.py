"""The false-discovery ledger: of the alerts of each month, level, stratum and colour, how many were right, how many false, how many nobody verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from openmbi.alerts.quality.intervals import wilson
from openmbi.core.proportions import Proportion
from openmbi.core.quality import Basis, Judged, LedgerLine, Verdict

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Pooled:
    """Lines taken together: how many of the verified alerts were `false` (the realised false-discovery proportion), and how many are `unverified`.

    `first` and `last`: their months.
    """

    false: Proportion
    unverified: int
    first: str
    last: str

    @property
    def opened(self) -> int:
        """How many alerts there were, verified or not."""
        return self.false.whole + self.unverified


def ledger(judged: Iterable[Judged], basis: Basis, *, as_of: date) -> tuple[LedgerLine, ...]:
    """Return the lines as they were known on a day: alerts found later are not in them, and those whose verdict came later are unverified."""
    counted: Counter[tuple[tuple, Verdict]] = Counter()
    for one in judged:
        alert = one.alert
        if one.counts and alert.found_on <= as_of:
            known = one.verdict_on is None or one.verdict_on <= as_of
            line = (f"{alert.found_on:%Y-%m}", alert.level, alert.stratum, alert.colour)
            counted[line, one.verdict if known else Verdict.UNVERIFIED] += 1
    return tuple(_line(line, counted, basis) for line in sorted({line for line, _ in counted}))


def pool(lines: Iterable[LedgerLine]) -> Pooled | None:
    """Return lines taken together; None of none. Lines of different bases are never taken together."""
    taken = tuple(lines)
    if not taken:
        return None
    if len({line.basis for line in taken}) > 1:
        raise ValueError("feedback and replay are counted apart")
    false, confirmed = sum(line.false for line in taken), sum(line.confirmed for line in taken)
    months = [line.month for line in taken]
    return Pooled(wilson(false, false + confirmed), sum(line.unverified for line in taken), min(months), max(months))


def pool_by(lines: Iterable[LedgerLine], key: Callable[[LedgerLine], Key]) -> dict[Key, Pooled]:
    """Return lines taken together by a key, in the order in which the keys come."""
    apart: dict[Key, list[LedgerLine]] = {}
    for line in lines:
        apart.setdefault(key(line), []).append(line)
    return {one: pooled for one, each in apart.items() if (pooled := pool(each)) is not None}


def _line(line: tuple, counted: Counter[tuple[tuple, Verdict]], basis: Basis) -> LedgerLine:
    month, level, stratum, colour = line
    confirmed, false, unverified = (
        counted[line, verdict] for verdict in (Verdict.CONFIRMED, Verdict.FALSE, Verdict.UNVERIFIED)
    )
    opened = confirmed + false + unverified
    return LedgerLine(month, level, stratum, opened, confirmed, false, unverified, basis, colour)
