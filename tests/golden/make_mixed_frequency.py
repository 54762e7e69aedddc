"""Write `mixed_frequency.json`: log-likelihood and smoothed factors by nowcastbox 0.2.1, at given parameters, of daily series beside sums and means of them.

Run: pip install nowcastbox==0.2.1 && python tests/golden/make_mixed_frequency.py
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
from nowcastbox.core.data import MixedFrequencyData
from nowcastbox.models._em_steps import EMParameters, build_state_space
from nowcastbox.models.em import build_layout
from nowcastbox.statespace import kalman_smoother

SERIES = (("D", None), ("D", None), ("W", "flow"), ("W", "average"), ("M", "average"), ("M", "flow"), ("Q", "flow"))
FIRST, DAYS = "2024-01-01", 182  # a Monday that begins month and quarter; the last day ends a week, month and quarter
FACTORS = 2


def case(lags: int, seed: int) -> dict[str, object]:
    draw = np.random.default_rng(seed)
    index = pd.period_range(FIRST, periods=DAYS, freq="D")
    names = [f"s{row}" for row in range(len(SERIES))]
    value = draw.normal(size=(DAYS, len(SERIES))).round(3)
    ends = {"D": draw.uniform(size=DAYS) < 0.4, "W": index.day_of_week == 6}
    ends |= {"M": index.day == index.days_in_month, "Q": (index.day == index.days_in_month) & (index.month % 3 == 0)}
    for column, (frequency, _) in enumerate(SERIES):
        value[~ends[frequency], column] = np.nan
    frame = pd.DataFrame(value, index=index, columns=names)
    how = {name: kind for name, (_, kind) in zip(names, SERIES, strict=True) if kind}
    panel = MixedFrequencyData(frame, [frequency for frequency, _ in SERIES], aggregations=how)
    layout = build_layout(panel, FACTORS, lags, None, "iid")
    loadings = draw.uniform(-1, 1, (len(SERIES), FACTORS)).round(2)
    transition = [[[0.6, 0.1], [-0.2, 0.5]], [[0.2, 0.0], [0.1, 0.1]]][:lags]
    innovation, variance = [[1.0, 0.3], [0.3, 0.8]], draw.uniform(0.3, 1.5, len(SERIES)).round(2)
    everything = np.zeros((len(SERIES), layout.n_factor_states))
    for column, spec in enumerate(layout.weights):
        fixed = (
            spec if layout.calendar[column] is None else [1.0]
        )  # weights that vary with the calendar are its own doing
        everything[column, : len(fixed) * FACTORS] = np.concatenate([w * loadings[column] for w in fixed])
    none = np.zeros(len(SERIES))
    given = EMParameters((np.hstack(transition),), (np.array(innovation),), everything, none, variance, variance)
    smoothed = kalman_smoother(build_state_space(given, layout, DAYS), panel.values)
    return {
        "value": [[None if np.isnan(one) else one for one in row] for row in value.T.tolist()],
        "loadings": loadings.tolist(),
        "transition": transition,
        "innovation": innovation,
        "variance": variance.tolist(),
        "log_likelihood": float(smoothed.loglikelihood),
        "factor": smoothed.smoothed_state[:, :FACTORS].tolist(),
    }


def main() -> None:
    told = {"first": FIRST, "series": SERIES, "cases": [case(1, 1), case(2, 2)]}
    Path(__file__).with_name("mixed_frequency.json").write_text(json.dumps(told) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
