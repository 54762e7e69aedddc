"""Directions and channels of alerts in words."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.alerts import Channel, Direction
from openmbi.core.language import Text

DIRECTIONS = MappingProxyType({Direction.DOWN: Text("低于预期", "below"), Direction.UP: Text("高于预期", "above")})
CHANNELS = MappingProxyType(
    {
        Channel.LEVEL: Text("水平突变", "change of level"),
        Channel.SLOW: Text("缓慢变化", "slow change"),
        Channel.SILENCE: Text("数据中断", "silence"),
        Channel.PATTERN: Text("作息规律改变", "change of the week's pattern"),
        Channel.RELOCATION: Text("疑似搬迁", "relocation"),
        Channel.JOINT: Text("多源合证", "several sources together"),
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
