"""What the pages of the province say of codes that have no words of their own."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.catalog.events import EventKind
from openmbi.core.language import Text
from openmbi.sources.feed_alarms import AlarmKind

EVENT = MappingProxyType(
    {
        EventKind.TYPHOON: Text("台风", "typhoon"),
        EventKind.POWER_RATIONING: Text("有序用电", "power rationing"),
        EventKind.ENVIRONMENTAL_STOP: Text("环保停限产", "environmental stop"),
        EventKind.EPIDEMIC: Text("疫情", "epidemic"),
        EventKind.HOLIDAY: Text("假期", "holiday"),
        EventKind.OTHER: Text("其他", "other"),
    }
)
ALARM = MappingProxyType(
    {
        AlarmKind.LATE: Text("迟到", "late"),
        AlarmKind.SHORT: Text("不全", "short"),
        AlarmKind.FAILED: Text("失败", "failed"),
    }
)
WEIGHTS = MappingProxyType(
    {
        "base_period_use": Text(
            "无企业年度核算数据，权重为基期用电量（千瓦时）",
            "no enterprise accounts: the weight is base-period use (kWh)",
        ),
        "value_added": Text(
            "权重为企业年度增加值；{members} 家成员中 {imputed} 家没有核算数据，按其基期用电量与同行业增加值用电比的中位数推算",
            "the weight is annual value added; {imputed} of {members} members have no accounts: theirs is base use times the median of value added per kWh "
            "in their industry",
        ),
    }
)
LINK_KIND = MappingProxyType(
    {
        "meter": Text("电表", "meter"),
        "account": Text("账户", "account"),
        "plate": Text("车牌", "plate"),
        "name": Text("名称", "name"),
    }
)
NO_USE = Text(
    "截至该时点没有归到该企业的用电读数（电表可能尚未关联）",
    "no electricity use was known to be its own (its meters may not be linked)",
)
GENERATING = Text("自 {day} 起有自发电，计入用电", "it has generated electricity since {day}, which counts as use")
SHARES_OF = MappingProxyType(
    {
        "expert_weights": Text("在指数水平中的权重", "weights in the level"),
        "equal_weights": Text("在指数水平中的权重", "weights in the level"),
        "conference_board": Text(
            "在逐月变化中的权重（波动率倒数）", "weights in the changes from month to month (inverse volatility)"
        ),
        "pca": Text(
            "在指数水平中的权重（基期首个主成分的载荷）",
            "weights in the level (loadings of the base's first principal component)",
        ),
        "entropy": Text("在指数水平中的权重（基期熵权）", "weights in the level (entropy over the base)"),
        "critic": Text("在指数水平中的权重（基期 CRITIC）", "weights in the level (CRITIC over the base)"),
        "geometric": Text("几何平均中的权重", "weights in the geometric mean"),
        "oecd_cli": Text("在各分量周期中的权重", "weights among the cycles"),
    }
)
