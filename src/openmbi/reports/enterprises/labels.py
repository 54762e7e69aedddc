"""The words of the search."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text

TITLE = Text("企业", "Enterprises")
UNNAMED = Text("企业 {code}", "Enterprise {code}")
SORTS = MappingProxyType({"weight": Text("按权重", "by weight"), "name": Text("按名称", "by name")})
ANY_ALERT = Text("有成立的预警", "any that stands")
LABELS = MappingProxyType(
    {
        "lead": Text(
            "按名称中的任何几个字，或统一社会信用代码（或其开头）查找；多个词之间用空格。",
            "Find by any part of the name, or by the credit code or its beginning; several words stand apart by spaces.",
        ),
        "query": Text("名称或代码", "Name or code"),
        "place": Text("地区", "Place"),
        "industry": Text("行业", "Industry"),
        "light": Text("活跃度灯", "Activity light"),
        "alert": Text("预警灯", "Alert light"),
        "sort": Text("排序", "Order"),
        "any": Text("不限", "any"),
        "find": Text("查找", "Find"),
        "total": Text("共 {count} 家", "{count} enterprises"),
        "none": Text("没有找到。试试更短的词，或放宽条件。", "None was found. Try a shorter word, or ask for less."),
        "name": Text("企业", "Enterprise"),
        "level": Text("水平", "Level"),
        "weight": Text("权重", "Weight"),
        "next": Text("下一页", "Next page"),
        "first": Text("第一页", "First page"),
    }
)
