"""Events planted into a wide file change the cells that the truth names, and no other."""

import csv
import io

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.simulation.planting import plant
from openmbi.simulation.province.event_kinds import EventKind
from openmbi.simulation.province.planting import PlantedRange, Planting


def wide(periods: int = 260, subjects: int = 60) -> str:
    rng = np.random.default_rng(1)
    values = rng.integers(100, 900, size=(periods, subjects))
    values[:, 0] = 1
    values[5, 3] = 1
    header = ["day", *(f"m{k}" for k in range(subjects)), "total"]
    days = np.datetime_as_string(np.datetime64("2015-01-01") + np.arange(periods))
    rows = [[day, *map(str, row), str(row.sum())] for day, row in zip(days, values, strict=True)]
    return "\n".join(",".join(row) for row in [header, *rows]) + "\n"


def read(text: str) -> tuple[list[str], list[list[str]]]:
    header, *rows = csv.reader(io.StringIO(text))
    return header, rows


def test_only_the_cells_of_the_truth_are_changed():
    original = wide()
    planted = plant(original, seed=7, zero="1")
    header, before = read(original)
    _, after = read(planted.text)
    days = [row[0] for row in before]
    allowed = set()
    for event in planted.truth["events"]:
        first = days.index(event["first"])
        last = len(days) - 1 if event["kind"] == "slow_decline" else days.index(event["last"])
        allowed |= {(line, header.index(subject)) for subject in event["subjects"] for line in range(first, last + 1)}
    changed = {(t, k) for t, row in enumerate(before) for k in range(len(header) - 1) if row[k] != after[t][k]}
    assert changed
    assert changed <= allowed
    assert {event["kind"] for event in planted.truth["events"]} == {"shutdown", "slow_decline", "spike", "cell_shock"}


def test_totals_are_summed_again_and_a_shutdown_reads_as_the_file_writes_nothing():
    planted = plant(wide(), seed=7, zero="1")
    header, rows = read(planted.text)
    assert all(sum(map(int, row[1:-1])) == int(row[-1]) for row in rows)
    (shutdown,) = [event for event in planted.truth["events"] if event["kind"] == "shutdown"]
    place = header.index(shutdown["subjects"][0])
    assert {row[place] for row in rows if shutdown["first"] <= row[0] <= shutdown["last"]} == {"1"}


def test_a_subject_that_does_not_run_is_not_struck():
    planted = plant(wide(), seed=7, zero="1")
    assert "m0" not in [subject for event in planted.truth["events"] for subject in event["subjects"]]


def test_the_same_seed_plants_the_same():
    assert plant(wide(), seed=3) == plant(wide(), seed=3)
    assert plant(wide(), seed=3) != plant(wide(), seed=4)


@pytest.mark.parametrize("text", [wide(periods=199), wide(subjects=19), "day,a\n2015-01-01,x\n"])
def test_a_file_that_is_no_such_table_is_refused(text: str):
    with pytest.raises(Problem) as refused:
        plant(text, seed=1)
    assert refused.value.code == "simulation.not-plantable"


def test_what_a_planting_asks_for_is_planted():
    asked = {
        EventKind.OUTPUT_CUT: PlantedRange(4, (10, 12), (0.4, 0.6)),
        EventKind.SHUTDOWN: PlantedRange(3, (15, 15), (1, 1)),
    }
    planted = plant(wide(), seed=7, zero="1", planting=Planting(asked, earliest=200, days_before_end=20))
    header, before = read(wide())
    _, after = read(planted.text)
    days = [row[0] for row in before]
    events = planted.truth["events"]
    assert [event["kind"] for event in events] == ["output_cut"] * 4 + ["shutdown"] * 3
    for event in events[:4]:
        place, first, last = header.index(event["subjects"][0]), days.index(event["first"]), days.index(event["last"])
        assert 200 <= first <= 240
        assert last - first + 1 in range(10, 13)
        left = [float(after[t][place]) / float(before[t][place]) for t in range(first, last + 1)]
        assert left == pytest.approx([1 - event["size"]] * len(left), abs=0.01)


@pytest.mark.parametrize(
    ("kind", "count", "code"),
    [
        (EventKind.RELOCATION_FROM, 1, "simulation.not-plantable-kind"),
        (EventKind.SPIKE, 99, "simulation.planting-does-not-fit"),
    ],
)
def test_what_a_wide_file_cannot_bear_is_refused(kind: EventKind, count: int, code: str):
    asked = Planting({kind: PlantedRange(count, (1, 3), (0.5, 0.9))}, earliest=100)
    with pytest.raises(Problem) as refused:
        plant(wide(), seed=1, planting=asked)
    assert refused.value.code == code
