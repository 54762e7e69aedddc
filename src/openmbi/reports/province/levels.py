"""The levels in words."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text
from openmbi.core.tables import Level

NAMES = MappingProxyType(
    {
        Level.ZONE: Text("全域", "Whole zone"),
        Level.CITY: Text("地市", "City"),
        Level.COUNTY: Text("县区", "County"),
        Level.INDUSTRY: Text("行业", "Industry"),
        Level.INDUSTRY_GROUP: Text("行业中类", "Industry group"),
        Level.CELL: Text("地市 × 行业", "City × industry"),
        Level.SIZE_CLASS: Text("企业规模", "Size class"),
        Level.CLUSTER: Text("产业集群", "Cluster"),
        Level.ENTERPRISE: Text("企业", "Enterprise"),
    }
)
PLURALS = MappingProxyType(
    {
        **NAMES,
        Level.CITY: Text("地市", "Cities"),
        Level.COUNTY: Text("县区", "Counties"),
        Level.INDUSTRY: Text("行业", "Industries"),
        Level.INDUSTRY_GROUP: Text("行业中类", "Industry groups"),
        Level.CELL: Text("地市 × 行业", "Cells"),
        Level.SIZE_CLASS: Text("企业规模", "Size classes"),
        Level.CLUSTER: Text("产业集群", "Clusters"),
        Level.ENTERPRISE: Text("企业", "Enterprises"),
    }
)
