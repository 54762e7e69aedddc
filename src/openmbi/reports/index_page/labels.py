"""What the page says around its figures."""

from __future__ import annotations

from openmbi.core.language import Text

LABELS = {
    "lead": Text(
        "点开图下方的数据表可读到全部数字；可缩放的图须允许脚本。",
        "Every figure stands in the table below its chart; zooming needs scripts.",
    ),
    "weekly": Text("周 K 线", "Weekly candles"),
    "monthly": Text("月 K 线", "Monthly candles"),
    "daily": Text("日度活跃度与误差带", "Daily activity level and its band"),
    "figure": Text("{name}与转折阶段", "{name} and its phases"),
    "candle": Text("活跃度", "Activity level"),
    "candle_key": Text(
        "空心为升，实心为降；开盘为上期收盘", "hollow: rose, filled: fell; a period opens at the close before"
    ),
    "open": Text("开", "Open"),
    "high": Text("高", "High"),
    "low": Text("低", "Low"),
    "close": Text("收", "Close"),
    "period": Text("时期", "Period"),
    "day": Text("日", "Day"),
    "mean": Text("{days} 日均值", "mean of {days} days"),
    "band": Text("95% 区间", "95 % band"),
    "band_how": Text("区间只含日历效应的估计误差", "the band holds the errors of the estimated calendar effects alone"),
    "told": Text(
        "{name}，{first} 至 {last}：由 {opening} 到 {closing}", "{name}, {first} to {last}: from {opening} to {closing}"
    ),
    "table": Text("数据表", "As a table"),
    "month": Text("月份", "Month"),
    "value": Text("值", "Value"),
    "phases": Text("阶段与转折点", "Phases and turning points"),
    "phases_how": Text(
        "按 Bry–Boschan 法（1971）判定；涂灰为收缩期。",
        "Dated by the method of Bry and Boschan (1971); contractions are shaded.",
    ),
    "no_phases": Text("尚无法判定转折点。", "No turning points can be told yet."),
    "phase": Text("阶段", "Phase"),
    "from": Text("起于（不含）", "After"),
    "to": Text("止于", "To"),
    "months": Text("月数", "Months"),
    "change": Text("变动（%）", "Change (%)"),
    "ongoing": Text("未完", "goes on"),
    "turn": Text("转折点", "Turning point"),
    "from_data_to": Text("最早可判定于数据至", "Could be told from data to"),
    "first_told": Text("首次给出", "First told on"),
    "none_turns": Text("期内没有转折点。", "There is no turning point in these months."),
    "vintage": Text("当时所知", "As known on"),
    "vintage_how": Text(
        "选一次过去的计算，看当时怎么说、现在怎么说。修订为两个公布数之差。",
        "Choose an earlier run: what was said then, and what is said now. A revision is the difference of two published figures.",
    ),
    "one_run": Text("只有一次计算，尚无可比。", "There is only one run; there is nothing to compare with."),
    "choose": Text("请选择一次计算。", "Choose a run."),
    "then": Text("当时", "Then"),
    "now": Text("现在", "Now"),
    "revision": Text("修订", "Revision"),
    "level_of": Text("{day} 的活跃度", "Activity level of {day}"),
    "light": Text("数据日的灯", "Light of the data date"),
    "as_known": Text("{day} 所知", "as known on {day}"),
    "level": Text("活跃度（月末）", "Activity level (end of month)"),
    "news": Text("新数据如何改变了估计", "How news changed the estimate"),
    "no_news": Text("没有保存的现时预测（mbi nowcast --keep）。", "No nowcast was kept (mbi nowcast --keep)."),
    "changes": Text("变动分解", "Changes taken apart"),
    "rest": Text("其余", "the rest"),
    "rest_of": Text("其余 {count} 个", "the other {count}"),
    "whole": Text("合计", "Together"),
    "points": Text("点", "Points"),
    "no_changes": Text("尚无可分解的变动。", "No change has been taken apart yet."),
    "name": Text("名称", "Name"),
}
