"""What the days before say of every subject: references, sums of the last days, and how its weekends stood to its workdays."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from openmbi.core.tables import Flags, Floats, Numbers

Floats32 = NDArray[np.float32]


@njit(cache=True)
def look_back(
    level: Floats32, regular: Flags, today: int, lags: Numbers, reference_days: int, needed_days: int
) -> tuple[Floats, Floats, Floats]:
    """Return, for the day number `today`, of each subject and lag: the reference (n, L), and of the last days before today the sum and number (n, L) each.

    `level` and `regular` (n, W) are rings: day t stands in column t mod W. The reference of lag l is the mean of the regular days among the `reference_days`
    before the last l days (today is the last of them); NaN where fewer than `needed_days` are regular.
    """
    subjects, window = level.shape
    count = len(lags)
    reference, total, number = (
        np.full((subjects, count), np.nan),
        np.zeros((subjects, count)),
        np.zeros((subjects, count)),
    )
    length = lags[-1] + reference_days
    if today < length:
        length = today + 1
    sums, days = np.zeros(length + 1), np.zeros(length + 1)
    recent, seen = np.zeros(length + 1), np.zeros(length + 1)
    for i in range(subjects):
        for back in range(1, length):
            column = (today - back) % window
            value = level[i, column]
            known = not np.isnan(value)
            take = known and regular[i, column]
            recent[back + 1] = recent[back] + (value if known else 0.0)
            seen[back + 1] = seen[back] + (1.0 if known else 0.0)
            sums[back + 1] = sums[back] + (value if take else 0.0)
            days[back + 1] = days[back] + (1.0 if take else 0.0)
        for k in range(count):
            near = min(lags[k], length)
            far = min(lags[k] + reference_days, length)
            total[i, k], number[i, k] = recent[near], seen[near]
            if days[far] - days[near] >= needed_days:
                reference[i, k] = (sums[far] - sums[near]) / (days[far] - days[near])
    return reference, total, number


@njit(cache=True)
def weekend_contrast(
    level: Floats32, regular: Flags, weekend: NDArray[np.int8], today: int, days: int, other_days: int
) -> tuple[Floats, Floats]:
    """Return the mean of weekends minus that of workdays (n,) of the regular days among the last `days` before today, and among the
    `other_days` before; NaN without four weekend days.

    `weekend` (W,) stands by column as `level` (n, W) does: 1 on weekends, 0 on workdays, else another day, which counts for neither.
    """
    subjects, window = level.shape
    found = np.full((2, subjects), np.nan)
    for i in range(subjects):
        for part in range(2):
            first, last = (1, days) if part == 0 else (days, days + other_days)
            off, on, offs, ons = 0.0, 0.0, 0, 0
            for back in range(first, min(last, today + 1)):
                column = (today - back) % window
                value = level[i, column]
                if regular[i, column]:
                    if weekend[column] == 1:
                        off += value
                        offs += 1
                    elif weekend[column] == 0:
                        on += value
                        ons += 1
            if offs >= 4 and ons >= 4:
                found[part, i] = off / offs - on / ons
    return found[0], found[1]
