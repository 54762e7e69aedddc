"""The industries of the simulated town, and how each uses electricity. Invented round figures, not estimates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Industry:
    """A manufacturing division of GB/T 4754-2017 and its habits.

    `share`: of the town's enterprises. `saturday`, `sunday`, `holiday`: use relative to a workday. `summer`: amplitude of the annual cycle, peak in late
    July (negative: peak in winter). `closes`: probability that an enterprise stops for the Spring Festival. `word_zh`, `word_en` go into its names.
    """

    code: str
    word_zh: str
    word_en: str
    share: float
    saturday: float
    sunday: float
    holiday: float
    summer: float
    closes: float


INDUSTRIES = (
    Industry("C13", "食品", "Food", 0.10, 0.95, 0.85, 0.80, 0.12, 0.45),
    Industry("C17", "纺织", "Textile", 0.12, 0.98, 0.95, 0.85, 0.05, 0.60),
    Industry("C26", "化工", "Chemical", 0.10, 1.00, 1.00, 0.99, 0.04, 0.05),
    Industry("C31", "钢铁", "Steel", 0.06, 1.00, 1.00, 1.00, -0.02, 0.02),
    Industry("C33", "金属制品", "Metal Products", 0.16, 0.85, 0.55, 0.50, 0.08, 0.75),
    Industry("C34", "通用机械", "Machinery", 0.16, 0.75, 0.45, 0.40, 0.10, 0.75),
    Industry("C38", "电气", "Electric", 0.18, 0.85, 0.60, 0.50, 0.10, 0.65),
    Industry("C39", "电子", "Electronics", 0.12, 0.95, 0.85, 0.75, 0.15, 0.40),
)
