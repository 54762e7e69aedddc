"""The words of the page of a backtest."""

from __future__ import annotations

from openmbi.core.language import Text

LABELS = {
    "target": Text("目标指标", "Target"),
    "citation": Text("出处", "Source"),
    "used": Text("目录所用方法", "Method in use"),
    "why": Text("采用理由", "Why it is used"),
    "no_why": Text("目录没有写明理由", "the catalog does not say"),
    "origins": Text("预测时点", "Origins"),
    "basis": Text("数据依据", "Basis"),
    "basis_said": Text(
        "{origins} 个时点中 {real} 个为实时（所用记录当时均已入库），其余为伪实时（按来源所载或声明的知悉时刻回溯）。",
        "{real} of {origins} origins are real-time (all rows used were recorded by then); the others are pseudo-real-time (dated back by what the source "
        "states, or by a declared lag).",
    ),
    "crises": Text("危机月份", "Crisis months"),
    "no_crises": Text("目录未登记危机。", "No crisis is registered."),
    "crises_missed": Text(
        "目录登记的危机不在所测月份之内，剔除与否结果相同。",
        "None of the registered crises lies in these months: figures with and without them are the same.",
    ),
    "crises_hit": Text("所测月份中的危机月份：{months}。", "Crisis months among those tested: {months}."),
    "league": Text("成绩排名", "League table"),
    "all_months": Text(
        "全部月份（排名依据 {common} 个共同月份，共 {months} 个）",
        "All months (ranked on {common} common months of {months})",
    ),
    "without": Text(
        "剔除危机月份（排名依据 {common} 个共同月份，共 {months} 个）",
        "Without crisis months (ranked on {common} common months of {months})",
    ),
    "ahead": Text("，向前第 {horizon} 期", ", {horizon} figures ahead"),
    "rank": Text("名次", "Rank"),
    "method": Text("方法", "Method"),
    "months": Text("月数", "Months"),
    "rmse": Text("RMSE", "RMSE"),
    "relative": Text("与{reference}之比", "÷ {reference}"),
    "mae": Text("MAE", "MAE"),
    "crps": Text("CRPS", "CRPS"),
    "sign": Text("方向正确", "Direction"),
    "covers": Text("{share} 覆盖", "{share} held"),
    "p_best": Text("与第一名", "vs first"),
    "p_reference": Text("与自回归", "vs AR"),
    "p_conditional": Text("条件检验", "GW"),
    "p_values": Text("p 值", "p-values"),
    "errors": Text("误差（百分点）", "Errors, percentage points"),
    "intervals": Text("区间覆盖", "Intervals"),
    "tag_used": Text("目录所用", "in use"),
    "tag_best": Text("最优组", "among the best"),
    "unranked": Text(
        "未排名的方法能给出预测的月份不足一半，其数字依据各自的月份，不可与他者直接相比。",
        "Methods without a rank forecast fewer than half of the months; their figures are of their own months and do not compare with the others'.",
    ),
    "silent": Text(
        "在各预测时点没有给出任何预测的方法（所需数据当时尚未到齐）：{names}。",
        "Without a forecast at any origin, because the data they need were not in: {names}.",
    ),
    "read": Text("如何读表", "How to read the table"),
    "read_errors": Text(
        "RMSE 为均方根误差，MAE 为平均绝对误差，CRPS 为整个预测分布的误差，单位均为百分点，越小越好。",
        "RMSE is the root mean square error, MAE the mean absolute error, CRPS the error of the whole density: percentage points, smaller is better.",
    ),
    "read_sign": Text(
        "方向正确：预测值与公布值相对上期已公布值同升同降的比例；沿用上期的方法没有方向。",
        "Direction: share of months in which forecast and print moved the same way from the last figure known; holding it on has no direction.",
    ),
    "read_cover": Text(
        "覆盖：公布值落入所述区间的比例，应接近名义水平；过低说明区间太窄，过高说明太宽。",
        "Held: share of prints inside the stated intervals; it should be near its level. Less: intervals too narrow; more: too wide.",
    ),
    "read_p": Text(
        "p 值为两种方法其实同样准确时出现这样大差异的概率（Diebold–Mariano 检验，HAC 方差，Harvey–Leybourne–Newbold 小样本修正）。"
        "与第一名相比 p 不小于 {level}% 的方法为“最优组”。同时检验多种方法，个别小 p 值可能出于偶然。",
        "A p-value is the chance of such a difference if both methods were equally accurate (Diebold–Mariano, HAC variance, small-sample correction of Harvey, "
        "Leybourne and Newbold). Methods whose p against the first is not below {level} % are among the best. Many are tested: a small p may be chance.",
    ),
    "read_gw": Text(
        "条件检验（Giacomini–White）：能否由上期误差事先看出哪种方法更准。",
        "GW (Giacomini–White): could the last errors have told beforehand which method would do better?",
    ),
    "fan": Text("预测分布与首次公布值：{label}", "Densities and first prints: {label}"),
    "mean_line": Text("预测均值", "mean forecast"),
    "bands": Text("50%、80%、95% 区间", "50 %, 80 %, 95 % intervals"),
    "print_dot": Text("首次公布值", "first print"),
    "fan_note": Text(
        "目标指标的同比增速，%。每月只用该月预测时点已知的数据。",
        "Year-on-year growth of the target, %. Each month rests on what was known at its origin alone.",
    ),
    "race": Text(
        "谁领先：相对{reference}累计减少的平方误差", "The race: squared errors saved against {reference}, summed"
    ),
    "race_note": Text(
        "曲线上升的月份，该方法比{reference}准；一次大跳说明结果取决于个别月份。单位为百分点的平方。",
        "Where a line rises, that method did better than {reference}; one large jump says that the result hangs on a single month. Squared percentage points.",
    ),
    "calibration": Text("预测分布是否如实", "Do the densities tell the truth?"),
    "pit_note": Text(
        "横轴为公布值在预测分布中的位置（PIT），0 在最下端，1 在最上端；虚线为分布如实时的平均月数。"
        "中间高说明区间太宽，两头高说明太窄，偏向一侧说明有系统偏差。",
        "Where the print fell in its density (PIT), 0 at the bottom, 1 at the top; dashed: the mean count of right densities. High in the middle: too wide; "
        "high at the ends: too narrow; to one side: biased.",
    ),
    "months_of": Text("{number} 个月", "{number} months"),
    "by_month": Text("逐月结果", "Month by month"),
    "month": Text("月份", "Month"),
    "origin": Text("预测时点", "Origin"),
    "print": Text("首次公布", "First print"),
    "forecast": Text("预测", "Forecast"),
    "interval": Text("80% 区间", "80 % interval"),
    "error": Text("误差", "Error"),
    "outside": Text("区间外", "outside"),
    "crisis": Text("危机", "crisis"),
    "waiting": Text("待公布", "to come"),
    "month_note": Text(
        "误差为首次公布值减预测值，百分点。", "Errors are first print less forecast, in percentage points."
    ),
    "limits": Text("依据与局限", "What this rests on, and its limits"),
    "limit_catalog": Text(
        "方法、权重与目录取现在的；数据、名录、关联、日历取各预测时点所知。因此回测检验的是“今天的方法若用在当时会怎样”。",
        "Methods, weights and catalog are those of now; data, register, links and calendar are as known at each origin. What is tested is what today's methods "
        "would have done then.",
    ),
    "limit_first": Text(
        "以首次公布值为准：以后的修订不计入误差，也不用于当时的估计。",
        "First prints are what forecasts are judged by: later revisions count neither in the errors nor in the estimates of then.",
    ),
    "limit_many": Text(
        "在同一段历史上比较多种方法再选其一，会高估所选方法将来的准确度；选定之后的月份才是公正的检验。",
        "To choose among many methods on one history flatters the chosen one: only the months after the choice are a fair test.",
    ),
    "not_run": Text("因缺少软件包未参加：{names}。", "Not run, for want of a package: {names}."),
    "without_level": Text(
        "{count} 个时点尚无水平指数（{why}），当时只有基准方法能预测。",
        "At {count} origins there was no level yet ({why}): only the benchmarks could forecast.",
    ),
    "colon": Text("：", ": "),
    "stop": Text("。", "."),
}
