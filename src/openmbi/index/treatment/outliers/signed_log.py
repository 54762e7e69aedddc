"""Logarithms for values of either sign: nearly the value itself near zero, its logarithm far from it."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.method import Options, Outcome, StepMethod
from openmbi.index.treatment.refusals import refuse_spans
from openmbi.index.treatment.setting import Setting


def _apply(values: Floats, setting: Setting, _options: Options) -> Outcome:
    """y = sign(x) ln(1 + |x|/s), with s the median of |x| over the base, or its mean where that is 0: no unit moves it."""
    size = np.abs(values[:, setting.base])
    median = np.nanmedian(size, axis=1)
    scale = np.where(median > 0, median, np.nanmean(size, axis=1))
    refuse_spans(scale, setting)

    def transformed(points: Floats) -> Floats:
        return np.sign(points) * np.log1p(np.abs(points) / scale[:, None])

    return Outcome(transformed(values), {"scale": scale}, transformed)


METHOD = StepMethod(
    name="signed_log",
    label=Text("带符号对数", "signed logarithm"),
    citation=Text(
        "John、Draper（1980）：模变换，取 λ = 0",
        "John, Draper (1980): An alternative family of transformations; the modulus transformation with λ = 0",
    ),
    apply=_apply,
)
