"""What screening says of indicators written by hand."""

import numpy as np
import pytest

from openmbi.index.treatment.screening import Bounds, Ground, screen

NAN = np.nan
GOOD = [1.0, 2, 4, 3, 5, 4]


def grounds(values: list[list[float]], bounds: Bounds | None = None) -> list[tuple[int, Ground]]:
    found = screen(np.array(values), [f"i{row}" for row in range(len(values))], bounds)
    return [(row, ground) for row, ground, _ in found.reasons]


def test_an_indicator_that_moves_and_is_known_is_kept():
    found = screen(np.array([GOOD]), ["good"])
    assert (found.kept.tolist(), found.reasons) == ([True], ())


def test_coverage_and_zeros_are_shares_and_both_are_said():
    found = screen(np.array([[0, NAN, 0, NAN, NAN, 7]]), ["poor"])
    assert (found.coverage[0], found.zeros[0]) == (0.5, pytest.approx(2 / 3))
    assert [(ground, text.en) for _, ground, text in found.reasons] == [
        (Ground.COVERAGE, "poor: only 50% has a value"),
        (Ground.ZEROS, "poor: 67% is zero"),
    ]


def test_what_does_not_move_is_flat_and_what_is_never_known_is_too():
    assert grounds([GOOD, [3, 3, 3, NAN, 3, 3]]) == [(1, Ground.FLAT)]
    assert (0, Ground.COVERAGE) in grounds([[NAN] * 6])


def test_of_two_that_are_the_same_the_first_is_kept():
    doubled = [2 * one for one in GOOD]
    found = screen(np.array([GOOD, GOOD, doubled, [-one for one in GOOD]]), ["a", "b", "c", "d"])
    assert found.kept.tolist() == [True, False, False, False]
    assert [text.en for _, _, text in found.reasons] == [
        "b: the same as a",
        "c: correlates with a by 1.000",
        "d: correlates with a by -1.000",
    ]
    assert found.reasons[0][2].zh == "b：与 a 相同"


def test_nothing_is_compared_with_what_is_screened_out():
    holed = [NAN, NAN, NAN, *GOOD[3:]]
    assert grounds([holed, GOOD]) == [(0, Ground.COVERAGE)]


def test_bounds_are_the_callers():
    near = [*GOOD[:-1], 5.5]
    assert grounds([GOOD, near]) == []
    assert grounds([GOOD, near], Bounds(collinear=0.9)) == [(1, Ground.COLLINEAR)]
