"""What the page of early-warning quality says, and how its figures are rounded."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from math import inf, nan

import pytest

from openmbi.catalog.loader import load_all
from openmbi.catalog.palettes import Palette
from openmbi.core.language import Language, Text
from openmbi.core.proportions import EventRate, Proportion
from openmbi.core.quality import Basis
from openmbi.core.tables import Colour, Level
from openmbi.reports.overview.inputs import Timing
from openmbi.reports.province.inputs import Circumstances
from openmbi.reports.quality.inputs import (
    BoundLine,
    FalseShare,
    KindLine,
    LevelLine,
    LightLine,
    PartLine,
    QualityInput,
    ReliabilityFigures,
    ReliabilityLine,
    SignalFigures,
)
from openmbi.reports.quality.page import pages
from openmbi.reports.quality.report import quality

NOTHING = Proportion(0, 0, nan, nan)
SHARE = FalseShare(Basis.FEEDBACK, Proportion(9, 120, 0.0399, 0.1364), 3, "2026-01", "2026-03")
TEXT = Text("误报 9 个", "9 were false")


@pytest.fixture(scope="module")
def empty() -> QualityInput:
    now = datetime(2026, 5, 1, tzinfo=UTC)
    about = Circumstances(
        Text("台", "desk"), Text("省", "province"), "440000", True, now, now, Timing.REAL_TIME, date(2026, 4, 10),
        next(iter(load_all(Palette, "palettes", None).values())),
    )  # fmt: skip
    return QualityInput(about, nominal=0.10, preference=0.9, verdict_days=30)


def light(share: FalseShare = SHARE, colour: Colour = Colour.RED, level: Level = Level.ENTERPRISE) -> LightLine:
    return LightLine(level, colour, share, TEXT)


LEVEL = LevelLine(
    level=Level.ENTERPRISE, subjects=50000, first=date(2025, 1, 1), last=date(2026, 4, 10), right=Proportion(101, 115, 0.8, 0.93),
    found=Proportion(100, 119, 0.76, 0.9), half_days=2.0, most_days=inf, false_alarms=EventRate(14, 2.0, 3.83, 5.87), repeats=1, echoes=4,
    others=2, young=1, signal=SignalFigures(0.0006, 0.83, 0.921, 0.017),
)  # fmt: skip


def test_nothing_measured_says_so_and_shows_no_table(empty: QualityInput):
    document = quality(empty)
    assert [one["en"][:48] for one in document["sentences"]] == ["How often alerts are false is not yet measured: "]
    for language, page in pages(document).items():
        assert "<table" not in page
        assert document["sentences"][0][language] in page


def test_what_waits_to_be_verified_is_told(empty: QualityInput):
    waiting = FalseShare(Basis.FEEDBACK, NOTHING, 7, "2026-01", "2026-01")
    document = quality(replace(empty, lights=(light(waiting),)))
    assert "7 alerts have been given, and none of them is verified." in document["sentences"][1]["en"]
    (row,) = document["lights"]
    assert (row["opened"], row["false"]["share"], row["false"]["numbers"]) == (7, None, None)


@pytest.mark.parametrize(
    ("false", "of", "said"),
    [
        (9, 120, "at most."),
        (1, 1, "at most."),
        (2, 2, "what was measured is significantly above it"),
        (18, 120, "at most."),
        (20, 120, "what was measured is significantly above it"),
        (0, 34, "at most."),
        (0, 36, "what was measured is significantly below it"),
    ],
)
def test_the_first_sentence_says_what_is_more_than_chance(empty: QualityInput, false: int, of: int, said: str):
    share = replace(SHARE, false=replace(SHARE.false, part=false, whole=of))
    (sentence,) = quality(replace(empty, lights=(light(share),)))["sentences"]
    assert f"of {of} verified red alerts (Enterprise) {false} were false" in sentence["en"]
    assert said in sentence["en"]


def test_sentences_are_by_feedback_where_there_is_any_and_levels_are_not_added_up(empty: QualityInput):
    replay = replace(SHARE, basis=Basis.REPLAY, false=Proportion(1, 900, 0.0, 0.01))
    few = replace(SHARE, false=Proportion(1, 5, 0.04, 0.6))
    document = quality(replace(empty, lights=(light(few, level=Level.CELL), light(), light(replay))))
    (sentence,) = document["sentences"]
    assert "of 120 verified red alerts (Enterprise)" in sentence["en"]
    (sentence,) = quality(replace(empty, lights=(light(replay),)))["sentences"]
    assert sentence["en"].startswith("By replay on a simulation: of 900 verified")


def test_figures_are_rounded_once(empty: QualityInput):
    document = quality(
        replace(
            empty,
            lights=(light(),),
            levels=(LEVEL,),
            kinds=(KindLine(Level.ENTERPRISE, "shutdown", Proportion(23, 24, 0.8, 0.99), 0.0, nan),),
            bounds=(BoundLine(date(2026, 2, 1), nan, 0, Proportion(1, 4, 0.05, 0.7), NOTHING),),
        )
    )
    (row,) = document["lights"]
    assert (row["opened"], row["confirmed"], row["unverified"]) == (123, 111, 3)
    assert row["false"] == {
        "part": 9, "whole": 120, "share": "7.5", "low": "4", "high": "14", "numbers": [0.0399, 0.075, 0.1364],
    }  # fmt: skip
    (level,) = document["levels"]
    assert (level["half"], level["most"]) == ({"days": "2", "reached": True}, {"days": None, "reached": False})
    assert level["false_alarms"] == {"count": 14, "rate": "7.00", "low": "3.83", "high": "5.87"}
    small = replace(LEVEL, false_alarms=EventRate(1, 0.0002, 125.0, 27000.0))
    assert quality(replace(empty, levels=(small,)))["levels"][0]["false_alarms"] == {
        "count": 1, "rate": None, "low": None, "high": None,
    }  # fmt: skip
    assert level["signal"] == {
        "noise_to_signal": "0.0006",
        "usefulness": "0.83",
        "auroc": "0.921",
        "auroc_error": "0.017",
    }
    assert document["kinds"][0]["most"] == {"days": None, "reached": True}
    assert (document["bounds"][0]["bound"], document["bounds"][0]["dropped"]["share"]) == (None, None)


def test_a_rate_is_told_where_enough_was_watched(empty: QualityInput):
    told = quality(replace(empty, lights=(light(),), levels=(LEVEL,)))["sentences"][-1]
    assert told["en"] == (
        "In the replay 100 of 119 events of enterprises were found (84 %), half of all within 2 days; outside events there were 7.0 false alarms per 1,000 "
        "enterprises and year."
    )
    small = replace(LEVEL, half_days=inf, false_alarms=EventRate(1, 0.0002, 125.0, 27000.0))
    told = quality(replace(empty, lights=(light(),), levels=(small,)))["sentences"][-1]
    assert told["en"] == "In the replay 100 of 119 events of enterprises were found (84 %)."


def test_what_so_many_were_never_found_says_so_on_the_page(empty: QualityInput):
    drawn = pages(quality(replace(empty, lights=(light(),), levels=(LEVEL,))))
    assert "not reached" in drawn[Language.EN]
    assert "未达到" in drawn[Language.ZH]
    assert "1 / 4 / 2" in drawn[Language.EN]


def test_a_kind_without_words_is_called_by_its_code(empty: QualityInput):
    kind = KindLine(Level.ENTERPRISE, "strike", Proportion(1, 2, 0.1, 0.9), 1.0, inf)
    assert quality(replace(empty, levels=(LEVEL,), kinds=(kind,)))["kinds"][0]["name"] == {
        "zh": "strike",
        "en": "strike",
    }


def test_months_and_reliability_are_drawn(empty: QualityInput):
    months = tuple(PartLine(Text(each, each), SHARE) for each in ("2026-01", "2026-02"))
    lines = (ReliabilityLine(0.92, Proportion(8, 10, 0.5, 0.95)), ReliabilityLine(0.99, Proportion(10, 10, 0.7, 1.0)))
    source = replace(
        empty,
        lights=(light(),),
        months=months,
        told_by=Basis.FEEDBACK,
        reliability=(ReliabilityFigures(Text("一", "one"), lines, 20, 0.08, 0.09),),
    )
    page = pages(quality(source))[Language.EN]
    assert len(re.findall(r"<figure class=\"chart\">", page)) == 2
    assert "2026-02" in page
    assert "20 alerts; Brier score 0.080, 0.090 when the mean share is stated" in page
    assert "By feedback of cases. " in page


def test_a_month_without_a_verified_alert_is_drawn_without_a_dot(empty: QualityInput):
    waiting = FalseShare(Basis.REPLAY, NOTHING, 7, "2026-01", "2026-01")
    page = pages(quality(replace(empty, lights=(light(),), months=(PartLine(Text("2026-01", "2026-01"), waiting),))))
    assert "2026-01" in page[Language.EN]
