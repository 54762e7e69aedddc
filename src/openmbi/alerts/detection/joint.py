"""Channels that rest on more than one series: several indicators of a subject that agree, and one enterprise that falls while another of its owner rises."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit

from openmbi.alerts.detection.track import Track
from openmbi.core.tables import Floats, Numbers

RELOCATION_LAGS = 2, 3
"""Which lags a relocation is looked for on: a week and a fortnight."""


def joint_channels(found: Sequence[Floats], tracks: Sequence[Track], owner: Numbers | None) -> list[Floats]:
    """Return the channels beside those of the tracks: where there are several tracks, by lag (n, L); where owners are known, relocations (n, 2)."""
    lags = len(tracks[0].lags)
    joint = [_agreement([each[:, :lags] for each in found])] if len(tracks) > 1 else []
    if owner is not None:
        joint.append(np.stack([_relocation(found[0][:, lag], owner) for lag in RELOCATION_LAGS], axis=1))
    return joint


def _agreement(found: Sequence[Floats]) -> Floats:
    """Return how far at least two indicators move the same way, (n, L): the second farthest; 0 where not two do, NaN where fewer than two were read.

    A partial conjunction (Benjamini & Heller 2008, Biometrics 64:1215): one alone, however far it goes, is no agreement, and has channels of its own.
    """
    every = np.stack(found)
    known = np.isfinite(every)
    ordered = np.sort(np.where(known, every, 0.0), axis=0)
    up, down = np.maximum(ordered[-2], 0.0), np.minimum(ordered[1], 0.0)
    return np.where(known.sum(axis=0) < 2, np.nan, np.where(up >= -down, up, down))


@njit(cache=True)
def _relocation(size: Floats, owner: Numbers) -> Floats:
    """Return (n,) how far a subject falls while the best other of its owner rises, as the smaller of both, negative; 0 where not both, NaN without another."""
    owners = owner.max() + 1
    best, second = np.full(owners, -np.inf), np.full(owners, -np.inf)
    holder = np.full(owners, -1)
    for i in range(len(size)):
        mine = owner[i]
        if mine < 0 or size[i] != size[i]:
            continue
        if size[i] > best[mine]:
            second[mine], best[mine], holder[mine] = best[mine], size[i], i
        elif size[i] > second[mine]:
            second[mine] = size[i]
    found = np.full(len(size), np.nan)
    for i in range(len(size)):
        mine = owner[i]
        if mine < 0 or size[i] != size[i]:
            continue
        other = second[mine] if holder[mine] == i else best[mine]
        if other > -np.inf:
            found[i] = -min(max(-size[i], 0.0), max(other, 0.0)) * 2**0.5
    return found
