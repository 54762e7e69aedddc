"""What the page says around its figures."""

from __future__ import annotations

from openmbi.core.language import Text

LABELS = {
    "headline": Text("总体", "Overall"),
    "mbi_how": Text(
        "100 +（估计增速 {growth}% ± {error} − 参照增速 {reference}%）",
        "100 + (estimated growth {growth} % ± {error} − reference {reference} %)",
    ),
    "composite_how": Text("基期 = 100", "base = 100"),
    "month_before": Text("较上月", "on the month before"),
    "year_before": Text("较上年同月", "on the year before"),
    "per_day": Text("日度 · {day}", "daily · {day}"),
    "probability": Text("真实值越过判灯界限的概率", "Probability of being beyond the bound"),
    "false_alarm_rate": Text("实测误报率", "Measured false-alarm rate"),
    "changed": Text("变了什么，为什么", "What changed, and why"),
    "change_whole": Text("{label}：{points} 点", "{label}: {points} points"),
    "change_part": Text(
        "{label}：全域 {whole} 点，其中本地贡献 {points} 点",
        "{label}: the whole zone {whole} points, of these {points} from here",
    ),
    "change_own": Text(
        "{label}：本地对全域指数贡献 {points} 点", "{label}: {points} points of the whole zone's index came from here"
    ),
    "choose_place": Text("选择地区", "Choose a place"),
    "points": Text("点", "points"),
    "not_taken_apart": Text("尚无可分解的变动。", "No change has been taken apart yet."),
    "candles": Text("近 {count} 周", "Last {count} weeks"),
    "candles_told": Text(
        "周 K 线，{first} 至 {last}：由 {opening} 到 {closing}",
        "Weekly candles, {first} to {last}: from {opening} to {closing}",
    ),
    "candle_key": Text(
        "空心为升，实心为降；开盘为上周收盘", "hollow: rose, filled: fell; a week opens at the close before"
    ),
    "cases": Text("未办结工单", "Open cases"),
    "overdue": Text("逾期 {count}", "{count} overdue"),
    "none_overdue": Text("无逾期", "none overdue"),
    "no_cases": Text("没有未办结工单。", "No case is open."),
    "all_cases": Text("全部工单", "All cases"),
    "alerts": Text("最新红色预警", "Newest red alerts"),
    "no_red": Text("没有红色预警。", "There is no red alert."),
    "not_watched": Text("本次计算未做检测。", "This run looked for no alerts."),
    "all_alerts": Text("全部 {count} 条预警", "All {count} alerts"),
    "more_red": Text("另有 {count} 条红色", "{count} more red"),
    "case": Text("工单 {number}", "case {number}"),
    "data": Text("数据", "Data"),
    "data_until": Text("数据日期", "Data date"),
    "as_of": Text("知悉截止", "As known on"),
    "coverage": Text("覆盖率", "Coverage"),
    "coverage_how": Text("按权重计，{count} 家成员", "by weight, {count} members"),
    "feeds": Text("迟到或缺报的来源", "Sources late or short"),
    "more_feeds": Text("另有 {count} 项", "{count} more"),
    "freshness": Text("数据新鲜度", "Data freshness"),
    "feeds_fine": Text("各来源均按时。", "All sources are on time."),
    "index": Text("指数走势", "The index"),
    "details": Text("{name}详情", "Details of {name}"),
    "overview": Text("完整概览", "Full overview"),
    "table": Text("数据表", "As a table"),
    "week": Text("周", "Week"),
    "open": Text("开", "Open"),
    "high": Text("高", "High"),
    "low": Text("低", "Low"),
    "close": Text("收", "Close"),
}
