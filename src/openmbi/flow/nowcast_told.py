"""A nowcast put together for its page: figures with their intervals, news by series, domain and group, what comes next, how good it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from openmbi.catalog.targets import Target
from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period, period_containing
from openmbi.core.tables import Floats, Level
from openmbi.flow.bureau import Bureau
from openmbi.flow.domains_as_known import DomainsAsKnown
from openmbi.flow.group_names import group_names
from openmbi.flow.lone_report import navigation_of
from openmbi.flow.nowcast_about import about
from openmbi.flow.nowcast_before import Before
from openmbi.flow.nowcast_replay import Replayed
from openmbi.flow.nowcast_vintage import Shape, Vintage, group_of, indicator_of, next_places
from openmbi.index.backtest.density import Density
from openmbi.index.dynamic_factor import FactorFit
from openmbi.index.nowcast.coming import Coming, coming
from openmbi.index.nowcast.conformal import Calibration, calibrated_density, intervals
from openmbi.index.nowcast.estimator import FactorEstimator
from openmbi.index.nowcast.growth_panel import TARGET
from openmbi.index.nowcast.news import News, NewsGroup, grouped, largest
from openmbi.index.nowcast.nowcast import Path, nowcast
from openmbi.index.nowcast.reestimation import NowcastChange
from openmbi.reports.nowcast.inputs import (
    ComingFigures,
    FitFigures,
    IntervalFigures,
    MonthFigures,
    NewsFigures,
    NewsItem,
    NewsLine,
    NowcastInput,
    PastFigures,
    PathFigures,
    ReleasedFigure,
    SeriesFigures,
)

LISTED_ITEMS = 12
LISTED_GROUPS = 10
LISTED_COMING = 12
LISTED_SERIES = 24
PAST_LEVEL = 0.8
_OTHER = "…"
_OWN = Text("目标指标以往数字", "earlier figures of the target")


@dataclass(frozen=True)
class Made:
    """A nowcast in memory. `months`: the figures that are nowcast, the one that was asked for first."""

    target: Target
    known: DomainsAsKnown
    vintage: Vintage
    shape: Shape
    fit: FactorFit
    refreshed: bool
    judge: FactorEstimator
    calibrations: tuple[Calibration, ...]
    past: Replayed
    path: Path
    before: Before
    change: NowcastChange
    months: tuple[np.datetime64, ...]
    manifest: int


def told(made: Made, bureau: Bureau, now: datetime) -> NowcastInput:
    """Return everything that the page says."""
    words = _Words(made, bureau)
    months = [_month(made, month) for month in made.months]
    panel = made.vintage.growth.panel
    return NowcastInput(
        about=about(bureau, made.known, made.manifest, now),
        target=made.target.name.text(),
        citation=made.target.citation.text(),
        frequency=made.shape.frequency,
        headline=months[0],
        ahead=tuple(months[1:]),
        last=_last(made),
        path=_path(made),
        news=_news(made, bureau, words),
        coming=_coming(made, words),
        past=_past(made),
        series=_series(made, words),
        left_out=tuple((words.series(name), count) for name, count in made.vintage.growth.left_out),
        lacking=tuple((words.indicator(name), why) for name, why in made.known.lacking.items()),
        fit=FitFigures(
            factors=made.fit.parameters.loadings.shape[1],
            lags=len(made.fit.parameters.transition),
            periods=len(panel.periods),
            log_likelihood=made.fit.log_likelihood,
            iterations=made.fit.iterations,
            ended=made.fit.ended.text(),
            refreshed=made.refreshed,
        ),
        navigation=navigation_of(bureau),
    )


class _Words:
    """What series, groups and domains are called."""

    def __init__(self, made: Made, bureau: Bureau) -> None:
        self._in_force = made.known.in_force
        self._by = made.shape.by
        self._target = made.target.name.text()
        self._group = group_names(self._in_force.hierarchy, bureau.settings.zone.text, calendar_day(made.vintage.day))
        self._domains = {
            one.indicator: domain.name.text()
            for domain in self._in_force.composite.domains
            for one in domain.indicators
        }

    def indicator(self, code: str) -> Text:
        return self._in_force.indicators[code].name.text()

    def group(self, code: str) -> Text:
        return self._group(self._by, code) if code else Text("全域与目标指标", "whole zone and target")

    def domain(self, series: str) -> Text:
        return _OWN if series == TARGET else self._domains[indicator_of(series)]

    def series(self, name: str) -> Text:
        if name == TARGET:
            return self._target
        said, group = self.indicator(indicator_of(name)), group_of(name)
        return (
            said if not group else Text("{group}：{name}", "{group}: {name}").fill(group=self.group(group), name=said)
        )


def calendar_day(at: np.datetime64) -> date:
    """Return a day as Python has it."""
    return date.fromisoformat(str(at.astype("datetime64[D]")))


def _month(made: Made, month: np.datetime64) -> MonthFigures:
    found = nowcast(made.vintage.growth.panel, made.judge, TARGET, made.vintage.growth.period_of(month)).density
    day = made.vintage.figures.release_day(month)
    return MonthFigures(
        month=calendar_day(month),
        combined=_combined(made, month),
        mean=found.mean,
        standard_error=found.standard_error,
        intervals=_intervals(made, found),
        release_day=calendar_day(max(day, made.vintage.day)),
    )


def _intervals(made: Made, density: Density) -> tuple[IntervalFigures, ...]:
    return tuple(
        IntervalFigures(one.level, one.low, one.high, one.calibrated) for one in intervals(density, made.calibrations)
    )


def _combined(made: Made, month: np.datetime64) -> bool:
    february = month.astype("datetime64[M]").astype(np.int64) % 12 == 1
    return bool(made.vintage.figures.growth.combined_january_february and february)


def _last(made: Made) -> ReleasedFigure:
    figures = made.vintage.figures
    month, value = figures.growth.months[-1], float(figures.growth.growth_pct[-1])
    density = nowcast(
        made.vintage.growth.panel, made.judge, TARGET, made.vintage.growth.period_of(made.months[0])
    ).density
    above = 1 - calibrated_density(density, made.calibrations).cdf(value)
    released = figures.released_on.get(month.item())
    return ReleasedFigure(month.item(), _combined(made, month), value, released, above)


def _path(made: Made) -> PathFigures:
    path = made.path
    fans = [
        intervals(Density(mean, error), made.calibrations)
        for mean, error in zip(path.mean.tolist(), path.standard_error.tolist(), strict=True)
    ]
    low, high = (np.array([[getattr(one, side) for one in fan] for fan in fans]).T for side in ("low", "high"))
    return PathFigures(path.days, path.mean, tuple(one.level for one in made.calibrations), low, high)


def _news(made: Made, bureau: Bureau, words: _Words) -> NewsFigures:
    found, change = made.change.news, made.change
    order = np.argsort(-np.abs(found.impact), kind="stable")[:LISTED_ITEMS]
    codes = {word.en: word for word in (words.domain(name) for name in made.vintage.growth.panel.series.tolist())}
    by_domain = grouped(found, lambda name: words.domain(name).en)
    by_group = largest(grouped(found, group_of), LISTED_GROUPS, _OTHER) if made.shape.by is not Level.ZONE else ()
    return NewsFigures(
        since=made.before.as_of.astimezone(bureau.zone),
        kept=made.before.kept is not None,
        old=change.old,
        new=change.new,
        reestimation=change.reestimation,
        by_domain=_lines(by_domain, lambda label: codes[label]),
        by_series=_lines(largest(grouped(found), LISTED_GROUPS, _OTHER), words.series),
        by_group=_lines(by_group, words.group),
        items=tuple(_item(made, found, place, words) for place in order.tolist()),
        listed_of=len(found.impact),
    )


def _lines(groups: Sequence[NewsGroup], name: Callable[[str], Text]) -> tuple[NewsLine, ...]:
    other = Text("其余", "others")
    return tuple(
        NewsLine(
            other if one.label == _OTHER else name(one.label),
            one.impact,
            one.releases,
            one.revisions,
            one.withdrawals,
            one.items,
        )
        for one in groups
    )


def _item(made: Made, found: News, place: int, words: _Words) -> NewsItem:
    name = str(found.series[place])
    return NewsItem(
        kind=str(found.kind[place]),
        name=words.series(name),
        period=_period(made, name, found.periods[place]),
        before=float(found.before[place]),
        after=float(found.after[place]),
        weight=float(found.weight[place]),
        impact=float(found.impact[place]),
    )


def _period(made: Made, name: str, at: np.datetime64) -> Period:
    """Return the period that a figure at a place of the grid is about."""
    frequency = _frequency(made, name)
    on = made.vintage.growth.grid
    if frequency in {Frequency.DAILY, Frequency.WEEKLY} and on.frequency is Frequency.WEEKLY:
        return period_containing(calendar_day(at), Frequency.WEEKLY)
    month: date = on.month[np.searchsorted(on.periods, at)].item()
    return period_containing(month, Frequency.QUARTERLY if frequency is Frequency.QUARTERLY else Frequency.MONTHLY)


def _frequency(made: Made, name: str) -> Frequency:
    return Frequency.MONTHLY if name == TARGET else made.known.levels[indicator_of(name)].frequency


def _coming(made: Made, words: _Words) -> tuple[ComingFigures, ...]:
    """Return the next release of every series that is due before the figure itself, the earliest first."""
    panel, own = made.vintage.growth.panel, (TARGET, made.vintage.growth.period_of(made.months[0]))
    due = made.vintage.figures.release_day(made.months[0])
    periods: list[np.datetime64] = list(panel.periods)
    wanted: dict[tuple[str, np.datetime64], np.datetime64] = {}
    for row, place in enumerate(next_places(made.vintage).tolist()):
        name = str(panel.series[row])
        if name != TARGET and place >= 0 and made.vintage.known_on[row, place] <= max(due, made.vintage.day):
            wanted[name, periods[place]] = made.vintage.known_on[row, place]
    found = coming(panel, made.judge, own, list(wanted))
    most = sorted(found, key=lambda one: -one.impact)[:LISTED_COMING]
    rows = [_coming_row(made, one, wanted[one.series, one.period], words) for one in most]
    return tuple(sorted(rows, key=lambda one: (one.day, -one.impact)))


def _coming_row(made: Made, one: Coming, day: np.datetime64, words: _Words) -> ComingFigures:
    return ComingFigures(
        name=words.series(one.series),
        period=_period(made, one.series, one.period),
        day=calendar_day(day),
        overdue=bool(day <= made.vintage.day),
        expected=one.expected,
        standard_error=one.standard_error,
        impact=one.impact,
    )


def _past(made: Made) -> PastFigures:
    past = made.past
    fans = [
        intervals(Density(mean, error), made.calibrations)
        for mean, error in zip(past.mean.tolist(), past.standard_error.tolist(), strict=True)
    ]
    level = min((one.level for one in made.calibrations), key=lambda each: abs(each - PAST_LEVEL))
    mine = [next(one for one in fan if one.level == level) for fan in fans]
    return PastFigures(
        months=past.months,
        mean=past.mean,
        low=np.array([one.low for one in mine]),
        high=np.array([one.high for one in mine]),
        level=level,
        released=past.released,
        rmse=_rms(past.error),
        no_change_rmse=_rms(past.released - past.last_known),
    )


def _rms(error: Floats) -> float | None:
    return float(np.sqrt(np.mean(error**2))) if len(error) else None


def _series(made: Made, words: _Words) -> tuple[SeriesFigures, ...]:
    """Return the series of the panel, those that say most of the nowcast where there are many."""
    panel = made.vintage.growth.panel
    parts = nowcast(panel, made.judge, TARGET, made.vintage.growth.period_of(made.months[0])).contribution
    chosen = np.argsort(-np.abs(parts), kind="stable")[:LISTED_SERIES]
    return tuple(_one_series(made, int(row), float(parts[row]), words) for row in np.sort(chosen))


def _one_series(made: Made, row: int, part: float, words: _Words) -> SeriesFigures:
    panel = made.vintage.growth.panel
    name = str(panel.series[row])
    known = np.flatnonzero(~np.isnan(panel.value[row]))
    loading = made.fit.parameters.loadings[:, 0]
    return SeriesFigures(
        name=words.series(name),
        frequency=_frequency(made, name),
        values=len(known),
        loading=float(loading[row] * (1.0 if loading.sum() >= 0 else -1.0)),
        until=_period(made, name, panel.periods[int(known[-1])]) if len(known) else None,
        lag_days=made.vintage.lag_days[name],
        contribution=part,
    )
