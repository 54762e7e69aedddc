"""What each enterprise brings to the level, stratum by stratum: own relative use, own base mean, membership; nothing of any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from openmbi.catalog.indexes import LevelSpec
from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.tables import IndexTerms, Names
from openmbi.index.membership import membership
from openmbi.index.resolved_use import resolve_use


def subject_terms(adjusted: AdjustedPanel, spec: LevelSpec, *, exits: Mapping[str, date] = {}) -> IndexTerms:
    """Return the terms of the subjects of one stratum, without a divisor (NaN): it is worked out over all strata by `zone_level`.

    vᵢₜ = resolved use ÷ own base mean; the weight is the base mean, in the unit of the panel a day, 0 for who is never a member. Each row depends on its own
    row of `adjusted` alone, so strata may be adjusted and resolved one after another. A stratum without members is no error.

    Raises
    ------
    Problem
        `index.no-base-days` (see `base_days`).
    """
    resolved = resolve_use(adjusted, spec)
    members = membership(adjusted, resolved.use, spec, exits)
    member = members.on_days()
    known = member.copy()
    known[:, :-1] |= member[:, 1:]
    weight = np.nan_to_num(members.base_mean)
    return IndexTerms(
        index=spec.code,
        subjects=adjusted.subjects,
        days=adjusted.days,
        weight=weight,
        relative=np.where(known, resolved.use, np.nan) / np.where(weight > 0, weight, np.nan)[:, None],
        member=member,
        divisor=np.full(len(adjusted.days), np.nan),
        filled=resolved.filled & member,
        capped=resolved.capped & member,
    )


def concatenated(parts: Iterable[IndexTerms], subjects: Names) -> IndexTerms:
    """Return the terms of all strata in the order of `subjects` (n,), which are sorted; a subject that no part has is never a member.

    `parts` may be a generator that makes one stratum after another: no more than one of them is held beside the whole.
    """
    whole: IndexTerms | None = None
    for part in parts:
        whole = _nobody(part, subjects) if whole is None else whole
        _write(whole, part)
    if whole is None:
        raise ValueError("no part was given")
    return whole


def _nobody(like: IndexTerms, subjects: Names) -> IndexTerms:
    shape = (len(subjects), len(like.days))
    member, filled, capped = (np.zeros(shape, bool) for _ in range(3))
    return replace(
        like,
        subjects=subjects,
        weight=np.zeros(len(subjects)),
        relative=np.full(shape, np.nan),
        divisor=np.full(len(like.days), np.nan),
        member=member,
        filled=filled,
        capped=capped,
    )


def _write(whole: IndexTerms, part: IndexTerms) -> None:
    """Write the rows of a part into the whole, which is still being made."""
    rows = np.searchsorted(whole.subjects, part.subjects)
    if not (np.array_equal(part.days, whole.days) and _are_those(whole.subjects, rows, part.subjects)):
        raise ValueError("a part has other days, or a subject that is not asked for")
    for name in ("weight", "relative", "member", "filled", "capped"):
        getattr(whole, name)[rows] = getattr(part, name)


def _are_those(subjects: Names, rows: np.ndarray, wanted: Names) -> bool:
    return bool((rows < len(subjects)).all()) and bool((subjects[rows] == wanted).all())
