"""Outliers of monthly series are those that X-13ARIMA-SEATS finds by itself: `make_x13_outliers.py` ran the program and wrote what it found."""

import json
from pathlib import Path

import numpy as np

from openmbi.adjustment.outliers.candidates import Smoother
from openmbi.adjustment.outliers.find import find_outliers
from openmbi.adjustment.outliers.parameters import outlier_parameters
from openmbi.adjustment.splines import cubic_basis, roughness
from openmbi.core.adjusted import Outliers
from openmbi.core.periods import Frequency

CASE = json.loads(Path(__file__).with_name("x13_outliers.json").read_text(encoding="utf-8"))
CLEAR = 6.0
"""Outliers with so large a statistic are clear: both methods, whose models differ, must see them."""
SMOOTHING = 1e3


def found() -> Outliers:
    """Return our outliers, beside months and a smooth trend."""
    logs = np.log(CASE["values"])
    months = np.datetime64(CASE["first"], "M") + np.arange(logs.shape[1])
    season = np.eye(12)[np.arange(len(months)) % 12][:, 1:] - 1 / 12
    knots = np.linspace(0, len(months) - 1, 25)
    design = np.hstack([season, cubic_basis(np.arange(float(len(months))), knots)])
    penalty = np.zeros((design.shape[1],) * 2)
    penalty[11:, 11:] = SMOOTHING * roughness(knots)
    inverse = np.linalg.inv(design.T @ design + penalty)
    residual = logs - logs @ design @ inverse @ design.T
    return find_outliers(
        residual,
        np.ones(logs.shape, bool),
        1.4826 * np.median(np.abs(residual), axis=1),
        [Smoother.of_inverse(design, inverse)],
        np.zeros(len(logs), np.intp),
        subjects=np.array([f"s{row}" for row in range(len(logs))]),
        days=months.astype("M8[D]"),
        day_scale=np.ones(len(months)),
        parameters=outlier_parameters(Frequency.MONTHLY),
    )


def test_clear_outliers_are_those_of_the_program() -> None:
    ours = found()
    mine = {
        (s, str(d), k): z
        for s, d, k, z, t in zip(ours.subject, ours.day, ours.kind, ours.size, ours.statistic, strict=True)
        if abs(t) >= CLEAR
    }
    program = {
        (one["series"], one["month"], one["kind"]): one["size"]
        for one in CASE["outliers"]
        if abs(one["statistic"]) >= CLEAR
    }
    assert len(program) >= 6
    assert set(mine) == set(program)
    for key, size in program.items():
        assert abs(mine[key] - size) < 0.06
