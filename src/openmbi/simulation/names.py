"""Fictitious company names in Chinese and romanised; any likeness to a real company is chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.simulation.industries import Industry

TOWN_ZH = "云岭"

_FIRST = (
    ("恒", "heng"),
    ("瑞", "rui"),
    ("嘉", "jia"),
    ("泽", "ze"),
    ("凯", "kai"),
    ("宏", "hong"),
    ("晟", "sheng"),
    ("博", "bo"),
    ("泰", "tai"),
    ("润", "run"),
    ("启", "qi"),
    ("天", "tian"),
    ("海", "hai"),
    ("金", "jin"),
    ("联", "lian"),
    ("华", "hua"),
    ("新", "xin"),
    ("东", "dong"),
    ("安", "an"),
    ("永", "yong"),
)
_SECOND = (
    ("达", "da"),
    ("丰", "feng"),
    ("源", "yuan"),
    ("通", "tong"),
    ("盛", "sheng"),
    ("隆", "long"),
    ("远", "yuan"),
    ("信", "xin"),
    ("鑫", "xin"),
    ("和", "he"),
    ("立", "li"),
    ("辉", "hui"),
    ("腾", "teng"),
    ("康", "kang"),
    ("成", "cheng"),
    ("邦", "bang"),
    ("科", "ke"),
    ("奇", "qi"),
    ("锋", "feng"),
    ("拓", "tuo"),
)


@dataclass(frozen=True)
class CompanyName:
    """A company's name in Chinese characters and in Latin letters."""

    zh: str
    latin: str


def draw_brands(count: int, rng: np.random.Generator) -> list[CompanyName]:
    """Draw different two-syllable brands, at most as many as there are pairs."""
    pairs = [(first, second) for first in _FIRST for second in _SECOND]
    chosen = rng.permutation(len(pairs))[:count]
    return [
        CompanyName(first[0] + second[0], (first[1] + second[1]).capitalize())
        for first, second in (pairs[k] for k in chosen)
    ]


def company_name(brand: CompanyName, industry: Industry) -> CompanyName:
    """Return the full name of a company of the town."""
    return CompanyName(
        f"{TOWN_ZH}{brand.zh}{industry.word_zh}有限公司", f"Yunling {brand.latin} {industry.word_en} Co., Ltd."
    )
