"""Charts and figures that are drawn by hand: outlines, scales, rounding."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from openmbi.reports.overview.figures import published
from openmbi.reports.province.faces import OUTLINES, outline
from openmbi.reports.province.figures import published_row
from openmbi.reports.province.line_chart import PLOT, line_chart
from openmbi.reports.province.sparkline import sparkline
from openmbi.reports.province.words import grouped, known, signed

LEGEND = [
    {"colour": "green", "fill": "#bfe3c6", "ink": "#1c1c1c", "letter": {"zh": "绿", "en": "G"}, "shape": "●"},
    {"colour": "no_data", "fill": None, "ink": "#5c6670", "letter": {"zh": "无", "en": "N"}, "shape": "–"},
]


def series(close: list[str | None], **more: Any) -> dict[str, Any]:
    return {"first_day": "2024-01-30", "close": close, "mean_days": 2, "runs": [], **more}


def test_a_line_breaks_where_a_day_is_not_known():
    chart = line_chart(series(["90.00", "110.00", None, "100.00", None]), LEGEND)
    top, bottom = float(chart.ticks[-1][0]), float(chart.ticks[0][0])
    assert (chart.ticks[0][1], chart.ticks[-1][1], bottom) == ("90", "110", PLOT)
    assert chart.line == f"M0 {bottom} 1 {top}M3 {(top + bottom) / 2}h.01"
    assert chart.mean == f"M1 {(top + bottom) / 2}h.01"
    assert chart.hundred == f"{(top + bottom) / 2:.1f}"
    assert chart.last == ("70.00%", f"{(top + bottom) / 2:.1f}")


def test_a_series_without_a_value_is_an_empty_chart():
    chart = line_chart(series([None, None]), LEGEND)
    assert (chart.line, chart.mean, chart.last) == ("", "", None)


def test_months_are_named_at_their_first_day():
    chart = line_chart(series(["100.00"] * 100), LEGEND)
    assert chart.months == [
        ("2.00%", "2024-02", "m1"),
        ("31.00%", "2024-03", "m1"),
        ("62.00%", "2024-04", "m3"),
        ("92.00%", "2024-05", "m1"),
    ]


def test_runs_are_cut_to_the_days_shown():
    runs = [
        {"colour": "no_data", "first": "2024-01-01", "last": "2024-01-31"},
        {"colour": "green", "first": "2024-02-01", "last": "2024-03-20"},
        {"colour": "green", "first": "2023-01-01", "last": "2023-02-01"},
    ]
    drawn = line_chart(series(["100.00"] * 10, runs=runs), LEGEND).runs
    assert [(run["start"], run["days"], run["fill"]) for run in drawn] == [(0, 2, "#ffffff"), (2, 8, "#bfe3c6")]


def test_a_flat_series_has_a_scale():
    chart = line_chart(series(["100.00", "100.00"]), LEGEND)
    assert float(chart.ticks[-1][1]) > float(chart.ticks[0][1])


def test_a_sparkline_spans_its_box_and_keeps_gaps():
    assert sparkline(["1.00", "3.00", None, "2.00"]) == "M2.0 24.0L40.7 2.0M118.0 13.0"
    assert sparkline(["1.00", None]) == ""
    assert sparkline([]) == ""


def test_shapes_differ_and_an_unknown_one_has_an_outline():
    assert len(set(OUTLINES.values())) == len(OUTLINES)
    assert outline("✚") not in OUTLINES.values()


@given(st.lists(st.one_of(st.floats(-1e6, 1e6), st.integers(-200_000, 200_000).map(lambda n: n / 200))))
def test_a_row_is_rounded_as_each_figure_is(values: list[float]):
    assert published_row(np.array(values, np.float64)) == [published(value) for value in values]


def test_an_unknown_figure_of_a_row_is_none():
    assert published_row(np.array([np.nan, 1.005, -0.001])) == [None, "1.00", "0.00"]


def test_figures_in_words():
    assert [signed("1.20"), signed("-1.20"), signed("0.00"), signed("-0.0"), signed(None)] == [
        "+1.20",
        "−1.20",
        "0.00",
        "0.0",
        "–",
    ]
    assert [known("-3", " %"), known(None), grouped(12345), grouped("-4124"), grouped(None)] == [
        "−3 %",
        "–",
        "12,345",
        "−4,124",
        "–",
    ]
