"""Next month's score of Taiwan's monitoring indicators (9–45), from what is out at the end of that month: pseudo-real-time, for the data are revised.

The National Development Council publishes the score of month m about the 27th of m + 1. Forecasts are made at two moments at which the score of m − 1 is the
newest: on the last day of m, and about the tenth of m + 1, when the customs figures of m are out (within six working days; later where the Spring Festival
falls in them). Persistence says that the score stays.

Rules, version 2. Version 1 (the last day of m alone, no saturation, one more set with loans and imports) was chosen on months before 2000 and judged: mean
absolute error 1.95 against 2.00. Version 2 was chosen on months before 2000 again, but after that was seen.

1. What is known of month m: share prices; about the tenth also customs exports and imports. Of m − 1: enterprises' electricity, customs figures, M1B. Of m − 2:
   manufacturing sales and overtime, whose newest month in the file is one behind that of the score it was published with. Scores to m − 1. No other component.
2. Values are the final ones, not those of the day: pseudo-real-time. The raw series are not seasonally adjusted and little revised; the scores were reckoned
   anew when components and check points changed, which nobody knew at the time.
3. Regressors: the last two scores; of each series growth over the same month a year before, as logs × 100, and its change from the month before. Sets: core =
   electricity, exports, sales, M1B; core + overtime; core + share prices + overtime; the last with imports. Each set four times: plain, or with the Spring
   Festival evened out (January as November to January, February as January and February together); with growth as it is, or saturating as points do: tanh of
   its robust deviations from its median so far.
4. Regression of the score's change by bounded influence (penalty 0.03, no fading, no leverage bound), on all earlier months from 1984 on, at least 60.
5. Headline: the sixteen forecasts and persistence, weighed by their errors so far (`index/backtest/combination.py`, as for the United States), held in 9–45.
6. Lights: the cut-offs of `cycle5` on the forecast to the nearest whole point. Macro F1: mean over the five lights. Recall of changes: share of the months
   whose light differs from the month before in which the new light was forecast; that of persistence is nil.
7. Judged: 2000-01 to 2025-09; mean absolute error; Diebold–Mariano on absolute errors, the larger p of no lag and four lags.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from openmbi.catalog.score_lights import load_score_rules
from openmbi.core.tables import Codes, Days, Flags, Floats
from openmbi.index.backtest.combination import ByPastErrors, combined
from openmbi.index.backtest.equal_accuracy import diebold_mariano
from openmbi.index.supervised.bounded_influence import TO_DEVIATION, Bounds, bounded_influence
from openmbi.lights.score import score_lights

FOLDER = "taiwan_ndc"
SCORE_FILE, SCORE_COLUMN = "景氣指標與燈號.csv", "景氣對策信號綜合分數"
LEAST, MOST = 9, 45
JUDGED_FROM = np.datetime64("2000-01", "M")
FIRST_FORECAST = 60  # months from 1984-01
LAGS = 4
YEAR, TWO_YEARS, SPRING = 12, 24, {0: 3, 1: 2}  # month of the year → months taken together
BOUNDS = Bounds(penalty=0.03, half_life=1e9, leverage=np.inf)
RULE = ByPastErrors(half_life=60, power=4, hold=2.5, shrink=20)
GOAL_MAE = 1.75


@dataclass(frozen=True)
class Indicator:
    """Where a series stands, how many months behind the month to forecast its newest value is at its end, and on the tenth of the next, and whether the Spring
    Festival moves it.
    """

    file: str
    column: str
    lag: int
    on_tenth: int
    festival: bool = False


INDICATORS = {
    "electricity": Indicator("同時指標構成項目.csv", "電力(企業)總用電量(十億度)", 1, 1, festival=True),
    "exports": Indicator("景氣對策信號構成項目.csv", "海關出口值(十億元)", 1, 0, festival=True),
    "sales": Indicator("景氣對策信號構成項目.csv", "製造業銷售量指數(Index2021=100)", 2, 2, festival=True),
    "m1b": Indicator("景氣對策信號構成項目.csv", "貨幣總計數M1B(百萬元)", 1, 1),
    "overtime": Indicator("景氣對策信號構成項目.csv", "工業及服務業加班工時(小時)", 2, 2, festival=True),
    "shares": Indicator("景氣對策信號構成項目.csv", "股價指數(Index1966=100)", 0, 0),
    "imports": Indicator("景氣對策信號構成項目.csv", "機械及電機設備進口值(十億元)", 1, 0, festival=True),
}
CORE = ("electricity", "exports", "sales", "m1b")
SETS = (CORE, (*CORE, "overtime"), (*CORE, "shares", "overtime"), (*CORE, "shares", "overtime", "imports"))


@dataclass(frozen=True)
class Monitoring:
    """`score` (T,) and `value` of each series (T,) by month (T,), NaN where there is none."""

    months: np.ndarray
    score: Floats
    value: dict[str, Floats]

    def until(self, month: np.datetime64) -> Monitoring:
        """Return all up to a month."""
        kept = self.months <= month
        return Monitoring(self.months[kept], self.score[kept], {name: one[kept] for name, one in self.value.items()})


def main() -> list[dict[str, object]]:
    if not os.environ.get("MBI_DATA_DIR"):
        return [{"figure": "Taiwan scores: skipped, MBI_DATA_DIR is not set"}]
    known = read_monitoring(Path(os.environ["MBI_DATA_DIR"]) / FOLDER)
    return [row for tenth in (True, False) for row in _figures(known, tenth=tenth)]


def read_monitoring(folder: Path) -> Monitoring:
    """Read scores and series."""
    months, score = _column(folder, SCORE_FILE, SCORE_COLUMN)
    value = {}
    for name, one in INDICATORS.items():
        there, found = _column(folder, one.file, one.column)
        assert (there == months).all()
        value[name] = found
    return Monitoring(months, score, value)


def _column(folder: Path, file: str, column: str) -> tuple[np.ndarray, Floats]:
    with (folder / file).open(encoding="utf-8-sig", newline="") as handle:
        lines = [{key.strip(): text.strip() for key, text in line.items()} for line in csv.DictReader(handle)]
    months = np.array([f"{line['Date'][:4]}-{line['Date'][4:]}" for line in lines], "datetime64[M]")
    return months, np.array([float(line[column]) if line[column] not in {"", "-"} else np.nan for line in lines])


@dataclass(frozen=True)
class Choice:
    """Which series a regression knows, as of which day, and in which form."""

    names: tuple[str, ...]
    tenth: bool
    even: bool
    saturating: bool

    def lag(self, name: str) -> int:
        """Return how many months the newest value of a series is behind."""
        return INDICATORS[name].on_tenth if self.tenth else INDICATORS[name].lag


def choices(*, tenth: bool) -> list[Choice]:
    """Return all regressions."""
    return [Choice(names, tenth, even, full) for names in SETS for even in (False, True) for full in (False, True)]


def forecasts(known: Monitoring, *, tenth: bool) -> Floats:
    """Return the forecasts (M + 1, T) of every regression and, last, of persistence, for every month, each from what was out."""
    return np.array([*(_regression(known, choice) for choice in choices(tenth=tenth)), _behind(known.score, 1)])


def headline(known: Monitoring, *, tenth: bool) -> Floats:
    """Return the combined forecasts (T,) of the score."""
    return np.clip(combined(forecasts(known, tenth=tenth), known.score, RULE), LEAST, MOST)


def _regression(known: Monitoring, choice: Choice) -> Floats:
    x, last = regressors(known, choice), _behind(known.score, 1)
    there = np.isfinite(x).all(axis=1) & np.isfinite(last)
    learn = there & np.isfinite(known.score)
    found, free = np.full(len(last), np.nan), np.zeros(x.shape[1], bool)
    for place in np.flatnonzero(there):
        past = np.flatnonzero(learn[:place])
        if len(past) >= FIRST_FORECAST:
            fit = bounded_influence(x[past], (known.score - last)[past], free, BOUNDS)
            found[place] = last[place] + fit.predict(x[place][None])[0]
    return found


def regressors(known: Monitoring, choice: Choice) -> Floats:
    """Return the regressors (T, n) of each month: those that are out."""
    columns = [_behind(known.score, 1), _behind(known.score, 2)]
    for name in choice.names:
        growth = _growth(known.value[name], known.months, even=choice.even and INDICATORS[name].festival)
        growth = _saturating(growth) if choice.saturating else growth
        columns += [_behind(growth, choice.lag(name)), _behind(growth - _behind(growth, 1), choice.lag(name))]
    return np.column_stack(columns)


def _saturating(growth: Floats) -> Floats:
    """Return tanh of robust deviations from the median of all values so far (T,), NaN before there are two years of them."""
    found = np.full(len(growth), np.nan)
    for place in np.flatnonzero(np.isfinite(growth)):
        so_far = growth[: place + 1][np.isfinite(growth[: place + 1])]
        if len(so_far) >= TWO_YEARS:
            centre = np.median(so_far)
            found[place] = np.tanh((growth[place] - centre) / (TO_DEVIATION * np.median(np.abs(so_far - centre))))
    return found


def _growth(value: Floats, months: np.ndarray, *, even: bool) -> Floats:
    """Return growth over a year (T,) as logs × 100; where the festival is evened out, of January and February with the months before them."""
    taken = (
        np.array([SPRING.get(month, 1) for month in months.astype(int) % YEAR]) if even else np.ones(len(value), int)
    )
    total = sum(np.where(taken > behind, _behind(value, behind), 0.0) for behind in range(3))
    return 100 * (np.log(total) - np.log(_behind(np.asarray(total), YEAR)))


def _behind(value: Floats, months: int) -> Floats:
    return np.concatenate([np.full(months, np.nan), value[: len(value) - months]])


def lights(score: Floats, months: np.ndarray) -> Codes:
    """Return the light (T,) of scores to the nearest whole point."""
    days: Days = months.astype("datetime64[D]")
    rounded = np.floor(score + 0.5)[None]
    return score_lights(rounded, np.array(["taiwan"]), days, load_score_rules(None)["cycle5"]).colour[0]


def macro_f1(came: Codes, said: Codes) -> float:
    """Return the mean of F1 over the lights that came."""
    each = []
    for colour in np.unique(came):
        both = ((came == colour) & (said == colour)).sum()
        each.append(2 * both / ((came == colour).sum() + (said == colour).sum()))
    return float(np.mean(each))


def recall_of_changes(came: Codes, said: Codes, before: Codes) -> float:
    """Return the share of changed lights that were forecast as they came."""
    changed = came != before
    return float((said == came)[changed].mean())


def judged(known: Monitoring, since: np.datetime64) -> Flags:
    """Return the months (T,) that are judged."""
    return (known.months >= since) & np.isfinite(known.score)


def _figures(known: Monitoring, *, tenth: bool) -> Iterator[dict[str, object]]:
    kept = judged(known, JUDGED_FROM)
    ours, last = headline(known, tenth=tenth), _behind(known.score, 1)
    error, peer = np.abs(ours - known.score)[kept], np.abs(last - known.score)[kept]
    came, mine, before = (lights(one[kept], known.months[kept]) for one in (known.score, ours, last))
    tests = (diebold_mariano(peer - error), diebold_mariano(peer - error, LAGS + 1, kernel="bartlett"))
    p = max(test.p_value for test in tests)
    when = "about the tenth after" if tenth else "at the month's end"
    said = f"Taiwan's score, pseudo-real-time, {when}, {known.months[kept][0]} to {known.months[kept][-1]} ({kept.sum()}): "
    changes = int((came != before).sum())
    for what, one, other, goal in (
        ("MAE; peer persistence", float(error.mean()), float(peer.mean()), GOAL_MAE),
        ("Diebold–Mariano p", f"{p:.5f}", None, None),
        ("lights, macro F1", macro_f1(came, mine), macro_f1(came, before), None),
        (f"recall of {changes} changes of light", recall_of_changes(came, mine, before), 0.0, None),
        ("share of right lights", float((came == mine).mean()), float((came == before).mean()), None),
    ):
        yield {"figure": said + what, "ours": one, "peer": other, "goal": goal if tenth else None}


if __name__ == "__main__":
    print(*main(), sep="\n")
