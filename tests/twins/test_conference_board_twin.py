"""The Conference Board's composite against its five steps written out, one number at a time."""

from datetime import date
from statistics import fmean, pstdev

import numpy as np
import pytest

from openmbi.catalog.composites import ConferenceBoardSpec
from openmbi.core.periods import Frequency
from openmbi.index.composite.conference_board import conference_board
from openmbi.index.indicator_panel import IndicatorPanel

SAID = {"zh": "孪生", "en": "twin"}
KINDS = [("symmetric", False), ("difference", False), ("symmetric", True)]


def spelled_out(rows: list[list[float]], target: float | None, base: range) -> list[float]:
    changes = []
    for (kind, inverted), row in zip(KINDS, rows, strict=True):
        change = []
        for t in range(1, len(row)):
            before, now = row[t - 1], row[t]
            x = now - before if kind == "difference" else 200 * (now - before) / (now + before)
            change.append(-x if inverted else x)
        changes.append(change)
    inverse = [1 / pstdev(change) for change in changes]
    growth = [
        sum(w / sum(inverse) * change[t] for w, change in zip(inverse, changes, strict=True))
        for t in range(len(rows[0]) - 1)
    ]
    trend = 0.0 if target is None else target - fmean(growth)
    levels = [100.0]
    for s in growth:
        levels.append(levels[-1] * (200 + s + trend) / (200 - s - trend))
    in_base = fmean(levels[t] for t in base)
    return [level / in_base * 100 for level in levels]


@pytest.mark.parametrize("target", [None, 0.3, -0.1])
@pytest.mark.parametrize("seed", range(5))
def test_the_index_is_that_of_the_steps_spelled_out(seed, target):
    rng = np.random.default_rng(seed)
    value = np.exp(rng.normal(0, [[0.02], [0.5], [0.1]], (3, 30)).cumsum(axis=1))
    spec = ConferenceBoardSpec.model_validate(
        {
            "method": "conference_board",
            "code": "twin",
            "name": SAID,
            "citation": SAID,
            "dated": date(2020, 1, 1),
            "frequency": "M",
            "base": {"first": date(2021, 1, 1), "last": date(2021, 12, 31)},
            "target_trend": target,
            "components": [
                {"indicator": str(place), "name": SAID, "change": kind, "inverted": inverted}
                for place, (kind, inverted) in enumerate(KINDS)
            ],
        }
    )
    months = (np.datetime64("2020-01") + np.arange(30)).astype("datetime64[D]")
    panel = IndicatorPanel(np.array(["0", "1", "2"]), Frequency.MONTHLY, months, value, np.zeros(value.shape, bool))
    found = conference_board(panel, spec)
    np.testing.assert_allclose(found.series.close, spelled_out(value.tolist(), target, range(12, 24)), rtol=1e-12)
