"""The words of the page of diagnostics."""

from __future__ import annotations

from openmbi.core.language import Text

LABELS = {
    "lead": Text(
        "方法：{method}。检验调整之后是否仍有周期、春节效应逐年如何、结果是否稳定、最近的数据修订多大。",
        "Method: {method}. Is a cycle left after adjustment? What was each Spring Festival like? Are the results stable? How far do the last figures move?",
    ),
    "citation": Text("出处", "Source"),
    "place": Text("地区", "Place"),
    "data": Text("数据", "Data"),
    "judged": Text("判断的对象", "What is judged"),
    "leaves": Text(
        "{count} 家企业逐一调整后的合计，与发布口径一致；区段与修订取各行业合计直接调整",
        "sums over {count} enterprises, each adjusted, as published; spans and revisions are of the industries' totals",
    ),
    "totals": Text(
        "{count} 个合计序列（全体与各行业）直接调整",
        "{count} totals (the whole and its industries), adjusted as they are",
    ),
    "level": Text("水平（读数均值 = 100，月均）", "Level (mean of the readings = 100, monthly means)"),
    "read_line": Text("读数", "as read"),
    "calendar_line": Text("日历调整后", "calendar-adjusted"),
    "season_line": Text("季节调整后", "seasonally adjusted"),
    "tests": Text("残余周期检验：合计", "Cycles left: the whole"),
    "tests_note": Text(
        "QS 看滞后一、二个周期的自相关；Kruskal–Wallis 看周期内各位置的高低。"
        "p 是没有周期时碰巧出现这样大统计量的概率，小于 0.01 视为发现周期；幅度为周期内最高与最低位置之差。",
        "QS looks at the autocorrelation at one and two cycles, Kruskal–Wallis at which places of the cycle lie higher. "
        "p is the chance of such a statistic where there is no cycle; below 0.01 a cycle counts as found. "
        "Size: from the lowest to the highest place of the cycle.",
    ),
    "cycle": Text("周期", "Cycle"),
    "week": Text("周", "week"),
    "year": Text("年", "year"),
    "stage": Text("阶段", "Stage"),
    "read": Text("读数", "as read"),
    "calendar": Text("日历调整后", "calendar-adjusted"),
    "season": Text("季节调整后", "seasonally adjusted"),
    "p": Text("p 值", "p"),
    "size": Text("幅度", "Size"),
    "verdict": Text("结论", "Verdict"),
    "by_group": Text("各行业：残余周期与稳定性", "By industry: cycles left, and stability"),
    "series": Text("行业", "Industry"),
    "week_left": Text("周内周期（日历调整后）", "Weekly cycle, calendar-adjusted"),
    "year_left": Text("年内周期（季节调整后）", "Annual cycle, seasonally adjusted"),
    "s_percent": Text("S%", "S %"),
    "mm_percent": Text("MM%", "MM %"),
    "stability": Text("稳定性", "Stability"),
    "spans_note": Text(
        "滑动区段 {spans}：S% 为各区段季节因子相差超过 3% 的时期占比（不超过 15% 为稳定，超过 25% 为不稳定），"
        "MM% 为环比增速相差超过 3 个百分点的月份占比（35%、40%）。",
        "Sliding spans {spans}. "
        "S %: share of periods whose seasonal factors differ by more than 3 % between spans (up to 15 % is stable, above 25 % unstable); "
        "MM %: share of months whose growth on the month before differs by more than 3 points (35 %, 40 %).",
    ),
    "no_spans": Text("历史不足四年，不能比较滑动区段。", "Under four years of history: spans cannot be compared."),
    "festival": Text("春节：逐年深度与早晚", "Spring Festival: depth and timing by year"),
    "festival_days": Text(
        "合计的春节效应（%），横轴为距春节天数", "What the festival does to the whole, in %, by day from New Year"
    ),
    "festival_months": Text("合计的春节效应（%），横轴为月份", "What the festival does to the whole, in %, by month"),
    "festival_note": Text(
        "深度为最深一日的降幅；停工、复工为降到一半深度的首日与末日。均为距春节天数，负数在节前。",
        "Depth: the fall on the deepest day. Closing and coming back: the first and the last day at half that depth or deeper. In days from New Year.",
    ),
    "cell_note": Text("每格：深度，停工日至复工日。", "Each cell: depth, and from closing to coming back."),
    "depth": Text("深度", "Depth"),
    "lowest": Text("最深一日", "Deepest day"),
    "closed": Text("停工", "Closing"),
    "back": Text("复工", "Coming back"),
    "from_to": Text("{closed} 至 {back}", "{closed} to {back}"),
    "month": Text("{month} 月", "month {month}"),
    "moves": Text("最近数据的修订", "Moves of the last figure"),
    "moves_by": Text("一个月后平均 {later}%，至今平均 {last}%", "{later} % in a month, {last} % to date, on average"),
    "no_festival": Text("该方法不单独给出春节效应。", "This method gives no effect of the Spring Festival."),
    "revisions": Text("修订：增加数据后最近的调整值变动多少", "Revisions: how far the last adjusted figures move"),
    "revisions_note": Text(
        "只因序列变长而起，不含读数本身的修订。图：各截断日的末值，此后一个月（空心）与用全部数据（实心）变为多少，%。",
        "By more data alone, not by revised readings. Chart: what the last figure at each cut became, in %: a month later (hollow), by all data (filled).",
    ),
    "lag": Text("截断前", "Before the cut"),
    "later": Text("一个月后平均变动", "Mean move in a month"),
    "last": Text("至今平均变动", "Mean move to date"),
    "bias": Text("偏向", "Bias"),
    "cuts": Text("截断次数", "Cuts"),
    "no_revisions": Text("历史太短，不能截断比较。", "The history is too short to be cut."),
    "outliers": Text("异常值", "Outliers"),
    "outliers_note": Text("共 {count} 个，按统计量列出最大的。", "{count} in all; the largest by their statistic."),
    "no_outliers": Text("没有报告异常值。", "No outliers are reported."),
    "subject": Text("主体", "Subject"),
    "from": Text("起始日", "From"),
    "kind": Text("类型", "Kind"),
    "statistic": Text("t 值", "t"),
    "refused": Text("未能调整", "Not adjusted"),
    "refused_note": Text(
        "共 {count} 个，保留读数，没有拟合值。", "{count} in all: they keep their readings and have no fit."
    ),
    "reason": Text("原因", "Reason"),
    "skipped": Text("未诊断的指标", "Indicators not diagnosed"),
    "indicator": Text("指标", "Indicator"),
}
