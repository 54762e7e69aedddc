"""The level of each enterprise by month, of an indicator of any frequency, against its own base."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from openmbi.core.periods import Frequency
from openmbi.core.tables import Days, IndexTerms
from openmbi.index.monthly_levels import month_shares
from openmbi.index.row_blocks import row_blocks

MINIMUM_READ = 0.5
"""Share of a month's days that must rest on readings: below it the month would tell what was expected, and not what was."""
_BLOCK = 1024


def subject_months(terms: IndexTerms, frequency: Frequency, months: Days) -> NDArray[np.float32]:
    """Return 100 × the mean relative value (n, M) over each month, given by first days (M,); own base = 100.

    Each period counts by its days in the month, so that a quarter stands for its three months and no other. NaN where the subject was no member on all of
    the month's days, or where readings cover less than `MINIMUM_READ` of them.
    """
    share = month_shares(terms.days, frequency, months)
    used = np.flatnonzero(share.any(axis=1))
    result = np.full((len(terms.subjects), len(months)), np.nan, np.float32)
    if not len(used):
        return result
    span = slice(used[0], used[-1] + 1)
    weights = sparse.csr_matrix(share[span].T)
    for rows in row_blocks(len(terms.subjects), _BLOCK):
        member, filled = terms.member[rows, span], terms.filled[rows, span]
        whole = weights @ member.T.astype(float) > 1 - 1e-9
        read = weights @ (member & ~filled).T.astype(float) >= MINIMUM_READ - 1e-9
        mean = weights @ np.where(member, terms.relative[rows, span], 0.0).T
        result[rows] = np.where(whole & read, 100 * mean, np.nan).T
    return result
