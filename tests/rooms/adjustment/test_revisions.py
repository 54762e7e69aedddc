from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from openmbi.adjustment.diagnostics.revisions import revision_history
from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, Reading

DAYS = np.arange("2015-01-01", "2015-07-20", dtype="M8[D]")


def panel(value: np.ndarray) -> CellPanel:
    reading = np.where(value > 0, Reading.NORMAL, Reading.ZERO).astype(np.uint8)
    return CellPanel("electricity", "kWh", np.arange(len(value)).astype(str), DAYS, value, reading)


def over_its_mean(panel: CellPanel) -> AdjustedPanel:
    """Divide by the mean of all days so far: an adjustment whose revisions can be worked out by hand."""
    active = panel.reading == Reading.NORMAL
    value = np.where(active, panel.value / panel.value.mean(axis=1, keepdims=True, where=active), np.nan)
    flat = np.zeros(value.shape)
    return AdjustedPanel(
        subjects=panel.subjects,
        days=panel.days,
        value=value,
        fit=flat + 1,
        effect=flat,
        residual=flat,
        scale=np.ones(len(value)),
        day_class=np.zeros(len(panel.days), np.uint8),
        status=np.where(active, DayStatus.ACTIVE, DayStatus.IDLE).astype(np.uint8),
        provisional=np.zeros(len(panel.days), bool),
    )


def use(seed: int = 1, subjects: int = 3) -> np.ndarray:
    return np.exp(np.random.default_rng(seed).normal(3, 0.3, (subjects, len(DAYS))))


def test_revisions_are_those_worked_out_by_hand() -> None:
    value = use()
    found = revision_history(panel(value), over_its_mean, DAYS[[99, 149]], (0, 7))
    log = np.log(value)
    for number, cut in enumerate((99, 149)):
        for place, lag in enumerate((0, 7)):
            at = log[:, cut - lag]
            np.testing.assert_allclose(
                found.by_subject.first[:, number, place], at - np.log(value[:, : cut + 1].mean(axis=1))
            )
            np.testing.assert_allclose(
                found.by_subject.later[:, number, place], at - np.log(value[:, : cut + 29].mean(axis=1))
            )
            np.testing.assert_allclose(found.by_subject.last[:, number, place], at - np.log(value.mean(axis=1)))
    moved = found.by_subject.last - found.by_subject.first
    spread = found.by_subject.to_last()
    np.testing.assert_allclose(spread.bias, moved.mean(axis=1))
    np.testing.assert_allclose(spread.mean_absolute, np.abs(moved).mean(axis=1))
    np.testing.assert_allclose(spread.sd, moved.std(axis=1))
    np.testing.assert_array_equal(spread.count, 2)


def test_the_total_is_of_the_weighted_sum() -> None:
    value, weight = use(), np.array([1.0, 5.0, 0.0])
    found = revision_history(panel(value), over_its_mean, DAYS[[120]], (3,), weight=weight)
    expected = np.log(weight @ (value[:, 117] / value[:, :121].mean(axis=1)))
    assert found.total.first[0, 0] == pytest.approx(expected)


def test_idle_days_and_days_before_the_data_have_no_revision() -> None:
    value = use()
    value[1, 120] = 0
    found = revision_history(panel(value), over_its_mean, DAYS[[5, 120, 190]], (0, 7))
    assert np.isnan(found.by_subject.first[1, 1, 0])
    assert np.isnan(found.by_subject.first[:, 0, 1]).all()
    assert np.isnan(found.by_subject.later[:, 2]).all()
    assert not np.isnan(found.by_subject.last[:, 2]).any()
    np.testing.assert_array_equal(found.by_subject.to_last().count[1], [2, 2])
    np.testing.assert_array_equal(found.by_subject.to_later().count[1], [1, 1])
    others = value[[0, 2], 120] / value[[0, 2], :121].mean(axis=1)
    assert found.total.first[1, 0] == pytest.approx(np.log(others.sum()))


def test_what_is_reported_later_never_alters_an_earlier_cut() -> None:
    value = use()
    shorter = panel(value)
    shorter = replace(shorter, days=DAYS[:150], value=value[:, :150], reading=shorter.reading[:, :150])
    ends = DAYS[[100, 110]]
    whole, known = (revision_history(each, over_its_mean, ends) for each in (panel(value), shorter))
    np.testing.assert_array_equal(whole.by_subject.first, known.by_subject.first)
    np.testing.assert_array_equal(whole.by_subject.later, known.by_subject.later)
    assert not np.array_equal(whole.by_subject.last, known.by_subject.last)


def test_a_cut_outside_the_data_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        revision_history(panel(use()), over_its_mean, DAYS[[3]] - 20)
    assert caught.value.code == "revisions.end-outside"
