"""What counts as a real stop, and how detectors are judged on real series, on a small invented file of the same form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import inf

import numpy as np
import pytest
from benchmarks.detection_episodes import day
from benchmarks.detection_truth import Truth
from benchmarks.detection_yangzhong import (
    EACH,
    HISTORY_DAYS,
    STEPS,
    STOP_DAYS,
    found_planted,
    planting,
    real_stops,
    rows,
    series,
    told_of_stops,
)

from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.tables import Colour, Level, Reading
from openmbi.simulation.planting import plant

LENGTH, COUNT = 400, 160
STOPPED_FROM, STOPPED_UNTIL = 200, 260  # of the second enterprise


@pytest.fixture(scope="module")
def text() -> str:
    values = np.random.default_rng(3).integers(500, 700, (LENGTH, COUNT))
    values[:, 0] = 1  # never runs
    values[STOPPED_FROM : STOPPED_UNTIL + 1, 1] = 1
    values[300 : 300 + STOP_DAYS - 1, 2] = 1  # too short
    values[10:45, 3] = 1  # no more than 80 % of the first days, and a stop among them
    values[350:, 4] = 1  # to the end
    days = np.datetime_as_string(np.datetime64("2015-01-01") + np.arange(LENGTH)).tolist()
    lines = [[one.replace("-", "/"), *map(str, row), str(row.sum())] for one, row in zip(days, values, strict=True)]
    return "\n".join(",".join(line) for line in [["record_date", *map(str, range(1, COUNT + 1)), "total"], *lines])


@pytest.fixture(scope="module")
def truth(text: str) -> Truth:
    return series(text)


def test_a_sentinel_is_zero_or_missing(truth: Truth) -> None:
    assert truth.use.shape == (COUNT, LENGTH)
    assert set(truth.reading[0].tolist()) == {Reading.ZERO_OR_MISSING}
    assert truth.use[1, STOPPED_FROM] == 0
    assert truth.reading[1, STOPPED_FROM - 1] == Reading.NORMAL
    assert truth.days[-1] - truth.days[0] == np.timedelta64(LENGTH - 1, "D")


def test_a_real_stop_is_long_and_of_one_that_ran(truth: Truth) -> None:
    stops, watched = real_stops(truth)
    assert len(watched) == COUNT - 2
    assert [(one.subject, one.first, one.last) for one in stops] == [
        ("2", day(truth, STOPPED_FROM), day(truth, STOPPED_UNTIL)),
        ("5", day(truth, 350), day(truth, LENGTH - 1)),
    ]


def alert(subject: str, found_on: date, direction: Direction) -> Alert:
    return Alert(
        Level.ENTERPRISE, subject, found_on, found_on, direction, (Channel.LEVEL,), (), 0.0, 0.0, "", Colour.RED
    )


def test_delays_and_other_alerts_of_a_detector(truth: Truth) -> None:
    def finds_one(_: Truth) -> Iterator[Alert]:
        yield alert("2", day(truth, STOPPED_FROM + 2), Direction.DOWN)
        yield alert("2", day(truth, STOPPED_UNTIL + 4), Direction.UP)  # its return
        yield alert("9", day(truth, 300), Direction.DOWN)
        yield alert("1", day(truth, 300), Direction.DOWN)  # is not watched
        yield alert("9", day(truth, 20), Direction.DOWN)  # before anything is judged

    stops, watched = real_stops(truth)
    told = told_of_stops(truth, finds_one(truth), stops, watched)
    assert told.days.tolist() == [2.0, inf]
    months = 12 * len(watched) * (LENGTH - HISTORY_DAYS) / 365.25
    assert told.others == pytest.approx(1000 / months, rel=0.02)


def test_what_is_planted_is_found_again_by_who_knows_it(text: str) -> None:
    planted = plant(text, 4, "1", planting(STEPS[1]))
    events = planted.truth["events"]
    assert isinstance(events, list)

    def knows(_: Truth) -> Iterator[Alert]:
        for event in events:
            first = date.fromisoformat(event["first"].replace("/", "-"))
            rises = event["kind"] == "spike"
            yield alert(event["subjects"][0], first + timedelta(1), Direction.UP if rises else Direction.DOWN)

    found = found_planted(series(planted.text), planted.truth, knows)
    assert len(found) == 4 * EACH
    assert {late for _, late in found} == {1.0}
    sizes = {(event["kind"], event["size"]) for event in events}
    assert sizes == {("shutdown", 1.0), *((str(kind), size) for kind, size in STEPS[1].items())}


def test_without_the_data_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MBI_DATA_DIR", raising=False)
    (row,) = rows({})
    assert "skipped" in str(row["figure"])
