"""What the groups of a subject are called where their names are not known."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text
from openmbi.core.tables import Level

LEVELS = MappingProxyType(
    {
        Level.ZONE: Text("全域", "the whole zone"),
        Level.CITY: Text("所在地市", "its city"),
        Level.COUNTY: Text("所在县区", "its county"),
        Level.INDUSTRY: Text("所属行业", "its industry"),
        Level.INDUSTRY_GROUP: Text("所属行业中类", "its industry group"),
        Level.CELL: Text("所在地市的同行业", "its industry in its city"),
        Level.SIZE_CLASS: Text("同规模企业", "its size class"),
        Level.CLUSTER: Text("所在产业集群", "its cluster"),
        Level.ENTERPRISE: Text("本企业", "the enterprise"),
    }
)
