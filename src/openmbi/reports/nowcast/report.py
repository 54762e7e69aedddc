"""The nowcast as a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period
from openmbi.reports.nowcast.inputs import (
    ComingFigures,
    IntervalFigures,
    MonthFigures,
    NewsFigures,
    NewsItem,
    NewsLine,
    NowcastInput,
    PastFigures,
    PathFigures,
    SeriesFigures,
)
from openmbi.reports.nowcast.sentences import headline_sentence, news_sentence
from openmbi.reports.overview.figures import both, day_text, month_text
from openmbi.reports.province.frame import frame_of

PATH = "nowcast/index"
_TITLE = Text("现时预测", "Nowcast")
_KINDS = {
    "release": Text("新发布", "release"),
    "revision": Text("修订", "revision"),
    "withdrawal": Text("撤回", "withdrawal"),
}
_FREQUENCIES = {
    Frequency.DAILY: Text("日", "daily"),
    Frequency.WEEKLY: Text("周", "weekly"),
    Frequency.MONTHLY: Text("月", "monthly"),
    Frequency.QUARTERLY: Text("季", "quarterly"),
    Frequency.ANNUAL: Text("年", "annual"),
}


def nowcast(source: NowcastInput) -> dict[str, Any]:
    """Return the document. Growth and impacts are texts with two digits, in per cent and percentage points."""
    return {
        "report": "nowcast",
        **frame_of(source.about, source.navigation),
        "path": PATH,
        "title": both(_TITLE),
        "target": {"name": both(source.target), "citation": both(source.citation)},
        "grid": {"code": source.frequency.value, "name": both(_FREQUENCIES[source.frequency])},
        "headline": {**_month(source.headline), "sentence": both(headline_sentence(source))},
        "ahead": [_month(one) for one in source.ahead],
        "last": {
            "month": both(figure_text(source.last.month, combined=source.last.combined)),
            "value": figure(source.last.value, 1),
            "released_on": str(source.last.released_on) if source.last.released_on else None,
            "probability_above": _per_cent(source.last.probability_above),
        },
        "trajectory": _path(source.path),
        "news": _news(source.news) if source.news else None,
        "coming": [_coming(one) for one in source.coming],
        "past": _past(source.past),
        "series": [_series(one) for one in source.series],
        "left_out": [{"name": both(name), "values": count} for name, count in source.left_out],
        "lacking": [{"name": both(name), "reason": both(why)} for name, why in source.lacking],
        "fit": {
            "factors": source.fit.factors,
            "lags": source.fit.lags,
            "periods": source.fit.periods,
            "log_likelihood": figure(source.fit.log_likelihood),
            "iterations": source.fit.iterations,
            "ended": both(source.fit.ended),
            "refreshed": source.fit.refreshed,
        },
    }


def figure_text(month: date, *, combined: bool) -> Text:
    """Return what a figure is about in words."""
    if not combined:
        return month_text(month)
    return Text(f"{month.year}年1—2月", f"January–February {month.year}")


def figure(value: float, digits: int = 2) -> str:
    """Return a figure, never a negative zero."""
    return f"{round(value, digits) + 0.0:.{digits}f}"


def _month(one: MonthFigures) -> dict[str, Any]:
    return {
        "month": both(figure_text(one.month, combined=one.combined)),
        "code": f"{one.month:%Y-%m}",
        "mean": figure(one.mean),
        "standard_error": figure(one.standard_error),
        "intervals": [_interval(each) for each in one.intervals],
        "release_day": str(one.release_day),
        "release_text": both(day_text(one.release_day)),
    }


def _interval(one: IntervalFigures) -> dict[str, Any]:
    return {
        "level": f"{100 * one.level:g}",
        "low": figure(one.low),
        "high": figure(one.high),
        "calibrated": one.calibrated,
    }


def _path(one: PathFigures) -> dict[str, Any]:
    return {
        "days": [str(day) for day in one.days],
        "mean": [figure(value, 3) for value in one.mean.tolist()],
        "intervals": [
            {"level": f"{100 * level:g}", "low": [figure(v, 3) for v in low], "high": [figure(v, 3) for v in high]}
            for level, low, high in zip(one.levels, one.low.tolist(), one.high.tolist(), strict=True)
        ],
    }


def _news(one: NewsFigures) -> dict[str, Any]:
    return {
        "since": one.since.isoformat(),
        "kept": one.kept,
        "old": figure(one.old),
        "new": figure(one.new),
        "change": figure(one.new - one.old),
        "reestimation": figure(one.reestimation),
        "impact": figure(sum(line.impact for line in one.by_domain)),
        "sentence": both(news_sentence(one)),
        "by_domain": _lines(one.by_domain),
        "by_series": _lines(one.by_series),
        "by_group": _lines(one.by_group),
        "items": [_item(each) for each in one.items],
        "listed_of": one.listed_of,
    }


def _lines(lines: Sequence[NewsLine]) -> list[dict[str, Any]]:
    return [
        {
            "name": both(one.name),
            "impact": figure(one.impact),
            "releases": figure(one.releases),
            "revisions": figure(one.revisions),
            "withdrawals": figure(one.withdrawals),
            "items": one.items,
        }
        for one in lines
    ]


def _item(one: NewsItem) -> dict[str, Any]:
    return {
        "kind": {"code": one.kind, "name": both(_KINDS[one.kind])},
        "name": both(one.name),
        "period": both(period_text(one.period)),
        "before": figure(one.before),
        "after": figure(one.after),
        "surprise": figure(one.after - one.before),
        "weight": figure(one.weight, 3),
        "impact": figure(one.impact, 3),
    }


def period_text(period: Period) -> Text:
    """Return a period as a table names it: a week by its Monday."""
    if period.frequency is Frequency.WEEKLY:
        return Text("{day} 起一周", "week of {day}").fill(day=period.first)
    return Text(str(period), str(period))


def _coming(one: ComingFigures) -> dict[str, Any]:
    return {
        "name": both(one.name),
        "period": both(period_text(one.period)),
        "day": str(one.day),
        "overdue": one.overdue,
        "expected": figure(one.expected),
        "standard_error": figure(one.standard_error),
        "impact": figure(one.impact),
    }


def _past(one: PastFigures) -> dict[str, Any]:
    rows = zip(one.months.tolist(), one.mean, one.low, one.high, one.released, strict=True)
    return {
        "level": f"{100 * one.level:g}",
        "rows": [
            {
                "month": f"{month:%Y-%m}",
                "mean": figure(mean),
                "low": figure(low),
                "high": figure(high),
                "released": figure(released, 1),
                "inside": bool(low <= released <= high),
            }
            for month, mean, low, high, released in rows
        ],
        "rmse": None if one.rmse is None else figure(one.rmse),
        "no_change_rmse": None if one.no_change_rmse is None else figure(one.no_change_rmse),
    }


def _series(one: SeriesFigures) -> dict[str, Any]:
    return {
        "name": both(one.name),
        "frequency": both(_FREQUENCIES[one.frequency]),
        "values": one.values,
        "loading": figure(one.loading),
        "until": both(period_text(one.until)) if one.until else None,
        "lag_days": one.lag_days,
        "contribution": figure(one.contribution),
    }


def _per_cent(share: float) -> str:
    return "< 1" if share < 0.01 else "> 99" if share > 0.99 else f"{100 * share:.0f}"
