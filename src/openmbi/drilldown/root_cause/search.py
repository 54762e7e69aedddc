"""The search for the anomalies of largest weight: one after the other, from two starts, each then tried without and told otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np

from openmbi.core.tables import Floats
from openmbi.drilldown.root_cause.cuboids import Cuboid, sums
from openmbi.drilldown.root_cause.parameters import RootCauseParameters
from openmbi.drilldown.root_cause.weight import Anomalies, Anomaly, Flags, claims, cost_of_cuboid, weight

_LEAST_GAIN = 1e-6


@dataclass(frozen=True)
class _Offer:
    """The best anomaly of one cuboid, and about how much it adds."""

    adds: float
    anomaly: Anomaly


@dataclass(frozen=True)
class Search:
    """Leaves' evidence (n, g) over cuboids; what was worked out once is kept."""

    cut: tuple[Cuboid, ...]
    evidence: Floats
    parameters: RootCauseParameters
    _weights: dict[Anomalies, float] = field(default_factory=dict)
    _offers: dict[bytes, list[_Offer]] = field(default_factory=dict)

    def weight(self, anomalies: Anomalies) -> float:
        """Return the weight of a set of anomalies."""
        if anomalies not in self._weights:
            self._weights[anomalies] = weight(self.cut, self.evidence, anomalies, self.parameters)
        return self._weights[anomalies]

    def best(self) -> Anomalies:
        """Return the anomalies of largest weight that are found.

        One start takes the anomaly that adds most, whatever its depth; the other exhausts the coarse cuboids before it looks at finer ones.
        """
        everything = range(1, self.cut[0].depth + 1)
        coarse_first: Anomalies = ()
        for depth in everything:
            coarse_first = self._grown(coarse_first, range(1, depth + 1))
        starts = {self._grown((), everything), coarse_first}
        return max((self._improved(start) for start in starts), key=self.weight)

    def _grown(self, anomalies: Anomalies, depths: Collection[int]) -> Anomalies:
        """Add the best anomaly of the cuboids of some depths for as long as the weight grows."""
        while True:
            offers = [offer for offer in self._offered(anomalies) if self.cut[offer.anomaly.cuboid].depth in depths]
            longer = (*anomalies, max(offers, key=lambda offer: offer.adds).anomaly) if offers else anomalies
            if self.weight(longer) <= self.weight(anomalies) + _LEAST_GAIN:
                return anomalies
            anomalies = longer

    def _improved(self, anomalies: Anomalies) -> Anomalies:
        """Change the anomalies for as long as a change adds weight."""
        while True:
            better = next(
                (one for one in self._changed(anomalies) if self.weight(one) > self.weight(anomalies) + _LEAST_GAIN),
                None,
            )
            if better is None:
                return anomalies
            anomalies = better

    def _changed(self, anomalies: Anomalies) -> Iterator[Anomalies]:
        """Yield the anomalies with an element less, and with one anomaly told otherwise: by any cuboids, by coarser ones first, by finer ones first."""
        deepest = self.cut[0].depth
        for place, anomaly in enumerate(anomalies):
            before, after = anomalies[:place], anomalies[place + 1 :]
            for element in anomaly.elements:
                left = tuple(one for one in anomaly.elements if one != element)
                yield (*before, *((Anomaly(anomaly.cuboid, left),) if left else ()), *after)
        for place, anomaly in enumerate(anomalies):
            rest = anomalies[:place] + anomalies[place + 1 :]
            depth = self.cut[anomaly.cuboid].depth
            for first in (range(1, deepest + 1), range(1, depth), range(depth + 1, deepest + 1)):
                if first:
                    yield self._grown(self._grown(rest, first), range(1, deepest + 1))

    def _offered(self, anomalies: Anomalies) -> list[_Offer]:
        taken = np.any([*claims(self.cut, anomalies), np.zeros(len(self.evidence), bool)], axis=0)
        key = np.packbits(taken).tobytes()
        if key not in self._offers:
            self._offers[key] = list(self._offers_of(taken))
        return self._offers[key]

    def _offers_of(self, taken: Flags) -> Iterator[_Offer]:
        """Yield the best anomaly of each cuboid where some leaves belong to others already."""
        left = np.where(taken[:, None], 0.0, self.evidence) if taken.any() else self.evidence
        for place, (cuboid, by_element) in enumerate(zip(self.cut, sums(self.cut, left), strict=True)):
            each = log(cuboid.elements) - log(self.parameters.further)
            beyond = np.maximum(by_element - each, 0).sum(axis=0)
            change = int(beyond.argmax())
            chosen = np.flatnonzero(by_element[:, change] > each)
            if len(chosen):
                adds = float(beyond[change]) - cost_of_cuboid(cuboid, self.cut[0].depth, self.parameters)
                yield _Offer(adds, Anomaly(place, tuple(chosen.tolist())))
