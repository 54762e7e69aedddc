"""What the peers did over the same days: whether to look for a cause that is shared, or for one of the subject's own."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from openmbi.alerts.reasons.context import Peers
from openmbi.alerts.reasons.figures import both, percent, signed_percent
from openmbi.core.alerts import Direction
from openmbi.core.language import Text

FEWEST = 3
"""Fewer peers than these tell nothing."""
ALIKE = 0.5
"""A peer moved alike where it moved the same way by at least this share of the subject's own move."""

_SAID = Text(
    "同组（{name}）其余 {count} 个同期变动中位数 {median}，{alike} 个与之同向且幅度达其一半以上；其幅度在 {all} 个中排第 {rank}",
    "the other {count} of its group ({name}) changed by {median} (median) over the same days; {alike} moved the same way at least half as far; "
    "its move ranks {rank} of {all}",
)
_SHARED = Text("同组普遍同向变动，先查共同原因", "the group moved with it: look first for a shared cause")
_OWN = Text("同组并未随之变动，先查自身原因", "the group did not move with it: look first for a cause of its own")
_FEW = Text("同组可比的不足 {fewest} 个，无从比较", "fewer than {fewest} peers to compare with")


def peers_document(peers: Peers | None, direction: Direction) -> dict[str, Any] | None:
    """Return the peers' median change and how many moved alike; null where there are too few."""
    if peers is None or len(peers.changes) < FEWEST:
        return None
    return {
        "level": peers.level.value,
        "code": peers.code,
        "name": both(peers.name),
        "count": len(peers.changes),
        "median": percent(median(peers.changes)),
        "own": percent(peers.own),
        "alike": _alike(peers, direction),
        "rank": _rank(peers, direction),
        "shared": _shared(peers, direction),
    }


def peers_sentences(peers: Peers | None, direction: Direction) -> Iterator[Text]:
    """Yield what the peers did, and where to look first."""
    if peers is None:
        return
    if len(peers.changes) < FEWEST:
        yield _FEW.fill(fewest=FEWEST)
        return
    yield _SAID.fill(
        name=peers.name,
        count=len(peers.changes),
        median=signed_percent(median(peers.changes)),
        alike=_alike(peers, direction),
        all=len(peers.changes) + 1,
        rank=_rank(peers, direction),
    )
    yield _SHARED if _shared(peers, direction) else _OWN


def _towards(change: float, direction: Direction) -> float:
    """Return a change counted in the alert's direction."""
    return -change if direction is Direction.DOWN else change


def _alike(peers: Peers, direction: Direction) -> int:
    own = _towards(peers.own, direction)
    return sum(own > 0 and _towards(each, direction) >= ALIKE * own for each in peers.changes)


def _rank(peers: Peers, direction: Direction) -> int:
    own = _towards(peers.own, direction)
    return 1 + sum(_towards(each, direction) > own for each in peers.changes)


def _shared(peers: Peers, direction: Direction) -> bool:
    """Whether at least half of the peers moved alike."""
    return 2 * _alike(peers, direction) >= len(peers.changes)
