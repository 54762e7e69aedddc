"""Events planted into a wide file change the cells that the truth names, and no other."""

import csv
import io

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.simulation.planting import plant


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
