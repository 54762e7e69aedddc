"""How alike two names are, from 0 to 100."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz

from openmbi.linking.names import core_name

_LEAST_LETTERS = 2


def likeness(one: str, other: str) -> float:
    """Return how alike two core or plain texts are, 0…100: 100 · 2·(longest common subsequence) ÷ (both lengths), the normalised indel similarity."""
    return float(fuzz.ratio(one, other))


def agrees(name: str, registered: Iterable[str], least: float) -> bool:
    """Return whether a name is like any registered one, or one stands whole within the other (a short name of the same company)."""
    core = core_name(name)
    return any(_contains(core, other) or likeness(core, other) >= least for other in map(core_name, registered))


def _contains(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _LEAST_LETTERS and shorter in longer
