"""Everything by which enterprises are grouped: places, industries, size classes and clusters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from openmbi.catalog.clusters import Clusters, load_clusters
from openmbi.catalog.industry_tree import Industries
from openmbi.catalog.places import Places
from openmbi.catalog.size_classes import SizeClasses, load_size_classes


@dataclass(frozen=True)
class Hierarchy:
    """The declarations that say which group a place, an industry or a size belongs to."""

    places: Places
    industries: Industries
    clusters: Clusters
    size_classes: SizeClasses


def load_hierarchy(overlay: Path | None) -> Hierarchy:
    """Read the whole hierarchy in force.

    Raises
    ------
    Problem
        `catalog.unreadable` or `catalog.invalid` where a declaration is wrong.
    """
    clusters = load_clusters(overlay)
    return Hierarchy(clusters.places, clusters.industries, clusters, load_size_classes(overlay))
