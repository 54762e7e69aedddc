"""How well a set of anomalies explains the leaves, less what it costs to tell it: the figure that the search makes as large as it can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb, lgamma, log

import numpy as np
from numpy.typing import NDArray

from openmbi.core.tables import Floats
from openmbi.drilldown.root_cause.cuboids import Cuboid
from openmbi.drilldown.root_cause.parameters import RootCauseParameters

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Anomaly:
    """Elements of one cuboid, both by their number, that share one change."""

    cuboid: int
    elements: tuple[int, ...]


Anomalies = tuple[Anomaly, ...]
"""In the order in which they claim leaves: a leaf that several hold belongs to the first."""


def claims(cut: Sequence[Cuboid], anomalies: Anomalies) -> Iterator[Flags]:
    """Yield the leaves (n,) that belong to each anomaly."""
    taken = np.zeros(len(cut[0].element), bool)
    for anomaly in anomalies:
        held = cut[anomaly.cuboid].covered(anomaly.elements) & ~taken
        taken |= held
        yield held


def weight(cut: Sequence[Cuboid], evidence: Floats, anomalies: Anomalies, parameters: RootCauseParameters) -> float:
    """Return the log of how much likelier the leaves are with the anomalies than without, less their cost; 0 for none.

    An anomaly's likelihood is the mean over all changes that are tried (n, g), so one that only a lucky change explains gains little.
    """
    gained = sum(_mean_likelihood(evidence[held].sum(axis=0)) for held in claims(cut, anomalies))
    return gained - sum(cost(cut, anomaly, parameters) for anomaly in anomalies)


def cost(cut: Sequence[Cuboid], anomaly: Anomaly, parameters: RootCauseParameters) -> float:
    """Return −log of an anomaly's chance beforehand: every depth alike, then every cuboid, then every set of as many elements."""
    cuboid, told = cut[anomaly.cuboid], len(anomaly.elements)
    sets = lgamma(cuboid.elements + 1) - lgamma(told + 1) - lgamma(cuboid.elements - told + 1)
    return cost_of_cuboid(cuboid, cut[0].depth, parameters) + sets - told * log(parameters.further)


def cost_of_cuboid(cuboid: Cuboid, depths: int, parameters: RootCauseParameters) -> float:
    """Return the part of the cost that does not depend on the elements."""
    return log((depths + 1) * comb(depths, cuboid.depth)) - log(parameters.further)


def _mean_likelihood(by_change: Floats) -> float:
    most = by_change.max()
    return float(most + np.log(np.exp(by_change - most).mean()))
