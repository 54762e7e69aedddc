"""Industrial clusters: declared sets of industries and, where they are local, of places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from openmbi.catalog.industry_tree import Industries, load_industries
from openmbi.catalog.loader import Declaration, Name, load_all
from openmbi.catalog.places import Code, Places, load_places


class Cluster(Declaration):
    """The enterprises of some industries (codes of GB/T 4754 of any depth) and places (no place: everywhere)."""

    code: str
    name: Name
    citation: Name
    industries: Annotated[tuple[Annotated[str, Field(pattern=r"^[A-T](\d{2,4})?$")], ...], Field(min_length=1)]
    places: tuple[Code, ...] = ()


@dataclass(frozen=True)
class Clusters:
    """All declared clusters. An enterprise may belong to several, or to none."""

    clusters: Mapping[str, Cluster]
    industries: Industries
    places: Places

    def contains(self, cluster: str, industry: str, place: str, day: date = date.max) -> bool:
        """Say whether an enterprise of an industry and a place belongs to a cluster on a day; one whose industry is told less deep than declared does not."""
        return self.has_industry(cluster, industry) and self.has_place(cluster, place, day)

    def has_industry(self, cluster: str, industry: str) -> bool:
        """Say whether an industry is, or lies in, one of a cluster's."""
        return any(self.industries.contains(whole, industry) for whole in self.clusters[cluster].industries)

    def has_place(self, cluster: str, place: str, day: date = date.max) -> bool:
        """Say whether a place is, or lies in, one of a cluster's on a day."""
        wholes = self.clusters[cluster].places
        return not wholes or any(self.places.contains(whole, place, day) for whole in wholes)


def load_clusters(overlay: Path | None) -> Clusters:
    """Read every declared cluster; a cluster of a province lists its places, so that it finds nobody elsewhere.

    Raises
    ------
    Problem
        `catalog.unreadable` or `catalog.invalid` where a declaration is wrong.
    """
    return Clusters(load_all(Cluster, "clusters", overlay), load_industries(overlay), load_places(overlay))
