"""The words of the page of the audit."""

from __future__ import annotations

from openmbi.core.language import Text

LABELS = {
    "lead": Text(
        "同样的数据，用其他合理的做法合成，指数会差多少、结论会不会变、差别主要来自哪一步。",
        "The same data put together in other reasonable ways: how far the index would differ, whether it would say something else, "
        "and which step that is owed to.",
    ),
    "in_short": Text("结论", "In short"),
    "index": Text("指数", "Index"),
    "citation": Text("出处", "Source"),
    "months": Text("月份", "Months"),
    "months_of": Text("{first} 至 {last}，共 {count} 个月", "{first} to {last}, {count} months"),
    "base": Text("发布所用基期", "Published base period"),
    "sample": Text("抽样", "Sample"),
    "sample_of": Text(
        "{composites} 次合成（Saltelli 抽样，{draws} × 步骤数加 2），随机种子 {seed}",
        "{composites} composites (Saltelli's sample, {draws} times two more than there are steps), seed {seed}",
    ),
    "fan": Text("指数在各种做法下的分布", "The index over choices"),
    "published": Text("发布值", "published"),
    "median": Text("各种做法的中位数", "median over choices"),
    "half": Text("半数做法", "half of the choices"),
    "nine": Text("九成做法", "nine in ten choices"),
    "fan_note": Text(
        "不同标准化方法的单位不同：每次合成都先调到与发布值均值、标准差相同，再作比较，因此比较的是走势，不是幅度。",
        "Normalisations have different units: every composite is first brought to the published one's mean and standard deviation, "
        "so shapes are compared, not sizes.",
    ),
    "figure": Text("指标", "Figure"),
    "latest": Text("最新指数", "Latest value"),
    "change": Text("比上期变动", "Change on the period before"),
    "distance": Text("与发布值的平均距离", "Mean distance from the published"),
    "point": Text("{level}% 分位", "{level} % point"),
    "falling": Text("下降的占比", "Share that fall"),
    "steps": Text("哪一步影响最大", "Which choice matters most"),
    "steps_note": Text(
        "占方差的百分比及 95% 置信半径。实心为一阶指数：单独确定这一步可消除的部分；空心为总效应指数：其他步骤都确定后仍由它造成的部分。"
        "总效应明显大于一阶，说明它与其他步骤共同起作用。",
        "Per cent of the variance, ± the half width of the 95 % confidence interval. "
        "Filled: the first-order index, what would go if this step alone were settled. Hollow: the total-order index, what would stay if all others were. "
        "A total well above the first order means that a step acts together with others.",
    ),
    "step": Text("步骤", "Step"),
    "of_latest": Text("最新指数", "Latest value"),
    "of_change": Text("最新变动", "Latest change"),
    "of_distance": Text("整段走势", "Whole path"),
    "of_ranks": Text("城市位次", "Ranks of cities"),
    "first": Text("一阶", "first"),
    "total": Text("总效应", "total"),
    "not_varied": Text("未变动", "not varied"),
    "unmoved": Text("不受影响", "does not move"),
    "alone": Text("每个方案单独采用时", "Each option taken alone"),
    "alone_note": Text("其他步骤保持发布时的做法。", "All other steps as published."),
    "option": Text("方案", "Option"),
    "as_published": Text("（发布所用）", "(as published)"),
    "farthest": Text("（最远的一组）", "(the farthest set)"),
    "aside": Text("未变动的方案及原因", "What was not varied, and why"),
    "reason": Text("原因", "Reason"),
    "whole_step": Text("整个步骤", "the whole step"),
    "of_zone": Text("综合指数", "composite"),
    "of_cities": Text("城市位次", "ranks"),
    "about": Text("对象", "Of"),
    "ranks": Text("城市位次在各种做法下的变动", "Ranks of cities over choices"),
    "ranks_note": Text(
        "{month}综合指数由高到低排列。横线为九成做法的位次区间，竖线为中位数，圆点为发布位次；左端为第 1 位。平均变动 {shift} 位。",
        "By the composite of {month}, the highest first. Line: nine in ten ranks over choices; tick: their median; dot: the published rank. "
        "The first place is at the left. They move by {shift} places on average.",
    ),
    "city": Text("城市", "City"),
    "value": Text("发布值", "Published"),
    "rank": Text("位次", "Rank"),
    "interval": Text("九成区间", "Nine in ten"),
    "from_to": Text("{low} 至 {high}", "{low} to {high}"),
    "kept": Text("位次不变", "Rank kept"),
    "unranked": Text(
        "最新月份没有综合指数、未参加排位：", "Without a composite in the latest month, so without a rank: "
    ),
    "no_ranks": Text(
        "有综合指数的城市不足三个，不比较位次。", "Fewer than three cities have a composite: ranks are not compared."
    ),
    "left_out": Text("逐一剔除指标", "One indicator left out"),
    "left_out_note": Text(
        "剔除一个领域，其余权重按比例放大到合计为 1。相关系数接近 1 且距离很小，说明剔除它几乎没有差别。",
        "One domain is left out and the other weights are scaled to sum to 1. A correlation near 1 with a small distance: it would hardly be missed.",
    ),
    "domain": Text("领域", "Domain"),
    "latest_without": Text("最新指数之差", "Latest value"),
    "change_without": Text("最新变动之差", "Latest change"),
    "correlation": Text("相关系数", "Correlation"),
    "shift": Text("位次平均变动", "Mean rank shift"),
    "largest": Text("最大", "Largest"),
    "rank_correlation": Text("位次相关", "Rank correlation"),
    "weights": Text("有效权重与名义权重", "Effective and nominal weights"),
    "weights_note": Text(
        "空心为名义权重，实心为有效权重。主效应为综合指数的方差中由该领域解释的部分（相关比，可以是曲线），线性部分为相关系数的平方；有效权重为主效应归一后的份额。"
        "指标波动大、与其他指标同涨同落，有效权重就大于名义权重。",
        "Hollow: the weight declared; filled: the weight in effect. "
        "Main effect: the share of the composite's variance that the domain explains (correlation ratio, by any curve); "
        "its linear part is the squared correlation; effective weights are main effects normalised to sum to 1. "
        "A domain that moves more, and with the others, counts more than its weight says.",
    ),
    "nominal": Text("名义权重", "Nominal"),
    "effective": Text("有效权重", "Effective"),
    "main_effect": Text("主效应", "Main effect"),
    "linear": Text("线性部分", "Linear part"),
    "alpha_without": Text("剔除后的 α", "Alpha without it"),
    "alpha": Text(
        "克龙巴赫 α 系数：{alpha}（标准化后 {standardised}，{periods} 期）。0.7 以上通常认为各领域说的是同一件事；领域本来不同，α 低不是错误。",
        "Cronbach's alpha: {alpha} (standardised {standardised}, {periods} periods). "
        "From 0.7 on, domains are usually said to tell of one thing; domains meant to differ need not.",
    ),
    "correlations": Text("相关性", "Correlations"),
    "levels": Text("水平", "Levels"),
    "changes": Text("逐月变动", "Changes from month to month"),
    "heat_note": Text(
        "皮尔逊系数；括号内为斯皮尔曼系数。大于 0.92 为冗余，小于 −0.4 为反向，加框标出。水平含趋势与季节，同涨同落未必同因；逐月变动更能说明问题。",
        "Pearson's, with Spearman's in brackets. Above 0.92 redundant, below −0.4 opposed: framed. "
        "Levels carry trend and season, which can go together without a common cause; changes tell more.",
    ),
    "flagged": Text("需要留意的组合", "Pairs to look at"),
    "none_flagged": Text("没有冗余或反向的组合。", "No pair is redundant or opposed."),
    "inflation": Text("方差膨胀因子", "Variance inflation"),
    "collinear": Text("共线（方差膨胀大于 10）：", "Collinear (variance inflation above 10): "),
    "not_collinear": Text(
        "没有共线的领域（方差膨胀均不大于 10）。", "No domain is collinear (variance inflation of 10 at most)."
    ),
}
