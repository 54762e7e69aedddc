"""Symmetric positive definite systems whose rows reach back only so far: Cholesky factor, solution, and the inverse where the factor has entries.

A: matrix (N, N), L: its factor, A = LL', Z: A⁻¹. Of row i only columns first[i]…i are kept, one row after the other: entry (i, j) stands at
`start[i] + j − first[i]`, start (N + 1,): a "skyline" (George and Liu 1981, Computer Solution of Large Sparse Positive Definite Systems, ch. 4). What a row
reaches, its factor reaches. Rows of one period reach back as many periods as the model has lags, so the cost is linear in time. Z on the skyline is
Takahashi's recursion (Takahashi, Fagan and Chin 1973; Rue and Held 2005, Gaussian Markov Random Fields, sec. 2.4.2), exact: all that the moments of
neighbours need.
"""

from __future__ import annotations

import numpy as np

from openmbi.index.dynamic_factor.steps import entry, part

TINY = 1e-14
FAST = {"contract", "reassoc", "nsz", "arcp"}


@entry(fastmath=FAST, error_model="numpy")
def factor(entry, first, start, block, back, period, same):
    """Turn A into L in place and return log|A|; NaN where A is not positive definite.

    `block` (T + 1,): first row of each period, and N; `back` (T,): over how many periods its rows reach back. `same` (T,) is filled in: how many periods
    running, up to this one, L repeats what it was `period` periods before. Where A repeats itself and L has done so for as long as the rows reach back, they
    are copied: they would come out the same.
    """
    T = len(block) - 1
    inverse, known = np.empty(len(first)), np.zeros(T, np.bool_)
    log = 0.0
    for t in range(T):
        known[t] = t >= period and _repeats(entry, first, start, block, t, t - period)
    for t in range(T):
        shift = block[t] - block[t - period] if t >= period else 0
        if known[t] and t > 0 and same[t - 1] > back[t]:
            _copy_rows(entry, inverse, start, block, t, shift)
            same[t] = same[t - 1] + 1
        else:
            if not _factor_rows(entry, inverse, first, start, block[t], block[t + 1]):
                return np.nan
            close = known[t] and _close_rows(entry, start, block, t, shift)
            same[t] = (same[t - 1] + 1 if t > 0 else 1) if close else 0
        for i in range(block[t], block[t + 1]):
            log -= 2 * np.log(inverse[i])
    return log


@part()
def _repeats(entry, first, start, block, t, s):
    """Return whether the rows of period t hold what those of period s do."""
    a, b = block[t], block[s]
    if block[t + 1] - a != block[s + 1] - b:
        return False
    for i in range(block[t + 1] - a):
        if a + i - first[a + i] != b + i - first[b + i]:
            return False
    here, there = start[a], start[b]
    for k in range(start[block[t + 1]] - here):
        if np.abs(entry[here + k] - entry[there + k]) > TINY * np.abs(entry[here + k]):
            return False
    return True


@part()
def _close_rows(entry, start, block, t, shift):
    here, there = start[block[t]], start[block[t] - shift]
    size = start[block[t + 1]] - here
    most, apart = 0.0, 0.0
    for k in range(size):
        most = max(most, np.abs(entry[here + k]))
        apart = max(apart, np.abs(entry[here + k] - entry[there + k]))
    return apart <= TINY * most


@part()
def _copy_rows(entry, inverse, start, block, t, shift):
    here, there = start[block[t]], start[block[t] - shift]
    for k in range(start[block[t + 1]] - here):
        entry[here + k] = entry[there + k]
    for i in range(block[t], block[t + 1]):
        inverse[i] = inverse[i - shift]


@part(fastmath=FAST, error_model="numpy")
def _factor_rows(entry, inverse, first, start, begin, end):
    for i in range(begin, end):
        fi = first[i]
        row = start[i] - fi
        pivot = entry[row + i]
        for j in range(fi, i):
            other = start[j] - first[j]
            total = entry[row + j]
            for k in range(max(fi, first[j]), j):
                total -= entry[row + k] * entry[other + k]
            total *= inverse[j]
            entry[row + j] = total
            pivot -= total * total
        if not pivot > 0:
            return False
        entry[row + i] = np.sqrt(pivot)
        inverse[i] = 1 / entry[row + i]
    return True


