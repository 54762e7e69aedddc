"""How probable it was, by the alerts verified before it, that an alert is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from heapq import heapify, heappop

import numpy as np

from openmbi.core.quality import Judged, Verdict
from openmbi.core.tables import Floats

FEWEST = 20


def past_probabilities(judged: Sequence[Judged], *, fewest: int = FEWEST) -> Floats:
    """Return (n,), for each alert, the share of right ones among those like it whose verdict was known before the day it was found.

    Alike are alerts of the same level, stratum and colour; where fewer than `fewest` were verified, those of the same level and colour; NaN where these are too
    few as well. The share is (right + ½) / (verified + 1) (Krichevsky and Trofimov 1981, IEEE Trans. Information Theory 27:199), which is never certain. What
    comes later never alters it.
    """
    verdicts = [
        (one.verdict_on or one.alert.found_on, place)
        for place, one in enumerate(judged)
        if one.counts and one.verdict is not Verdict.UNVERIFIED
    ]
    heapify(verdicts)
    right: Counter[tuple] = Counter()
    verified: Counter[tuple] = Counter()
    found = np.full(len(judged), np.nan)
    for place in sorted(range(len(judged)), key=lambda place: judged[place].alert.found_on):
        while verdicts and verdicts[0][0] < judged[place].alert.found_on:
            known = judged[heappop(verdicts)[1]]
            for group in _groups(known):
                verified[group] += 1
                right[group] += known.verdict is Verdict.CONFIRMED
        for group in _groups(judged[place]):
            if verified[group] >= fewest:
                found[place] = (right[group] + 0.5) / (verified[group] + 1)
                break
    return found


def _groups(one: Judged) -> tuple[tuple, tuple]:
    alert = one.alert
    return (alert.level, alert.colour, alert.stratum), (alert.level, alert.colour)
