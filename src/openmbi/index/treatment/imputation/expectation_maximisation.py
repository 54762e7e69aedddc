"""What each indicator is expected to be by the others in the same column, if all were jointly normal."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Flags, Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.setting import Setting

_STEPS = 500
_ENOUGH = 1e-9  # in standard deviations
_RIDGE = 1e-6  # of a variance: what collinear indicators need to be told apart


def expected(values: Floats) -> Floats:
    """Return standardised values (n, T) with conditional means E[xₘ | xₒ] = μₘ + Σₘₒ Σₒₒ⁻¹ (xₒ − μₒ) in their gaps, at the likeliest μ and Σ.

    Source: Dempster, Laird, Rubin (1977); Little, Rubin, Statistical Analysis with Missing Data, section 11.2. It stops where no value moves by 1e-9.
    """
    missing = np.isnan(values)
    filled = np.where(missing, np.nanmean(values, axis=1, keepdims=True), values)
    patterns, member = np.unique(missing.T, axis=0, return_inverse=True)
    excess = np.zeros((len(values), len(values)))
    for _ in range(_STEPS):
        before = filled
        filled, excess = _step(values, before, excess, patterns, member.ravel())
        if np.abs(filled - before).max() < _ENOUGH:
            break
    return filled


def _step(values: Floats, filled: Floats, excess: Floats, patterns: Flags, member: np.ndarray) -> tuple[Floats, Floats]:
    """Return gaps filled anew, and the sum over columns of what is uncertain in them: the covariance of the missing, given the known."""
    columns = filled.shape[1]
    mean = filled.mean(axis=1)
    shift = filled - mean[:, None]
    covariance = (shift @ shift.T + excess) / columns
    covariance[np.diag_indices_from(covariance)] += _RIDGE
    renewed, uncertain = filled.copy(), np.zeros_like(excess)
    for place, lost in enumerate(patterns):
        if lost.any():
            those = member == place
            slope = np.linalg.solve(covariance[np.ix_(~lost, ~lost)], covariance[np.ix_(~lost, lost)])
            renewed[np.ix_(lost, those)] = mean[lost, None] + slope.T @ (
                values[np.ix_(~lost, those)] - mean[~lost, None]
            )
            given = covariance[np.ix_(lost, lost)] - covariance[np.ix_(lost, ~lost)] @ slope
            uncertain[np.ix_(lost, lost)] += those.sum() * given
    return renewed, uncertain


def _apply(values: Floats, setting: Setting, _options: Options) -> Outcome:
    _refuse_few(values, setting)
    mean, deviation = np.nanmean(values, axis=1, keepdims=True), np.nanstd(values, axis=1, keepdims=True)
    deviation = np.where(deviation > 0, deviation, 1.0)
    filled = mean + deviation * expected((values - mean) / deviation)
    return Outcome(np.where(np.isnan(values), filled, values))


def _refuse_few(values: Floats, setting: Setting) -> None:
    count, columns = (~np.isnan(values)).sum(axis=1), len(values) + 2
    few = setting.names[count < columns]
    if len(few):
        raise Problem(
            "index.too-few-columns",
            Text(
                "数值太少，不足以估计与其他指标的关系：{names}",
                "too few values to learn how they move with the others: {names}",
            ).fill(names=", ".join(few)),
            Text("请补入数据，或改选其他插补方法", "ingest more data, or fill otherwise"),
            expected=Text("每个指标至少 {columns} 个数值", "at least {columns} values of each indicator").fill(
                columns=columns
            ),
        )


METHOD = StepMethod(
    name="expectation_maximisation",
    label=Text("期望最大化插补（EM）", "expectation–maximisation"),
    citation=Text(
        "Dempster、Laird、Rubin（1977）；Little、Rubin《缺失数据统计分析》",
        "Dempster, Laird, Rubin (1977); Little, Rubin, Statistical Analysis with Missing Data",
    ),
    apply=_apply,
)
