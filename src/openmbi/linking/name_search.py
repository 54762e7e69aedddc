"""The registered names most like some given names, place by place so that it stays feasible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from openmbi.catalog.linking import LinkingParameters
from openmbi.linking.names import core_name
from openmbi.linking.registered import Registered

_AT_ONCE = 4_000_000  # comparisons held at once: 16 MB
_SPARE = 4  # names looked at for each candidate: an enterprise may have several, and an address or code moves one up

Query = tuple[str, str]
"""The core of a name, and the first digits of its place (empty: unknown)."""


@dataclass(frozen=True)
class Block:
    """Core names and whose they are."""

    names: tuple[str, ...]
    enterprises: tuple[str, ...]


@dataclass(frozen=True)
class NameSearch:
    """Searches the names of a register. Likeness is the normalised indel similarity of core names, 0…100."""

    known: Registered
    parameters: LinkingParameters

    @cached_property
    def everywhere(self) -> Block:
        """All names."""
        return _block((core_name(n), e.enterprise) for e in self.known.entries.values() for n in e.names)

    @cached_property
    def places(self) -> Mapping[str, Block]:
        """The names by the first digits of every place that their enterprise had."""
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for entry in self.known.entries.values():
            for place in entry.places:
                found[place[: self.parameters.place_digits]] |= {(core_name(n), entry.enterprise) for n in entry.names}
        return {place: _block(pairs) for place, pairs in found.items()}

    def like(self, queries: Iterable[Query]) -> Mapping[Query, list[str]]:
        """Return for each query the enterprises with the most alike names, best first: of its place, and of all places where those are too unlike."""
        found: dict[Query, list[str]] = {}
        unlike: list[Query] = []
        by_place: dict[str, list[Query]] = defaultdict(list)
        for query in sorted(set(queries)):
            by_place[query[1]].append(query)
        for place, asked in by_place.items():
            for query, best, enterprises in self._search(asked, self.places.get(place, _block(()))):
                found[query] = enterprises
                if best < self.parameters.wide_below:
                    unlike.append(query)
        for query, _, enterprises in self._search(unlike, self.everywhere):
            found[query] = list(dict.fromkeys([*enterprises, *found[query]]))
        return found

    def _search(self, queries: Sequence[Query], block: Block) -> Iterator[tuple[Query, float, list[str]]]:
        """Yield each query with the best likeness found and the enterprises, best first."""
        step = max(1, _AT_ONCE // max(1, len(block.names)))
        for start in range(0, len(queries), step):
            part = queries[start : start + step]
            scores = process.cdist(
                [name for name, _ in part],
                block.names,
                scorer=fuzz.ratio,
                score_cutoff=self.parameters.least_candidate_likeness,
                dtype=np.float32,
                workers=1,
            )
            for query, row in zip(part, scores, strict=True):
                yield query, float(row.max(initial=0.0)), _best(row, block, _SPARE * self.parameters.candidates)


def _block(pairs: Iterable[tuple[str, str]]) -> Block:
    ordered = sorted(set(pairs))
    return Block(tuple(name for name, _ in ordered), tuple(enterprise for _, enterprise in ordered))


def _best(scores: NDArray[np.float32], block: Block, count: int) -> list[str]:
    """Return the enterprises of the highest positive scores; of equal ones, the first in the block's order."""
    chosen = np.flatnonzero(scores > 0)
    if len(chosen) > count:
        bound = np.partition(scores[chosen], -count)[-count]
        chosen = chosen[scores[chosen] >= bound]
    ordered = chosen[np.argsort(-scores[chosen], kind="stable")][:count]
    return list(dict.fromkeys(block.enterprises[number] for number in ordered))