@entry(fastmath=FAST, error_model="numpy")
def solve(entry, first, start, b):
    """Return x (N,) of A x = b, from L."""
    N = len(first)
    x = b.copy()
    for i in range(N):
        row = start[i] - first[i]
        total = x[i]
        for k in range(first[i], i):
            total -= entry[row + k] * x[k]
        x[i] = total / entry[row + i]
    for i in range(N - 1, -1, -1):
        row = start[i] - first[i]
        x[i] /= entry[row + i]
        for k in range(first[i], i):
            x[k] -= entry[row + k] * x[i]
    return x


@entry(fastmath=FAST, error_model="numpy")
def selected_inverse(entry, Z, first, start, last, block, ahead, period, same):
    """Put Z on the skyline of L; `last` (N,): the last row that reaches back to a column; `ahead` (T,): how many periods later that is; `same` as
    `factor` left it.

    It goes from the last period to the first; where L repeats itself ahead for as long as a column is reached, and Z has done so, the columns of Z are copied.
    """
    N, T = len(first), len(block) - 1
    rows, column, total = np.empty(N, np.int64), np.empty(N), np.empty(N)
    streak = 0
    for t in range(T - 1, -1, -1):
        later, reach = t + period, ahead[t]
        alike = later + reach < T and ahead[later] == reach and same[later + reach] > reach
        shift = block[later] - block[t] if alike else 0
        if alike and streak > reach:
            _copy_columns(Z, first, start, last, block[t], block[t + 1], shift)
            streak += 1
            continue
        for j in range(block[t + 1] - 1, block[t] - 1, -1):
            _invert_column(entry, Z, first, start, last, j, rows, column, total)
        streak = streak + 1 if alike and _close_columns(Z, first, start, last, block[t], block[t + 1], shift) else 0


@part(fastmath=FAST, error_model="numpy")
def _invert_column(entry, Z, first, start, last, j, rows, column, total):
    reach = 0
    for i in range(j + 1, last[j] + 1):
        if first[i] <= j:
            rows[reach] = i
            column[reach] = entry[start[i] - first[i] + j]
            reach += 1
    pivot = 1 / entry[start[j] - first[j] + j]
    _times(Z, first, start, rows, column, total, reach)
    diagonal = pivot
    for a in range(reach):
        z = -total[a] * pivot
        Z[start[rows[a]] - first[rows[a]] + j] = z
        diagonal -= column[a] * z
    Z[start[j] - first[j] + j] = diagonal * pivot


@part()
def _copy_columns(Z, first, start, last, begin, end, shift):
    for j in range(begin, end):
        for i in range(j, last[j] + 1):
            if first[i] <= j:
                Z[start[i] - first[i] + j] = Z[start[i + shift] - first[i + shift] + j + shift]


@part()
def _close_columns(Z, first, start, last, begin, end, shift):
    most, apart = 0.0, 0.0
    for j in range(begin, end):
        for i in range(j, last[j] + 1):
            if first[i] <= j:
                z = Z[start[i] - first[i] + j]
                most = max(most, np.abs(z))
                apart = max(apart, np.abs(z - Z[start[i + shift] - first[i + shift] + j + shift]))
    return apart <= TINY * most


@part(fastmath=FAST, error_model="numpy")
def _times(Z, first, start, rows, column, total, reach):
    """Put Z[rows, rows] · column into `total`, reading the lower triangle once."""
    for a in range(reach):
        total[a] = 0.0
    whole = reach > 0 and rows[reach - 1] - rows[0] == reach - 1
    for a in range(reach):
        row = start[rows[a]] - first[rows[a]]
        mine, sum_ = column[a], 0.0
        if whole:
            row += rows[0]
            for b in range(a):
                sum_ += Z[row + b] * column[b]
                total[b] += Z[row + b] * mine
            total[a] += sum_ + Z[row + a] * mine
        else:
            for b in range(a):
                z = Z[row + rows[b]]
                sum_ += z * column[b]
                total[b] += z * mine
            total[a] += sum_ + Z[row + rows[a]] * mine


@part(inline="always")
def at(entry, first, start, i, j):
    """Return the entry of row i and column j, in either order."""
    return entry[start[i] - first[i] + j] if i >= j else entry[start[j] - first[j] + i]
