"""A file says what to plant; what it leaves out is as usual, and what is wrong in it is told with its place."""

from pathlib import Path

import pytest

from openmbi.core.problems import Problem
from openmbi.flow.planting_file import read_planting
from openmbi.simulation.province.event_kinds import OUTPUT_CUT, EventKind
from openmbi.simulation.province.planting import PlantedRange


def written(folder: Path, text: str) -> Path:
    file = folder / "planting.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_is_left_out_is_as_usual(tmp_path: Path):
    text = "earliest: 500\nevents:\n  output_cut: {count: 3}\n  spike: {count: 2, days: [1, 5], size: [3, 8]}\n"
    found = read_planting(written(tmp_path, text))
    assert (found.earliest, found.days_before_end, found.shared) == (500, 45, True)
    assert found.events[EventKind.OUTPUT_CUT] == PlantedRange(3, OUTPUT_CUT.days, OUTPUT_CUT.size)
    assert found.events[EventKind.SPIKE] == PlantedRange(2, (1, 5), (3, 8))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("events:\n  flood: {count: 1}\n", "catalog.invalid"),
        ("events:\n  spike: {size: [3, 8]}\n", "catalog.invalid"),
        ("events:\n  typhoon: {count: 1}\n", "simulation.not-plantable-kind"),
        ("events:\n  shutdown: {count: 1, size: [0.5, 2]}\n", "simulation.out-of-range"),
        ("- a list\n", "catalog.unreadable"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, text: str, code: str):
    file = written(tmp_path, text)
    with pytest.raises(Problem) as refused:
        read_planting(file)
    assert (refused.value.code, refused.value.file) == (code, str(file))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(Problem) as refused:
        read_planting(tmp_path / "none.yml")
    assert refused.value.code == "simulation.unreadable"
