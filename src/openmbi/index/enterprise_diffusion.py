"""The diffusion index of enterprises by month and group: each enterprise answers by its own level whether it is more, the same or less."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from openmbi.catalog.diffusion import DiffusionSpec
from openmbi.core.periods import Frequency, last_days
from openmbi.core.tables import Days, Flags, Floats, IndexTerms, Level, Names, Numbers, Stints
from openmbi.index.diffusion import diffusion_index
from openmbi.index.stint_rows import stint_rows
from openmbi.index.subject_months import subject_months


@dataclass(frozen=True)
class Answers:
    """What each enterprise (n,) says of each month (M,), by first days, against the month before: `up`, `same` (n, M), else less.

    `known` (n, M): its level of both months is known. `last` (M,): number of each month's last day on the days that stints count.
    """

    months: Days
    last: Numbers
    up: Flags
    same: Flags
    known: Flags


@dataclass(frozen=True)
class GroupDiffusion:
    """The diffusion index of G groups of one level in M months (first days).

    `value`, `up`, `same` (G, M) in 0..100, NaN where no enterprise is known; `enterprises` (G, M): how many the shares are of.
    """

    index: str
    level: Level
    groups: Names
    months: Days
    value: Floats
    up: Floats
    same: Floats
    enterprises: Numbers


def answers(terms: IndexTerms, months: Days, spec: DiffusionSpec) -> Answers:
    """Return the answers of the enterprises of a daily level, from its mean over each whole month as `subject_months` gives it."""
    level = subject_months(terms, Frequency.DAILY, months).astype(np.float64)
    before = np.hstack([np.full((len(level), 1), np.nan), level[:, :-1]])[:, : len(months)]
    up, same = moved(before, level, spec.tolerance)
    last = np.searchsorted(terms.days, last_days(months, Frequency.MONTHLY))
    return Answers(months, last.astype(np.intp), up, same, ~np.isnan(before) & ~np.isnan(level))


def moved(before: Floats, now: Floats, tolerance: float) -> tuple[Flags, Flags]:
    """Return what rose by more than `tolerance` × the level before, and what changed by no more; neither where one of both is NaN.

    Who stood still and still does has not changed.
    """
    up = now > before * (1 + tolerance)
    return up, (now >= before * (1 - tolerance)) & (now <= before * (1 + tolerance))


def enterprise_diffusion(given: Answers, stints: Stints, spec: DiffusionSpec) -> GroupDiffusion:
    """Return DI = up + ½ same of every group of a level, in per cent of its enterprises, each counted once however large it is.

    An enterprise counts where it belonged on the month's last day.
    """
    rows = stint_rows([stints])
    inside = (rows.first[:, None] <= given.last) & (given.last < rows.stop[:, None])
    belongs = sparse.csr_matrix(
        (np.ones(len(rows.row)), (rows.group, np.arange(len(rows.row)))), shape=(rows.count, len(rows.row))
    )
    up, same, known = (
        np.asarray(belongs @ (inside & flag[rows.row]).astype(np.float64))
        for flag in (given.up, given.same, given.known)
    )
    of = np.where(known > 0, known, np.nan)
    return GroupDiffusion(
        index=spec.code,
        level=stints.level,
        groups=stints.groups,
        months=given.months,
        value=diffusion_index(100 * up / of, 100 * same / of),
        up=100 * up / of,
        same=100 * same / of,
        enterprises=known.astype(np.intp),
    )
