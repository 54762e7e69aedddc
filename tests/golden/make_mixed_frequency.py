"""Write `mixed_frequency.json`: log-likelihood and smoothed factors by nowcastbox 0.2.1, at given parameters, of daily series beside sums and means of them.

Run: pip install nowcastbox==0.2.1 && python tests/golden/make_mixed_frequency.py
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from nowcastbox.core.data import MixedFrequencyData
from nowcastbox.models._em_steps import EMParameters, build_state_space
from nowcastbox.models.em import build_layout
from nowcastbox.statespace import kalman_smoother

FACTORS = 2


@dataclass(frozen=True)
class Grid:
    """A grid of periods, and series by frequency and by what their values are of the grid's."""

    frequency: str
    first: str
    periods: int
    series: tuple[tuple[str, str | None], ...]


DAILY = Grid(
    "D",
    "2024-01-01",  # a Monday that begins month and quarter; the last day ends a week, a month and a quarter
    182,
    (("D", None), ("D", None), ("W", "flow"), ("W", "average"), ("M", "average"), ("M", "flow"), ("Q", "flow")),
)
MONTHLY = Grid(
    "M", "2010-01", 60, (("M", None), ("M", None), ("M", None), ("Q", "mariano_murasawa"), ("Q", "mariano_murasawa"))
)


def case(grid: Grid, lags: int, seed: int) -> dict[str, object]:
    draw = np.random.default_rng(seed)
    index = pd.period_range(grid.first, periods=grid.periods, freq=grid.frequency)
    names = [f"s{row}" for row in range(len(grid.series))]
    value = draw.normal(size=(grid.periods, len(names))).round(3)
    last = index.end_time
    ends = {"D": last.day_of_year > 0, "W": last.day_of_week == 6, "M": last.is_month_end, "Q": last.is_quarter_end}
    for column, (frequency, _) in enumerate(grid.series):
        kept = draw.uniform(size=grid.periods) < 0.4 if frequency == grid.frequency else ends[frequency]
        value[~kept, column] = np.nan
    frame = pd.DataFrame(value, index=index, columns=names)
    how = {name: kind for name, (_, kind) in zip(names, grid.series, strict=True) if kind}
    panel = MixedFrequencyData(frame, [frequency for frequency, _ in grid.series], aggregations=how)
    layout = build_layout(panel, FACTORS, lags, None, "iid")
    loadings = draw.uniform(-1, 1, (len(names), FACTORS)).round(2)
    transition = [[[0.6, 0.1], [-0.2, 0.5]], [[0.2, 0.0], [0.1, 0.1]]][:lags]
    innovation, variance = [[1.0, 0.3], [0.3, 0.8]], draw.uniform(0.3, 1.5, len(names)).round(2)
    everything = np.zeros((len(names), layout.n_factor_states))
    for column, spec in enumerate(layout.weights):
        fixed = (
            spec if layout.calendar[column] is None else [1.0]
        )  # weights that vary with the calendar are its own doing
        everything[column, : len(fixed) * FACTORS] = np.concatenate([w * loadings[column] for w in fixed])
    none = np.zeros(len(names))
    given = EMParameters((np.hstack(transition),), (np.array(innovation),), everything, none, variance, variance)
    smoothed = kalman_smoother(build_state_space(given, layout, grid.periods), panel.values)
    return {
        "grid": asdict(grid),
        "value": [[None if np.isnan(one) else one for one in row] for row in value.T.tolist()],
        "loadings": loadings.tolist(),
        "transition": transition,
        "innovation": innovation,
        "variance": variance.tolist(),
        "log_likelihood": float(smoothed.loglikelihood),
        "factor": smoothed.smoothed_state[:, :FACTORS].tolist(),
    }


def main() -> None:
    told = [case(DAILY, 1, 1), case(DAILY, 2, 2), case(MONTHLY, 2, 3)]
    Path(__file__).with_name("mixed_frequency.json").write_text(json.dumps(told) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
