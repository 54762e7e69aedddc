"""What is wrong with a frame is told with a stable code, the place, and what to do, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import openmbi
from openmbi.core.language import Language
from openmbi.core.problems import Problem

DAYS = pd.date_range("2015-01-01", periods=120, name="day")


def wide(**columns: Any) -> pd.DataFrame:
    value = np.random.default_rng(1).uniform(50, 60, (len(DAYS), 2))
    return pd.DataFrame(value, index=DAYS, columns=["a", "b"]).assign(**columns)


def long(frame: pd.DataFrame | None = None) -> pd.DataFrame:
    return (wide() if frame is None else frame).reset_index().melt("day", var_name="name", value_name="use")


def changed(frame: pd.DataFrame, row: int, column: str, value: Any) -> pd.DataFrame:
    copied = frame.reset_index(drop=True).astype({column: object} if value is None else {})
    copied.loc[row, column] = value
    return copied


def weekly_beside_daily() -> pd.DataFrame:
    frame = wide()
    frame.loc[frame.index.day_of_week != 0, "b"] = np.nan
    return frame


CASES: dict[str, tuple[Callable[[], Any], dict[str, Any], str]] = {
    "frame.kind": (lambda: {"a": [1]}, {}, "builtins.dict"),
    "frame.lazy": (lambda: pl.LazyFrame({"a": [1]}), {}, "LazyFrame"),
    "frame.empty": (lambda: wide().head(0), {}, "no rows"),
    "frame.multi-index": (lambda: long().set_index(["day", "name"]), {}, "levels"),
    "frame.columns-not-unique": (lambda: wide().set_axis(["a", "a"], axis=1), {}, "a"),
    "frame.time-unclear": (lambda: long().assign(seen=DAYS[0]), {}, "2 hold dates. columns: day (Datetime"),
    "frame.column-unknown": (long, {"value": "kwh"}, "there is no column kwh. columns: day (Datetime"),
    "frame.columns-unclear": (lambda: long().assign(other=1.0), {}, "use (Float64), other (Float64)"),
    "frame.value-type": (long, {"value": "name"}, "name is of type String"),
    "frame.time-type": (lambda: long().assign(day=20150101), {"time": "day"}, "day is of type Int64"),
    "frame.time-missing": (lambda: changed(long(), 7, "day", pd.NaT), {}, "the first is row 7"),
    "frame.time-unreadable": (
        lambda: changed(long().astype({"day": str}), 3, "day", "soon"),
        {"time": "day"},
        "“soon” of row 3",
    ),
    "frame.series-missing": (lambda: changed(long(), 130, "name", None), {"series": "name"}, "the first is row 130"),
    "frame.negative": (
        lambda: changed(long(), 125, "use", -2.5),
        {},
        "1 negative value(s); the first is in series b, 2015-01-06, row 125: -2.5",
    ),
    "frame.not-finite": (
        lambda: wide(b=np.inf),
        {},
        "120 infinite value(s); the first is in series b, 2015-01-01, row 0",
    ),
    "frame.no-values": (lambda: wide() * 0, {}, "no value above 0"),
    "frame.not-unique": (lambda: changed(long(), 123, "day", DAYS[1]), {}, "series b, 2015-01-02, rows 121 and 123"),
    "frame.stratum-varies": (
        lambda: long().assign(kind=["x"] * 239 + ["y"]),
        {"series": "name", "by": "kind"},
        "series b",
    ),
    "frame.stratum-unknown": (wide, {"by": {"a": "x"}}, "no series b (1 missing)"),
    "frame.mixed-frequencies": (weekly_beside_daily, {}, "series a, b: frequencies D and W"),
    "frame.frequency-unclear": (lambda: wide().iloc[::3], {}, "40 distinct day(s)"),
    "frame.frequency-unknown": (wide, {"frequency": "A"}, "“A”"),
    "frame.output-unknown": (wide, {"output": "trend"}, "trend"),
    "frame.column-taken": (lambda: long().assign(adjusted=1.0), {"series": "name", "value": "use"}, "adjusted"),
    "frame.not-fitted": (
        lambda: wide().head(40),
        {},
        "the longest, a, has 40 positive value(s) of frequency D: too few",
    ),
    "frame.temperature-strata": (wide, {"temperature": wide(), "by": {"a": "x", "b": "y"}}, "stratum x"),
    "frame.temperature-not-unique": (wide, {"temperature": pd.concat([wide()["a"], wide()["a"]])}, "two temperatures"),
}


@pytest.mark.parametrize("code", CASES)
def test_a_problem_says_what_is_wrong_and_where(code: str):
    make, arguments, told = CASES[code]
    with pytest.raises(Problem, match=re.escape(told)) as caught:
        openmbi.adjust(make(), **arguments)
    assert caught.value.code == code
    assert caught.value.found.zh
    assert caught.value.fix.zh


def test_every_problem_of_the_door_is_tried():
    folder = __import__("pathlib").Path(__import__("openmbi.doors.notebook").doors.notebook.__file__).parent
    raised = {
        code
        for file in folder.glob("*.py")
        for code in re.findall(r'Problem\(\s*"(frame\.[a-z-]+)"', file.read_text("utf-8"))
    }
    assert raised == set(CASES)


def test_nothing_is_changed_in_the_frame_that_was_given():
    frame, copied = long(), long()
    openmbi.adjust(frame)
    pd.testing.assert_frame_equal(frame, copied)


def test_a_frame_that_could_be_read_in_two_ways_is_not_guessed():
    numbered = long().replace({"name": {"a": 1, "b": 2}}).astype({"name": int})
    with pytest.raises(Problem) as caught:
        openmbi.adjust(numbered)
    assert caught.value.code == "frame.not-unique"  # wide by its types, and then each day stands twice
    assert "series=" in caught.value.fix.en
    openmbi.adjust(numbered, series="name", value="use")


def test_a_notebook_in_chinese_is_told_in_chinese(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MBI_LANG", "zh")
    with pytest.raises(Problem, match="没有大于 0 的值") as caught:
        openmbi.adjust(wide() * 0)
    assert caught.value.say(Language.EN).splitlines()[1] == "found:    there is no value above 0"
