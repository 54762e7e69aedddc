"""Write x13_outliers.json: simulated monthly series with planted outliers, and what X-13ARIMA-SEATS finds in them by itself (extra `x13`)."""

import json
from pathlib import Path

import numpy as np

from openmbi.adjustment.decomposition import Options
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.x13.adjust import examine_by_x13
from openmbi.catalog.calendar import load_calendar
from openmbi.core.periods import Frequency
from openmbi.core.tables import CellPanel, Reading

SERIES, SEED = 8, 2


def simulated() -> CellPanel:
    random = np.random.default_rng(SEED)
    months = np.arange("2010-01", "2022-01", dtype="M8[M]").astype("M8[D]")
    t = np.arange(len(months))
    season = 0.1 * np.sin(2 * np.pi * t / 12 + random.uniform(0, 6, (SERIES, 1))) + 0.05 * np.cos(4 * np.pi * t / 12)
    walk = random.normal(0, 0.004, (SERIES, len(t))).cumsum(axis=1)
    logs = 5 + 0.003 * t + season + walk + random.normal(0, 0.02, (SERIES, len(t)))
    for row in range(SERIES):
        odd, step = random.integers(20, 60), random.integers(80, 125)
        if row % 2 == 0:
            logs[row, odd] -= 0.25
        if row % 4 < 2:
            logs[row, step:] += 0.3
    value = np.round(1000 * np.exp(logs), 1)
    reading = np.full(value.shape, Reading.NORMAL, np.uint8)
    return CellPanel("use", "kWh", np.array([f"s{row}" for row in range(SERIES)]), months, value, reading)


def main() -> None:
    panel = simulated()
    options = Options(Frequency.MONTHLY, None, None, AdjustmentParameters())
    detail = examine_by_x13(panel, load_calendar(None), options).adjusted.detail
    assert detail is not None
    o = detail.outliers
    found = zip(o.subject.tolist(), o.day.astype(str).tolist(), o.kind.tolist(), o.size, o.statistic, strict=True)
    content = {
        "first": str(panel.days[0]),
        "values": panel.value.tolist(),
        "outliers": [
            {"series": s, "month": d, "kind": k, "size": round(float(z), 5), "statistic": round(float(t), 2)}
            for s, d, k, z, t in found
        ],
    }
    Path(__file__).with_name("x13_outliers.json").write_text(json.dumps(content) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
