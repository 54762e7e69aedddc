"""What detection computes in compiled loops on rings of days, against plain numpy on whole series, straight from the definitions."""

import numpy as np
import pytest

from openmbi.alerts.detection.centres import BINS_A_LOG_POINT, REACH, WIDTH, centres
from openmbi.alerts.detection.look_back import look_back, weekend_contrast

LAGS, REFERENCE, NEEDED = np.array([1, 3, 7], np.intp), 20, 8
WINDOW = int(LAGS[-1]) + REFERENCE + 1
SUBJECTS, LENGTH = 9, 70
PATTERN, BEFORE = 10, 15


def series(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Levels (n, T) with gaps, and which days were regular: some were read and were not, none was not read and was."""
    rng = np.random.default_rng(seed)
    level = rng.normal(8, 1, (SUBJECTS, LENGTH)).astype(np.float32)
    level[rng.random(level.shape) < rng.uniform(0, 0.6, (SUBJECTS, 1))] = np.nan
    return level, np.isfinite(level) & (rng.random(level.shape) < 0.8)


def ring(whole: np.ndarray, today: int, empty: float) -> np.ndarray:
    """The last days before today as detection keeps them: day t in column t mod W."""
    kept = np.full((*whole.shape[:-1], WINDOW), empty, whole.dtype)
    for day in range(max(0, today - WINDOW), today):
        kept[..., day % WINDOW] = whole[..., day]
    return kept


@pytest.mark.parametrize("today", [0, 1, 5, 20, 27, 28, 29, 55, 69])
@pytest.mark.parametrize("seed", range(3))
def test_references_and_sums_of_the_last_days(seed: int, today: int):
    level, regular = series(seed)
    reference, total, number = look_back(
        ring(level, today, np.nan), ring(regular, today, 0), today, LAGS, REFERENCE, NEEDED
    )
    for row in range(SUBJECTS):
        for place, lag in enumerate(LAGS.tolist()):
            last = level[row, max(0, today - lag + 1) : today].astype(float)
            assert number[row, place] == np.isfinite(last).sum()
            assert total[row, place] == pytest.approx(np.nansum(last))
            days = slice(max(0, today - lag - REFERENCE + 1), max(0, today - lag + 1))
            kept = level[row, days][regular[row, days]].astype(float)
            wanted = kept.mean() if len(kept) >= NEEDED else np.nan
            assert reference[row, place] == pytest.approx(wanted, nan_ok=True)


@pytest.mark.parametrize("today", [3, 14, 24, 40, 69])
@pytest.mark.parametrize("seed", range(3))
def test_weekends_against_workdays(seed: int, today: int):
    level, regular = series(seed)
    kind = np.random.default_rng(seed).choice([0, 1, 2], LENGTH, p=[0.5, 0.4, 0.1]).astype(np.int8)
    now, earlier = weekend_contrast(
        ring(level, today, np.nan), ring(regular, today, 0), ring(kind, today, 2), today, PATTERN, BEFORE
    )

    def contrast(row: int, first: int, stop: int) -> float:
        days = np.arange(max(first, 0), max(stop, 0))
        days = days[regular[row, days]]
        off, on = (level[row, days[kind[days] == each]].astype(float) for each in (1, 0))
        return off.mean() - on.mean() if min(len(off), len(on)) >= 4 else np.nan

    split = today - PATTERN + 1
    wanted = [(contrast(row, split, today), contrast(row, split - BEFORE, split)) for row in range(SUBJECTS)]
    np.testing.assert_allclose(np.column_stack([now, earlier]), wanted, rtol=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_robust_centres_of_groups(seed: int):
    rng = np.random.default_rng(seed)
    count, groups = 300, 12
    group = rng.integers(0, groups - 1, count)  # the last group is empty
    deviation = rng.standard_t(2, count) * 0.3 + group / 10
    scale, known = rng.uniform(0.05, 0.4, count), rng.random(count) < 0.8
    found, number = centres(deviation, known, scale, group, groups)
    for each in range(groups):
        mine, width = (one[known & (group == each)] for one in (deviation, WIDTH * scale))
        assert number[each] == len(mine)
        if not len(mine):
            assert found[each] == 0
            continue
        middle = np.sort(np.clip(mine, -REACH, REACH))[len(mine) // 2]
        middle = (np.floor((middle + REACH) * BINS_A_LOG_POINT) + 0.5) / BINS_A_LOG_POINT - REACH
        for _ in range(2):
            middle += np.clip(mine - middle, -width, width).mean()
        assert found[each] == pytest.approx(middle, abs=1e-12)


def test_one_member_moves_a_centre_by_a_bounded_share():
    """However far one of forty goes, the centre moves by no more than its clipped share, twice over, and the width of a bin."""
    rng = np.random.default_rng(5)
    deviation, scale = rng.normal(0, 0.1, 40), np.full(40, 0.1)
    known, group = np.ones(40, bool), np.zeros(40, np.intp)
    calm = centres(deviation, known, scale, group, 1)[0][0]
    struck = deviation.copy()
    struck[0] = -4.0
    moved = abs(centres(struck, known, scale, group, 1)[0][0] - calm)
    assert 0 < moved < 2 * 2 * WIDTH * 0.1 / 40 + 1 / BINS_A_LOG_POINT
    assert moved < abs(struck.mean() - deviation.mean()) / 2
