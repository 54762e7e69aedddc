"""The words of the page."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text

LABELS = MappingProxyType(
    {
        "nowcast": Text("{month}现时预测（同比，%）", "Nowcast of {month}, growth on a year before, %"),
        "interval": Text("{level}% 区间", "{level} % interval"),
        "from_to": Text("{low} 至 {high}", "{low} to {high}"),
        "uncalibrated": Text("未校准", "not calibrated"),
        "uncalibrated_note": Text(
            "“未校准”：以往误差太少，用模型自身的区间；它不含参数估计的误差，往往偏窄。",
            "“Not calibrated”: too few past errors; the model's own interval, which leaves out that parameters are estimated and is often too narrow.",
        ),
        "release_day": Text("官方数字预计公布日", "Official figure due about"),
        "last": Text("最近一次公布（{month}）", "Last figure out ({month})"),
        "above": Text("高于该数的概率", "Probability of more than that"),
        "standard_error": Text("模型标准误（百分点）", "Standard error of the model, points"),
        "path": Text("预测是怎样走到今天的", "How the nowcast came here"),
        "path_note": Text(
            "粗线为各日的现时预测，阴影由深到浅为 50%、80%、95% 区间，虚线为最近一次公布数。以今天的参数与数值、按各序列通常的发布滞后回推，不含修订。",
            "Bold: the nowcast at the end of each day; shades, dark to light: its 50, 80 and 95 % intervals; dashed: the last figure out. "
            "By today's parameters and values, as the usual lags would have let them be known; blind to revisions.",
        ),
        "news": Text("什么使预测变动", "What moved it"),
        "no_news": Text("没有可比的较早版本。", "There is no earlier vintage to compare with."),
        "against_kept": Text("与 {since} 保存的现时预测相比。", "Against the nowcast kept on {since}."),
        "against_known": Text(
            "与按 {since} 所知重算的结果相比。", "Against what was known on {since}, worked out again."
        ),
        "by_domain": Text("按领域", "By domain"),
        "by_group": Text("按组", "By group"),
        "impact": Text("影响（百分点）", "Impact, points"),
        "releases": Text("新发布", "Releases"),
        "revisions": Text("修订", "Revisions"),
        "withdrawals": Text("撤回", "Withdrawals"),
        "items_count": Text("条数", "Items"),
        "reestimation": Text("重新估计参数", "Re-estimated parameters"),
        "total": Text("合计", "Total"),
        "items": Text("影响最大的单项（共 {count} 项）", "Items of the largest impact, of {count}"),
        "kind": Text("类别", "Kind"),
        "item": Text("数据", "Figure"),
        "period": Text("所属期", "Period"),
        "before": Text("原先预期或数值", "Expected or said before"),
        "after": Text("实际", "Now"),
        "surprise": Text("差", "Difference"),
        "weight": Text("权重", "Weight"),
        "unit_note": Text(
            "领域数据均为水平指数的同比增速（%）；影响 = 权重 × 差。各项影响之和等于预测的变动。",
            "Figures of domains are growth of their level on a year before, in %; impact = weight × difference. The impacts sum to the change.",
        ),
        "coming": Text("接下来看什么", "What comes next"),
        "coming_note": Text(
            "“可能影响”为该数据公布后预测变动的标准差；各行不可相加。公布日按通常的滞后推算。",
            "“Possible impact” is the standard deviation of the move that the figure will cause; rows do not add up. Days follow the usual lags.",
        ),
        "nothing_coming": Text(
            "在官方数字公布之前，预计没有其他数据新公布。", "Nothing else is due before the official figure itself."
        ),
        "day": Text("预计公布日", "Due about"),
        "overdue": Text("已过通常日期", "past its usual day"),
        "expected": Text("模型预期（%）", "Model expects, %"),
        "possible": Text("可能影响（百分点）", "Possible impact, points"),
        "ahead": Text("往后几期", "Further ahead"),
        "month": Text("月份", "Month"),
        "mean": Text("预测（%）", "Nowcast, %"),
        "past": Text("以往说得准不准", "How good it was"),
        "past_note": Text(
            "对已公布的 {count} 个数字，按同样的提前天数重做预测，参数只用当时以前的数据估计；数值为今天所知（伪实时），不含修订。"
            "粗条为 {level}% 区间（以全部误差校准），短线为预测，圆圈为公布数。",
            "The {count} figures that are out, nowcast again as many days ahead, by parameters from data before; values are today's (pseudo-real-time), "
            "blind to revisions. Bars: {level} % intervals (calibrated by all errors); dashes: nowcasts; rings: what came out.",
        ),
        "past_short": Text("已公布数字太少，尚不能回看。", "Too few figures are out to look back on."),
        "rmse": Text("均方根误差（百分点）", "Root mean squared error, points"),
        "no_change_rmse": Text("同样各期，沿用上一次公布数", "The same, holding the last figure on"),
        "inside": Text("落在 {level}% 区间内", "Inside the {level} % interval"),
        "of": Text("{count} 个中 {inside} 个", "{inside} of {count}"),
        "rests": Text("依据与方法", "What it rests on"),
        "series": Text("序列", "Series"),
        "frequency": Text("频率", "Frequency"),
        "values": Text("期数", "Values"),
        "until": Text("已知至", "Known until"),
        "lag": Text("通常滞后（天）", "Usual lag, days"),
        "loading": Text("因子载荷", "Loading"),
        "contribution": Text("对预测的贡献（百分点）", "Contribution, points"),
        "left_out": Text("同比增速不足 12 期或没有变化，未用", "Fewer than 12 growth rates, or all alike: not used"),
        "lacking": Text("没有水平指数", "No level"),
        "target": Text("目标指标", "Target"),
        "method": Text("方法", "Method"),
        "method_text": Text(
            "混频动态因子模型：{factors} 个因子，{lags} 阶滞后，{grid}度网格 {periods} 期，存量另有共同因子；"
            "极大似然（EM）估计，{ended}（{iterations} 次迭代）。区间由以往误差作共形校准。",
            "Mixed-frequency dynamic factor model: factors {factors}, lags {lags}, {grid} grid of {periods} periods, "
            "stocks with one of their own besides; maximum likelihood (EM), {ended} ({iterations} iterations). "
            "Intervals are calibrated by past errors (conformal).",
        ),
        "refreshed": Text("参数沿用较早一次现时预测。", "The parameters are those of an earlier nowcast."),
    }
)
