"""Root causes: the few groups, such as one industry of one city, whose common move explains why a total of many dimensions moved."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Any


@dataclass(frozen=True)
class RootCause:
    """One group of leaves that moved together.

    `element`: dimension and code of each dimension that the group is cut by, in the order of the dimensions; the other dimensions are whole, and an empty
    element is the total itself. `observed`, `expected`: sums over its `leaves` in the unit of the total. `anomaly`: causes of one number are cut by the same
    dimensions and share one `change`, that of their leaves together: −0.4 where they lie 40 % below what was expected, NaN where nothing was. `evidence`: log
    of how much likelier the leaves are with this cause than without it, the other causes as found, less what it costs to tell it.
    """

    element: tuple[tuple[str, str], ...]
    observed: float
    expected: float
    change: float
    anomaly: int
    leaves: int
    evidence: float

    @property
    def moved(self) -> float:
        """Observed less expected, in the unit of the total."""
        return self.observed - self.expected


@dataclass(frozen=True)
class RootCauses:
    """Why a total moved: its root causes, what moved most first; none where nothing stands out of the ordinary spread.

    `observed`, `expected`: the total. `explained`: observed less expected over all leaves of the causes, each leaf counted once. `common`: relative change
    of all leaves alike, which is no cause. `spread`: ordinary spread of a leaf of middle size about its expectation, as a share.
    """

    causes: tuple[RootCause, ...]
    observed: float
    expected: float
    explained: float
    common: float
    spread: float

    @property
    def moved(self) -> float:
        """Observed less expected, in the unit of the total."""
        return self.observed - self.expected

    def document(self) -> dict[str, Any]:
        """Return the causes as plain JSON types."""
        return {
            "observed": self.observed,
            "expected": self.expected,
            "explained": self.explained,
            "common": self.common,
            "spread": _known(self.spread),
            "causes": [
                {
                    "element": dict(cause.element),
                    "observed": cause.observed,
                    "expected": cause.expected,
                    "change": _known(cause.change),
                    "anomaly": cause.anomaly,
                    "leaves": cause.leaves,
                    "evidence": cause.evidence,
                }
                for cause in self.causes
            ],
        }


def _known(value: float) -> float | None:
    return None if isnan(value) else value
