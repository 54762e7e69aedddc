"""The search for the anomalies of largest weight: one after the other, from two starts, each then tried without and told otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from math import log

import numpy as np

from openmbi.core.tables import Floats
from openmbi.drilldown.root_cause.cuboids import Cuboid, sums
from openmbi.drilldown.root_cause.parameters import RootCauseParameters
from openmbi.drilldown.root_cause.weight import Anomalies, Anomaly, Flags, claims, cost_of_cuboid, weight

_LEAST_GAIN = 1e-6
_NEARLY_WHOLE = 0.8
_ENOUGH_LEFT = 0.35


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
        everything = range(self.cut[0].depth + 1)
        coarse_first: Anomalies = ()
        for depth in everything[1:]:
            coarse_first = self._grown(coarse_first, range(1, depth + 1))
        starts = {self._grown((), everything), coarse_first}
        return self._sure(max((self._improved(start) for start in starts), key=self.weight))

    def evidence_for(self, anomalies: Anomalies, place: int, element: int) -> float:
        """Return how much weight an element of one of the anomalies adds."""
        return self.weight(anomalies) - self.weight(_without(anomalies, place, element))

    def _sure(self, anomalies: Anomalies) -> Anomalies:
        """Leave out elements with little evidence, the least first."""
        while anomalies:
            told = [(place, element) for place, anomaly in enumerate(anomalies) for element in anomaly.elements]
            place, element = min(told, key=lambda one: self.evidence_for(anomalies, *one))
            if self.evidence_for(anomalies, place, element) >= self.parameters.least_evidence:
                break
            anomalies = _without(anomalies, place, element)
        return anomalies

    def _grown(self, anomalies: Anomalies, depths: Collection[int]) -> Anomalies:
        """Add the best anomaly of the cuboids of some depths for as long as the weight grows."""
        while len(anomalies) < self.parameters.most_anomalies:
            offers = [offer for offer in self._offered(anomalies) if self.cut[offer.anomaly.cuboid].depth in depths]
            longer = (*anomalies, max(offers, key=lambda offer: offer.adds).anomaly) if offers else anomalies
            if self.weight(longer) <= self.weight(anomalies) + _LEAST_GAIN:
                break
            anomalies = longer
        return anomalies

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
        """Yield the anomalies with one of them told otherwise: an element less, whole elements of a coarser cuboid, other cuboids altogether."""
        for place, anomaly in enumerate(anomalies):
            for element in anomaly.elements:
                yield _without(anomalies, place, element)
            for others in self._coarser(anomaly):
                yield (*anomalies[:place], *others, *anomalies[place + 1 :])
        every = range(self.cut[0].depth + 1)
        for place, anomaly in enumerate(anomalies):
            rest = anomalies[:place] + anomalies[place + 1 :]
            depth = self.cut[anomaly.cuboid].depth
            for first in (every, every[:depth], every[depth + 1 :]):
                if first:
                    yield self._grown(self._grown(rest, first), every)

    def _coarser(self, anomaly: Anomaly) -> Iterator[Anomalies]:
        """Yield an anomaly as one of a coarser cuboid, whose elements it holds nearly whole, and what is left of it.

        Two anomalies with about one change may first be found as many elements of the cuboid that cuts both.
        """
        cuboid = self.cut[anomaly.cuboid]
        held = cuboid.covered(anomaly.elements)
        for place, coarse in enumerate(self.cut):
            if set(coarse.dimensions) < set(cuboid.dimensions):
                share = np.bincount(coarse.element, held) / np.bincount(coarse.element)
                whole = np.flatnonzero(share > _NEARLY_WHOLE)
                if len(whole):
                    inside = coarse.covered(whole)
                    outside = np.bincount(cuboid.element, inside, cuboid.elements) == 0
                    left = tuple(one for one in anomaly.elements if outside[one])
                    yield (Anomaly(place, tuple(whole.tolist())), *_of(anomaly.cuboid, left))

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
            beyond = np.maximum(by_element - each, 0) * _enough_left(cuboid, taken)[:, None]
            adds_by_change = beyond.sum(axis=0)
            change = int(adds_by_change.argmax())
            chosen = np.flatnonzero(beyond[:, change])
            if len(chosen):
                adds = float(adds_by_change[change]) - cost_of_cuboid(cuboid, self.cut[0].depth, self.parameters)
                yield _Offer(adds, Anomaly(place, tuple(chosen.tolist())))


def _enough_left(cuboid: Cuboid, taken: Flags) -> Flags:
    """Tell which elements (N,) have more than a third of their leaves left: of others it is a part that moved, and a finer cuboid has it."""
    return np.bincount(cuboid.element, ~taken) > _ENOUGH_LEFT * np.bincount(cuboid.element)


def _of(cuboid: int, elements: tuple[int, ...]) -> Anomalies:
    return (Anomaly(cuboid, elements),) if elements else ()


def _without(anomalies: Anomalies, place: int, element: int) -> Anomalies:
    left = tuple(one for one in anomalies[place].elements if one != element)
    return (*anomalies[:place], *_of(anomalies[place].cuboid, left), *anomalies[place + 1 :])
