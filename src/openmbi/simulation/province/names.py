"""Fictitious company names; any likeness to a real company is chance."""

from __future__ import annotations

import numpy as np

FIRST = "恒瑞嘉泽凯宏晟博泰润启天海金联华新东安永顺锦佳正德利伟创智美"
SECOND = "达丰源通盛隆远信鑫和立辉腾康成邦科奇锋拓兴业程亿升茂昌荣捷宝"
THIRD = ("", "", "", "", "新", "恒", "亿", "盈", "德", "佳", "星", "诚")
TAILS = ("有限公司", "有限公司", "有限公司", "有限公司", "有限公司", "实业有限公司", "科技有限公司", "股份有限公司")
OWNERS = ("控股集团", "集团", "实业集团", "投资集团")
ROADS = (
    "工业大道",
    "创业路",
    "科技路",
    "兴业路",
    "振兴路",
    "环城路",
    "中山路",
    "建设路",
    "人民路",
    "富民路",
    "新城路",
    "港口路",
)


def draw_names(city: str, words: tuple[str, ...], count: int, rng: np.random.Generator) -> list[str]:
    """Draw different names of companies of one city and industry: 广东 or the city, a brand, what it makes, its form."""
    brands = len(FIRST) * len(SECOND)
    distinct = 8 * len(words)  # third syllable or none
    keys = rng.choice(brands * distinct, count, replace=False)
    tails, prefixes = rng.integers(len(TAILS), size=count), rng.integers(6, size=count)
    shown = (f"{city}市", f"{city}市", f"{city}市", city, city, "广东")
    return [
        shown[prefixes[k]] + _brand(key % brands, key // brands % 8) + words[key // brands // 8] + TAILS[tails[k]]
        for k, key in enumerate(keys.tolist())
    ]


def _brand(pair: int, third: int) -> str:
    syllables = THIRD[4 + third] if third else ""
    return FIRST[pair // len(SECOND)] + SECOND[pair % len(SECOND)] + syllables


def owner_names(count: int, rng: np.random.Generator) -> list[str]:
    """Draw names of group owners; a number is added where there are more than brands."""
    pairs = rng.permutation(len(FIRST) * len(SECOND))
    return [
        f"粤{_brand(int(pairs[k % len(pairs)]), 0)}{OWNERS[k % len(OWNERS)]}{k // len(pairs) + 1 if k >= len(pairs) else ''}"
        for k in range(count)
    ]


def address(place: str, rng_road: int, number: int) -> str:
    """Return an address: province, city and county, road, number."""
    return f"广东省{place}{ROADS[rng_road % len(ROADS)]}{number}号"
