"""The words of the page."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text

LABELS = MappingProxyType(
    {
        "lead": Text(
            "活跃因子是一个组的各领域同比增速共有的部分，以自身波动的标准差为单位，0 为自身趋势；由动态因子模型逐组估计。",
            "The activity factor is what the growth of a group's domains has in common, in standard deviations of its own, 0 being its trend; "
            "a dynamic factor model estimates it group by group.",
        ),
        "without": Text(
            "另有 {count} 个组可用的领域不足两个，没有因子。",
            "{count} more groups have fewer than two usable domains, and no factor.",
        ),
        "factor": Text("活跃因子", "Factor"),
        "give_or_take": Text("标准误", "Standard error"),
        "change": Text("比上月", "On the month before"),
        "below": Text("低于趋势的概率", "Probability below trend"),
        "domains": Text("领域数", "Domains"),
        "trend": Text("近 {months} 个月", "Latest {months} months"),
        "not_converged": Text("未收敛", "not converged"),
    }
)
