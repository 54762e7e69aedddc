"""What a caller may choose of X-13ARIMA-SEATS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Engine(StrEnum):
    """How the seasonal component is extracted: by X-11's filters or by SEATS's model."""

    X11 = "x11"
    SEATS = "seats"


class Model(StrEnum):
    """The ARIMA model of the regression's errors: the airline model (0 1 1)(0 1 1), or chosen by `automdl`."""

    AIRLINE = "airline"
    AUTOMATIC = "automatic"


def _tell_nobody(done: int, total: int) -> None:
    del done, total


@dataclass(frozen=True)
class X13Options:
    """Options of X-13ARIMA-SEATS. Days are counted from New Year's day; both ends of a window are included.

    Attributes
    ----------
    engine, model
        See there.
    outliers
        Look for additive outliers, level shifts and temporary changes, and report them.
    windows
        Of the Spring Festival regressors, before, during and after it, one regressor each: a week each near it.
    coarse_windows, coarse_below_years
        The windows for panels of fewer years, which have too few festivals to tell more apart.
    workdays
        Take working days and holidays into the regression.
    forecast_years
        Years that the series is extended by its model, so that filters at its end rest on less guessing.
    years
        Years of active periods that a series must have; X-13 wants three.
    batch
        Series that one run of the program takes.
    seconds
        What a series may take in a batch, beyond a minute for all.
    progress
        Told after every batch: how many series are done, and of how many.
    """

    engine: Engine = Engine.X11
    model: Model = Model.AIRLINE
    outliers: bool = True
    windows: tuple[tuple[int, int], ...] = ((-20, -8), (-7, -1), (0, 6), (7, 13), (14, 20))
    coarse_windows: tuple[tuple[int, int], ...] = ((-20, -2), (-1, 6), (7, 20))
    coarse_below_years: int = 6
    workdays: bool = True
    forecast_years: int = 1
    years: int = 3
    batch: int = 200
    seconds: float = 20.0
    progress: Callable[[int, int], None] = _tell_nobody
