"""The diagnostics of an adjustment method as a document."""

from __future__ import annotations

from math import exp, isnan
from typing import Any

import numpy as np

from openmbi.core.adjusted import OutlierKind, Outliers
from openmbi.core.diagnosis import CycleTests, Diagnosis, FestivalYear, SeriesDiagnosis, Stage
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.revisions import RevisionHistory
from openmbi.reports.adjustment.inputs import AdjustmentInput, DiagnosedIndicator
from openmbi.reports.adjustment.verdicts import (
    chance_text,
    cycle_verdict,
    finished,
    size_text,
    stability_verdict,
    statistic_text,
)
from openmbi.reports.overview.figures import both
from openmbi.reports.province.frame import frame_of

MOST_LISTED = 20
_TITLE = Text("日历与季节调整诊断", "Diagnostics of the adjustment")
_WHOLE = Text("合计", "Whole")
_KINDS = {
    OutlierKind.ADDITIVE_OUTLIER: Text("加性异常", "additive outlier"),
    OutlierKind.LEVEL_SHIFT: Text("水平突变", "level shift"),
    OutlierKind.TEMPORARY_CHANGE: Text("暂时变化", "temporary change"),
}
_FREQUENCIES = {
    Frequency.DAILY: Text("日", "daily"),
    Frequency.WEEKLY: Text("周", "weekly"),
    Frequency.MONTHLY: Text("月", "monthly"),
    Frequency.QUARTERLY: Text("季", "quarterly"),
}
_STEPS = {
    Frequency.DAILY: Text("天", "days"),
    Frequency.WEEKLY: Text("周", "weeks"),
    Frequency.MONTHLY: Text("个月", "months"),
    Frequency.QUARTERLY: Text("个季度", "quarters"),
}


def adjustment(source: AdjustmentInput) -> dict[str, Any]:
    """Return the document: per indicator tests, festivals by year, spans, revisions, outliers and what could not be adjusted. Figures are per cent."""
    path = f"adjustment/{source.code}" + (f"-{source.place}" if source.place else "")
    place = source.names.get(source.place, Text(source.place, source.place)) if source.place else None
    return {
        "report": "adjustment",
        **frame_of(source.about, source.navigation),
        "path": path,
        "title": both(_TITLE),
        "method": {"code": source.code, "name": both(source.name), "citation": both(source.citation)},
        "place": both(place) if place else None,
        "indicators": [_indicator(source, one) for one in source.indicators],
        "skipped": [{"name": both(name), "reason": both(reason)} for name, reason in source.skipped],
    }


def _indicator(source: AdjustmentInput, one: DiagnosedIndicator) -> dict[str, Any]:
    made = one.diagnosis
    return {
        "code": one.code,
        "name": both(one.name),
        "frequency": {"code": made.frequency.value, "name": both(_FREQUENCIES[made.frequency])},
        "first": made.first,
        "last": made.last,
        "subjects": made.subjects,
        "of_leaves": made.of_leaves,
        "months": [str(month) for month in made.months],
        "level": {
            stage.value: [_figure(100 * value, 2) for value in row]
            for stage, row in zip(Stage, made.level, strict=True)
        },
        "series": [
            _series(series, _named(source, series.code) if number else _WHOLE)
            for number, series in enumerate(made.series)
        ],
        "spans": [[str(day) for day in span] for span in made.spans],
        "festival": _festival(made),
        "revisions": _revisions(made.revisions, made.frequency) if made.revisions else None,
        "outliers": {"count": len(made.outliers.day), "listed": _outliers(source, made.outliers)},
        "refused": {
            "count": len(made.refused),
            "listed": [
                {"name": both(_named(source, code)), "reason": both(why)} for code, why in made.refused[:MOST_LISTED]
            ],
        },
    }


def _named(source: AdjustmentInput, code: str) -> Text:
    return source.names.get(code, Text(code, code))


def _series(series: SeriesDiagnosis, name: Text) -> dict[str, Any]:
    season, growth = series.season_unstable, series.growth_unstable
    return {
        "code": series.code,
        "name": both(name),
        "tests": [_tests(one) for one in series.tests],
        "festivals": [_festival_year(one) for one in series.festivals],
        "spans": {
            "season": _figure(season, 1),
            "growth": _figure(growth, 1),
            "verdict": stability_verdict(season, growth),
        },
    }


def _tests(tests: CycleTests) -> dict[str, Any]:
    return {
        "cycle": tests.cycle.value,
        "stage": tests.stage.value,
        "finished": finished(tests),
        "qs": {"statistic": statistic_text(tests.qs), "p": chance_text(tests.qs)},
        "kruskal_wallis": {"statistic": statistic_text(tests.kruskal_wallis), "p": chance_text(tests.kruskal_wallis)},
        "size": size_text(tests.kruskal_wallis),
        "verdict": cycle_verdict(tests),
    }


def _festival_year(one: FestivalYear) -> dict[str, Any]:
    return {
        "year": one.year,
        "depth": _percent(one.depth),
        "lowest": one.lowest,
        "closed": one.closed,
        "back": one.back,
    }


def _festival(made: Diagnosis) -> dict[str, Any]:
    """Return the whole's festival effect by year; `offset` are days from New Year of a daily series, else months of the year."""
    return {
        "offset": made.curve.offset.tolist(),
        "years": [
            {"year": int(year), "effect": [_percent(value) for value in row.tolist()]}
            for year, row in zip(made.curve.years, made.curve.effect, strict=True)
        ],
    }


def _revisions(history: RevisionHistory, frequency: Frequency) -> dict[str, Any]:
    """Return by lag how far the whole's adjusted figures moved, and what each cut's last figure became."""
    total = history.total
    later, last = total.to_later(), total.to_last()
    return {
        "step": both(_STEPS[frequency]),
        "lags": [
            {
                "lag": int(lag),
                "later": _figure(100 * later.mean_absolute[place], 2),
                "last": _figure(100 * last.mean_absolute[place], 2),
                "bias": _figure(100 * last.bias[place], 2),
                "cuts": int(last.count[place]),
            }
            for place, lag in enumerate(history.lags.tolist())
        ],
        "cuts": [
            {"end": str(end), "later": _percent(one, 2), "last": _percent(other, 2)}
            for end, one, other in zip(
                history.ends, (total.later - total.first)[:, 0], (total.last - total.first)[:, 0], strict=True
            )
        ],
    }


def _outliers(source: AdjustmentInput, outliers: Outliers) -> list[dict[str, Any]]:
    return [
        {
            "name": both(_named(source, str(outliers.subject[place]))) if outliers.subject[place] else both(_WHOLE),
            "day": str(outliers.day[place]),
            "kind": both(_KINDS[OutlierKind(int(outliers.kind[place]))]),
            "size": _percent(float(outliers.size[place])),
            "statistic": _figure(float(outliers.statistic[place]), 1),
        }
        for place in range(min(MOST_LISTED, len(outliers.day)))
    ]


def _percent(logs: float, digits: int = 1) -> str | None:
    """Return log points as a change in per cent; None where not known."""
    return None if isnan(logs) else _figure(100 * (exp(logs) - 1), digits)


def _figure(value: float | np.floating, digits: int) -> str | None:
    """Return a figure, never a negative zero; None where not known."""
    return None if isnan(value) else f"{round(float(value), digits) + 0.0:.{digits}f}"
