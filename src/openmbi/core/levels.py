"""The levels of groups. Apart from the typed tables, so that what only names a level needs no arrays."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """What a group of enterprises is a group of: macro (zone), meso (the others), micro (enterprise)."""

    ZONE = "zone"
    CITY = "city"
    COUNTY = "county"
    INDUSTRY = "industry"
    INDUSTRY_GROUP = "industry_group"
    CELL = "cell"
    SIZE_CLASS = "size_class"
    CLUSTER = "cluster"
    ENTERPRISE = "enterprise"
