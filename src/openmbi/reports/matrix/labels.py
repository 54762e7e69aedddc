"""What the matrix says around its timeline."""

from __future__ import annotations

from openmbi.core.language import Text

LABELS = {
    "timeline": Text("时间轴", "Timeline"),
    "timeline_told": Text(
        "各月末的灯，{first} 至 {last}：每月红、黄单元数",
        "Lights at the ends of months, {first} to {last}: how many cells were red or yellow",
    ),
    "timeline_how": Text(
        "各月末的灯，均按本次计算所知的数据和现行界限判定，不是当时所见。",
        "Lights at the ends of months, judged by the data known to this run and the bounds in force: not what was seen then.",
    ),
    "own_lead": Text(
        "一行一个本辖区地市，一列一个行业；只含本辖区的单元，全省各行业合计不在可见范围内。点开看单元。",
        "A row a city of your own, a column an industry. It holds your own cells alone; totals over all cities lie outside your view.",
    ),
    "month": Text("月份", "Month"),
    "choose": Text("选择月份（左右方向键逐月移动）", "Choose a month (arrow keys go month by month)"),
    "shown": Text("查看", "Show"),
    "cell": Text("地市 × 行业", "City × industry"),
    "city": Text("地市 × 月", "City × month"),
    "industry": Text("行业 × 月", "Industry × month"),
    "sort": Text("排序", "Order"),
    "code": Text("按代码", "by code"),
    "weight": Text("按权重", "by weight"),
    "light": Text("按灯", "by light"),
    "past": Text("{month} 月末的灯", "Lights at the end of {month}"),
    "latest": Text("回到数据日期", "back to the data date"),
    "strip": Text("{name}各月末的灯", "{name}: lights at the ends of months"),
    "group": Text("名称", "Name"),
    "comma": Text("，", ", "),
    "red_cells": Text("{month}：红 {red}，黄 {yellow}", "{month}: {red} red, {yellow} yellow"),
}
