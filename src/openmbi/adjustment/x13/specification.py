"""What X-13ARIMA-SEATS is told of a series: its specification file. No line is longer than the 132 characters that the program reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.adjustment.x13.options import Engine, Model, X13Options
from openmbi.adjustment.x13.regressors import PERIODS_A_YEAR, Regressors
from openmbi.core.periods import Frequency
from openmbi.core.tables import Floats

MISSING = -99999.0
REGRESSORS_FILE = "calendar.dat"


def start_of(day: np.datetime64, frequency: Frequency) -> str:
    """Return a period as X-13 writes it: 2015.03 is March or the third quarter."""
    month = int(day.astype("M8[M]").astype(int)) % 12
    number = month + 1 if frequency is Frequency.MONTHLY else month // 3 + 1
    return f"{day.astype('M8[Y]')}.{number:02d}"


@dataclass(frozen=True)
class Setting:
    """What all series of a panel share: the first day of its first period, and what was chosen."""

    first: np.datetime64
    frequency: Frequency
    regressors: Regressors
    options: X13Options


def specification(series: str, first: np.datetime64, setting: Setting) -> str:
    """Return the specification of one series of which `<series>.dat` holds the values from `first` on."""
    frequency, options = setting.frequency, setting.options
    period = PERIODS_A_YEAR[frequency]
    return "\n".join(
        [
            f'series{{ title="{series}" period={period} start={start_of(first, frequency)}',
            f'file="{series}.dat" missingcode={MISSING:g} decimals=5 }}',
            "transform{ function=log }",
            *_regression(setting.regressors, start_of(setting.first, frequency)),
            *(["outlier{ types=(ao ls tc) }"] if options.outliers else []),
            "automdl{}" if options.model is Model.AUTOMATIC else "arima{ model=(0 1 1)(0 1 1) }",
            "estimate{ save=(est) }",
            f"forecast{{ maxlead={options.forecast_years * period} }}",
            "spectrum{ logqs=yes }",
            "x11{ mode=mult save=(d10 d12) }" if options.engine is Engine.X11 else "seats{ save=(s10 s12) }",
            "",
        ]
    )


def _regression(regressors: Regressors, start: str) -> list[str]:
    if not regressors.names:
        return []
    kinds = ["holiday" if festival else "td" for festival in regressors.festival]
    return [
        f"regression{{ user=({' '.join(regressors.names)})",
        f"usertype=({' '.join(kinds)})",
        f'file="{REGRESSORS_FILE}" start={start} }}',
    ]


def values_text(values: Floats) -> str:
    """Return one series (T,) as X-13 reads it, a value a line, gaps by their code."""
    return "".join(f"{value!r}\n" for value in np.where(np.isnan(values), MISSING, values).tolist())


def regressors_text(regressors: Regressors) -> str:
    """Return the regressors as X-13 reads them, a period a line, with enough digits to lose nothing that matters."""
    return "".join(" ".join(f"{value:.12g}" for value in row) + "\n" for row in regressors.centred.tolist())


def known_span(logs: Floats) -> tuple[int, int]:
    """Return the first and the stop position of a series' own span (T,)."""
    known = np.flatnonzero(~np.isnan(logs))
    return int(known[0]), int(known[-1]) + 1
