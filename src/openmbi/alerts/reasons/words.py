"""Codes of alerts and cases in words."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.alerts import Channel, Direction
from openmbi.core.cases import Cause, Closing
from openmbi.core.language import Text
from openmbi.core.tables import Level

DIRECTIONS = MappingProxyType({Direction.DOWN: Text("低于预期", "below"), Direction.UP: Text("高于预期", "above")})
CHANNELS = MappingProxyType(
    {
        Channel.LEVEL: Text("水平突变", "change of level"),
        Channel.SLOW: Text("缓慢变化", "slow change"),
        Channel.SILENCE: Text("数据中断", "silence"),
        Channel.PATTERN: Text("作息规律改变", "change of the week's pattern"),
        Channel.RELOCATION: Text("疑似搬迁", "relocation"),
        Channel.JOINT: Text("多源一致", "several sources agree"),
    }
)
CHANNEL_MEANS = MappingProxyType(
    {
        Channel.LEVEL: Text("近日水平偏离其自身此前", "the last days differ from its own days before"),
        Channel.SLOW: Text("偏离在数周内逐渐累积", "a change gathered over weeks"),
        Channel.SILENCE: Text("数据源停止报数", "a source fell silent"),
        Channel.PATTERN: Text("一周之内的形态变了", "the week has another shape"),
        Channel.RELOCATION: Text("同一业主一处下降而另一处上升", "one site of the owner falls while another rises"),
        Channel.JOINT: Text("几个数据源同时给出证据", "several sources give evidence together"),
    }
)
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
CAUSES = MappingProxyType(
    {
        Cause.HOLIDAY: Text("放假", "holiday"),
        Cause.MAINTENANCE: Text("检修", "maintenance"),
        Cause.ORDER_LOSS: Text("订单减少", "loss of orders"),
        Cause.RELOCATION: Text("搬迁", "relocation"),
        Cause.POWER_CUT: Text("停限电", "power cut"),
        Cause.METER_FAULT: Text("电表故障", "meter fault"),
        Cause.ENVIRONMENTAL_STOP: Text("环保停限产", "environmental stop"),
        Cause.ACCIDENT: Text("事故", "accident"),
        Cause.OTHER: Text("其他", "other"),
        Cause.NO_EVENT: Text("并无异动", "no event"),
    }
)
CLOSINGS = MappingProxyType(
    {
        Closing.VERIFIED: Text("数据核验通过", "verified by the data"),
        Closing.RECOVERED: Text("自行恢复", "recovered by itself"),
        Closing.FALSE_ALARM: Text("误报", "false alarm"),
        Closing.DISPUTE_UPHELD: Text("异议成立", "dispute upheld"),
        Closing.EXPLAINED: Text("原因已认可", "cause accepted"),
    }
)
