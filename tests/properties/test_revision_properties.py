"""What must hold of `revision_history` for any panel and any cuts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.adjustment.diagnostics.revisions import revision_history
from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.tables import CellPanel, Reading

DAYS = np.arange("2015-01-01", "2015-06-01", dtype="M8[D]")
few = settings(max_examples=25, deadline=None)


def panel(seed: int) -> CellPanel:
    random = np.random.default_rng(seed)
    active = random.random((3, len(DAYS))) > 0.1
    value = np.where(active, np.exp(random.normal(3, 0.4, active.shape)), 0.0)
    return CellPanel("use", "kWh", np.array(["a", "b", "c"]), DAYS, value, active.astype(np.uint8))


def weekday_means(panel: CellPanel) -> AdjustedPanel:
    """Divide by the mean of the same weekday so far."""
    active = panel.reading == Reading.NORMAL
    weekday = panel.days.astype(int) % 7
    means = np.stack([panel.value[:, weekday == day].mean(axis=1) for day in range(7)], axis=1)[:, weekday]
    value = np.where(active, panel.value / means, np.nan)
    flat, days = np.zeros(value.shape), np.zeros(len(panel.days), np.uint8)
    return AdjustedPanel(
        panel.subjects, panel.days, value, flat, flat, flat, np.ones(3), days, flat.astype(np.uint8), days.astype(bool)
    )


@few
@given(st.integers(0, 999), st.integers(30, 100), st.integers(1, 50))
def test_later_days_never_alter_what_an_earlier_cut_gave(seed: int, cut: int, further: int) -> None:
    whole = panel(seed)
    stop = cut + further
    known = replace(whole, days=DAYS[:stop], value=whole.value[:, :stop], reading=whole.reading[:, :stop])
    ends = DAYS[[cut]]
    long, short = (revision_history(each, weekday_means, ends) for each in (whole, known))
    np.testing.assert_array_equal(long.by_subject.first, short.by_subject.first)
    if further > 28:
        np.testing.assert_array_equal(long.by_subject.later, short.by_subject.later)


@few
@given(st.integers(0, 999), st.lists(st.integers(20, 140), min_size=1, max_size=4, unique=True))
def test_each_cut_stands_for_itself(seed: int, cuts: list[int]) -> None:
    together = revision_history(panel(seed), weekday_means, DAYS[sorted(cuts)])
    for number, cut in enumerate(sorted(cuts)):
        alone = revision_history(panel(seed), weekday_means, DAYS[[cut]])
        np.testing.assert_array_equal(together.by_subject.first[:, [number]], alone.by_subject.first)
        np.testing.assert_array_equal(together.by_subject.last[:, [number]], alone.by_subject.last)


@few
@given(st.integers(0, 999))
def test_the_last_cut_is_not_revised(seed: int) -> None:
    found = revision_history(panel(seed), weekday_means, DAYS[[-1]])
    spread = found.by_subject.to_last()
    known = spread.count > 0
    assert known.any()
    assert (spread.mean_absolute[known] == 0).all()
