"""How often the series of a frame have a value, where the reader does not say it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Flags
from openmbi.doors.notebook.times import mixed

ENOUGH = 8
"""A series with fewer values has no say, unless all have fewer."""
FREQUENCIES = (Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY, Frequency.QUARTERLY)
SHORTEST = {Frequency.DAILY: 1, Frequency.WEEKLY: 7, Frequency.MONTHLY: 28, Frequency.QUARTERLY: 89}
LONGEST = {Frequency.DAILY: 1, Frequency.WEEKLY: 7, Frequency.MONTHLY: 31, Frequency.QUARTERLY: 92}
ROWS = 512


def frequency_named(name: str | Frequency) -> Frequency:
    """Return the frequency that a reader names: D, W, M or Q.

    Raises
    ------
    Problem
        `frame.frequency-unknown` for any other.
    """
    if str(name) not in [str(one) for one in FREQUENCIES]:
        raise Problem(
            "frame.frequency-unknown",
            Text("无法识别的频率「{name}」", "“{name}” is no frequency that can be adjusted").fill(name=name),
            Text("请写 D、W、M 或 Q", "write D, W, M or Q"),
            expected=Text("D（日）、W（周）、M（月）、Q（季）", "D (days), W (weeks), M (months), Q (quarters)"),
            field="frequency",
        )
    return Frequency(str(name))


def inferred(days: Days, present: Flags, names: Sequence[str]) -> Frequency:
    """Return the one frequency of all series.

    Parameters
    ----------
    days
        The distinct days (U,) of the frame, in order.
    present
        Whether a series has a value on a day (n, U).
    names
        The series (n,), for messages.

    Raises
    ------
    Problem
        `frame.mixed-frequencies` where series differ, `frame.frequency-unclear` where the gaps between values are those of no frequency.
    """
    count = present.sum(axis=1)
    heard = np.flatnonzero(count >= ENOUGH) if (count >= ENOUGH).any() else np.flatnonzero(count >= 2)
    found = np.array(
        [one for start in range(0, len(heard), ROWS) for one in _of_series(days, present[heard[start : start + ROWS]])],
        np.str_,
    )
    clear = [one for one in FREQUENCIES if (found == str(one)).any()]
    if len(clear) > 1:
        first = [names[int(heard[np.flatnonzero(found == str(one))[0]])] for one in clear]
        raise mixed(clear[0], clear[1], Text("序列 {a}、{b}", "series {a}, {b}").fill(a=first[0], b=first[1]))
    if not clear:
        raise _unclear(days)
    return clear[0]


def _of_series(days: Days, present: Flags) -> NDArray[np.str_]:
    """Return the frequency code (m,) that the gaps of each series show, empty where they show none."""
    row, place = np.nonzero(present)
    day = days[place]
    follows = row[1:] == row[:-1]
    row, gap = row[1:][follows], np.diff(day)[follows].astype(np.int64)
    shortest = np.full(len(present), 10**9)
    np.minimum.at(shortest, row, gap)
    in_weeks = np.bincount(row, gap % 7 != 0, minlength=len(present)) == 0
    found = np.full(len(present), "", "U1")
    for one in FREQUENCIES:
        fits = (shortest >= SHORTEST[one]) & (shortest <= LONGEST[one])
        found[fits & (in_weeks if one is Frequency.WEEKLY else True)] = str(one)
    return found


def _unclear(days: Days) -> Problem:
    return Problem(
        "frame.frequency-unclear",
        Text(
            "从 {count} 个不同的日期（{first} 至 {last}）看不出频率",
            "{count} distinct day(s) from {first} to {last} show no frequency",
        ).fill(count=len(days), first=days[0], last=days[-1]),
        Text("请用 frequency= 指明 D、W、M 或 Q", "name it by frequency=: D, W, M or Q"),
        expected=Text(
            "相隔 1 天、7 天、一个月或一个季度的值", "values that are 1 day, 7 days, a month or a quarter apart"
        ),
    )
