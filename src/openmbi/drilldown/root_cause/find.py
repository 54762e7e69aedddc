"""The root causes of a total that moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from openmbi.core.root_causes import RootCause, RootCauses
from openmbi.core.tables import Floats, Names
from openmbi.drilldown.root_cause.cuboids import cuboids
from openmbi.drilldown.root_cause.evidence import evidence
from openmbi.drilldown.root_cause.leaves import Leaves, gathered
from openmbi.drilldown.root_cause.parameters import RootCauseParameters
from openmbi.drilldown.root_cause.search import Search
from openmbi.drilldown.root_cause.shared_move import without_common_move
from openmbi.drilldown.root_cause.spread import Spread, ordinary_spread
from openmbi.drilldown.root_cause.weight import Anomalies, claims


def root_causes(
    observed: Floats,
    expected: Floats,
    dimensions: Mapping[str, Names],
    parameters: RootCauseParameters | None = None,
    *,
    spread: float | None = None,
) -> RootCauses:
    """Return the few groups of leaves whose common moves explain best why a total lies below, or above, what was expected.

    A set of anomalies is weighed by how much likelier it makes the leaves, less what it costs to tell it; the set of largest weight is looked for.

    Parameters
    ----------
    observed, expected
        Values (m,) in one unit, not negative; those of one combination of codes are summed to a leaf.
    dimensions
        Name of each dimension, and every value's code on it (m,).
    spread
        Ordinary spread of a leaf about its expectation as a share, where it is known; otherwise it is told from the leaves.

    Raises
    ------
    ValueError
        As `gathered`; where there are more leaves than `parameters.most_leaves`.
    """
    parameters = parameters or RootCauseParameters()
    leaves = gathered(observed, expected, dimensions)
    count = len(leaves.observed)
    if count > parameters.most_leaves:
        raise ValueError(f"{count} leaves are more than {parameters.most_leaves}")
    if not count or not dimensions:
        return RootCauses((), 0.0, 0.0, 0.0, 0.0, float("nan"))
    centred, common = without_common_move(leaves, parameters.most_common)
    usual = ordinary_spread(centred, parameters) if spread is None else Spread(np.full(count, spread), np.inf)
    search = Search(cuboids(leaves.number), evidence(centred, usual, parameters), parameters)
    found = search.best()
    causes = sorted(_told(leaves, search, found), key=lambda cause: (-abs(cause.moved), cause.element))
    held = np.any([*claims(search.cut, found), np.zeros(count, bool)], axis=0)
    return RootCauses(
        tuple(causes),
        float(leaves.observed.sum()),
        float(leaves.expected.sum()),
        float((leaves.observed - leaves.expected)[held].sum()),
        (1 / common if leaves.rises else common) - 1,
        float(np.median(usual.scale)),
    )


def _told(leaves: Leaves, search: Search, found: Anomalies) -> Iterator[RootCause]:
    for number, (anomaly, held) in enumerate(zip(found, claims(search.cut, found), strict=True)):
        change = _share(leaves.observed[held].sum(), leaves.expected[held].sum())
        cuboid = search.cut[anomaly.cuboid]
        for element in anomaly.elements:
            own = cuboid.covered([element])
            codes = zip(cuboid.dimensions, cuboid.codes[element].tolist(), strict=True)
            yield RootCause(
                tuple((leaves.names[dimension], str(leaves.codes[dimension][code])) for dimension, code in codes),
                float(leaves.observed[own].sum()),
                float(leaves.expected[own].sum()),
                change,
                number,
                int(own.sum()),
                search.evidence_for(found, number, element),
            )


def _share(observed: float, expected: float) -> float:
    return float(observed / expected - 1) if expected > 0 else float("nan")
