"""Adjust the electricity of 1,454 enterprises in five lines, and look at it: a notebook in the form of a script.

`MBI_DATA_DIR=… .venv/bin/python examples/notebook/adjust_yangzhong.py --lang en --picture yangzhong-adjusted.png`; the data are those of the Yangzhong example
(examples/yangzhong/README.md).
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

# %% Five lines
import numpy as np
import pandas as pd

import openmbi

FILE = Path(os.environ.get("MBI_DATA_DIR", "."), "yangzhong_power/yangzhong_daily_wide.csv")


def read() -> pd.DataFrame:
    """Return daily use in kWh, a column an enterprise; the file's 1 stands for zero or no reading and is taken for zero."""
    if not FILE.exists():
        raise SystemExit("set MBI_DATA_DIR to the folder that holds yangzhong_power/yangzhong_daily_wide.csv")
    use = pd.read_csv(FILE, index_col="record_date", parse_dates=True).drop(columns="total")
    return use.where(use > 1, 0)


# %% What was found
def totals(use: pd.DataFrame, adjusted: pd.DataFrame) -> pd.DataFrame:
    """Return the zone's total, in million kWh a day: as read, and as the sum of the adjusted enterprises."""
    return pd.DataFrame({"raw": use.sum(axis=1), "adjusted": adjusted.sum(axis=1)}) / 1e6


# %% A picture
WORDS = {
    "en": {
        "total": "Electricity of the Yangzhong zone, million kWh a day",
        "raw": "as read",
        "adjusted": "adjusted",
        "festival": "Spring Festival",
        "profile": "Spring Festival profile of an enterprise: use against that of ordinary days, %",
        "days": "days from New Year's day",
        "year": "{year}: depth {depth:.2f}, closed {days:.1f} ± {error:.1f} days {when} than the mean",
        "when": ("later", "earlier"),
    },
    "zh": {
        "total": "扬中高新区日用电量（百万千瓦时）",
        "raw": "原始值",
        "adjusted": "调整后",
        "festival": "春节",
        "profile": "企业的春节曲线：用电量与平日相比（%）",
        "days": "距正月初一的天数",
        "year": "{year} 年：深度 {depth:.2f}，停工比平均{when} {days:.1f} ± {error:.1f} 天",
        "when": ("晚", "早"),
    },
}
GREY, BLUE, BAND = "#8a939b", "#2f6fb0", "#f2e3c6"


def draw(total: pd.DataFrame, found: openmbi.Adjustment[pd.DataFrame], lang: str) -> Any:
    """Return a figure: the zone's total as read and adjusted, and the Spring Festival profile."""
    from matplotlib import rc_context  # noqa: PLC0415  only where a picture is asked for
    from matplotlib.figure import Figure  # noqa: PLC0415

    words = WORDS[lang]
    with rc_context(
        {"font.family": ["Noto Sans CJK SC" if lang == "zh" else "DejaVu Sans"], "axes.unicode_minus": False}
    ):
        figure = Figure(figsize=(10, 7), layout="constrained")
        above, below = figure.subplots(2, 1, height_ratios=[3, 2])
        _draw_total(above, total, words)
        _draw_profile(below, found, words)
        figure.draw_without_rendering()
    return figure


def _draw_total(axes: Any, total: pd.DataFrame, words: dict[str, Any]) -> None:
    for number, new_year in enumerate(pd.to_datetime(["2015-02-19", "2016-02-08"])):
        first, last = new_year - pd.Timedelta(days=35), new_year + pd.Timedelta(days=45)
        axes.axvspan(max(first, total.index[0]), last, color=BAND, lw=0, label=None if number else words["festival"])
    axes.plot(total["raw"], color=GREY, lw=0.9, label=words["raw"])
    axes.plot(total["adjusted"], color=BLUE, lw=1.4, label=words["adjusted"])
    axes.set_title(words["total"], loc="left")
    axes.set_ylim(0)
    axes.margins(x=0.01)
    axes.legend(loc="lower center", bbox_to_anchor=(0.38, 0), ncols=3, frameon=False)
    axes.spines[["top", "right"]].set_visible(False)


def _draw_profile(axes: Any, found: openmbi.Adjustment[pd.DataFrame], words: dict[str, Any]) -> None:
    profile = found.profile
    axes.plot(profile["days_from_new_year"], 100 * np.expm1(profile["effect"]), color=BLUE, lw=1.6)
    told = [_year(row, words) for row in found.depth.to_dict("records")]
    axes.text(0.99, 0.12, "\n".join(told), transform=axes.transAxes, ha="right", fontsize=9, linespacing=1.6)
    axes.set_title(words["profile"], loc="left")
    axes.set_xlabel(words["days"])
    axes.axhline(0, color=GREY, lw=0.8)
    axes.spines[["top", "right"]].set_visible(False)


def _year(row: dict[str, Any], words: dict[str, Any]) -> str:
    days, error = row["closing_days"], row["closing_days_error"]
    return words["year"].format(**row | {"days": abs(days), "error": error, "when": words["when"][int(days < 0)]})


def main() -> None:
    """Adjust, print what came out, and save the picture where one is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", choices=sorted(WORDS), default="en")
    parser.add_argument("--picture", type=Path)
    asked = parser.parse_args()
    use = read()
    found = openmbi.adjustment_of(use)
    total = totals(use, found.frame)
    print(total["2016-01-25":"2016-02-21"].round(2).to_string())
    print(found.depth.round(2).to_string())
    if asked.picture:
        draw(total, found, asked.lang).savefig(asked.picture, dpi=110)


if __name__ == "__main__":
    main()
