"""A backtest as a document: figures as they are published, and every forecast in numbers for those who compute on."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any

import numpy as np

from openmbi.core.language import Text
from openmbi.reports.backtest.inputs import BANDS, COVERAGES, BacktestInput, Forecasts, MethodFigures, Ranking
from openmbi.reports.backtest.verdict import pair, verdict
from openmbi.reports.overview.figures import Pair, both, published
from openmbi.reports.province.frame import frame_of

_TITLE = Text("实时回测：哪种方法最准", "Real-time backtest: which method is most accurate")
BINS = 10
DIGITS = 6


def backtest(source: BacktestInput) -> dict[str, Any]:
    """Return the document: the verdict, the league tables, the months, the calibration of the densities, and what it all rests on.

    Errors are in percentage points, with two digits; shares are per cent. `forecasts` are numbers: mean and ends of intervals by method.
    """
    return {
        "report": "backtest",
        **frame_of(source.about, source.navigation),
        "path": "backtest/index",
        "title": both(_TITLE),
        **_tested(source),
        "verdict": verdict(source),
        "tables": [_table(one, source.published) for one in source.rankings],
        **_crises(source),
        "months": [_month(source, place) for place in range(len(source.months))][::-1],
        **_charted(source),
        "not_run": _listed(source.not_run),
        "without_level": [{"day": day.isoformat(), "why": both(why)} for day, why in source.without_level],
    }


def _tested(source: BacktestInput) -> dict[str, Any]:
    """Return what is tested, against what, and on what it rests."""
    return {
        "target": {"name": both(source.target), "citation": both(source.citation)},
        "published": {
            "name": source.published,
            "label": pair(_label(source, source.published)),
            "why": pair(source.why),
        },
        "reference": {"name": source.reference, "label": pair(_label(source, source.reference))},
        "level": _share(source.level),
        "rule": both(source.rule),
        "basis": {
            "origins": source.total_origins,
            "real_time": int(source.real_time.sum()),
            "judged": len(source.months),
        },
    }


def _crises(source: BacktestInput) -> dict[str, Any]:
    """Return the register, and which of its months are among those tested."""
    listed = [
        {
            "name": both(one.name),
            "kind": both(one.kind),
            "first": one.first.isoformat(),
            "last": one.last.isoformat(),
            "citation": both(one.citation),
        }
        for one in source.crises
    ]
    return {
        "crises": listed,
        "crisis_months": [source.month_labels[place] for place in np.flatnonzero(source.crisis)],
    }


def _charted(source: BacktestInput) -> dict[str, Any]:
    """Return what charts are drawn from, in numbers."""
    shown = _shown(source)
    return {
        "shown": shown,
        "calibration": [_calibration(source, name) for name in shown],
        "forecasts": {name: _numbers(one) for name, one in source.forecasts.items()},
        "outcome": _plain(source.outcome),
        "month_labels": list(source.month_labels),
    }


def _shown(source: BacktestInput) -> list[str]:
    """Return the methods that charts and months show: the catalog's, the best one, the reference; each once, none without a forecast."""
    best = next((one.name for one in source.rankings[0].methods if one.rank == 1), source.reference)
    wanted = dict.fromkeys([source.published, best, source.reference])
    known = (name for name in wanted if name in source.forecasts)
    return [name for name in known if not np.isnan(source.forecasts[name].mean).all()]


def _listed(names: Sequence[Text]) -> Pair | None:
    """Return names as one text; None for none."""
    return both(Text("；".join(one.zh for one in names), "; ".join(one.en for one in names))) if names else None


def _share(fraction: float) -> str | None:
    """Return a share in whole per cent: months are too few for more."""
    return None if isnan(fraction) else f"{100 * fraction:.0f}"


def _label(source: BacktestInput, name: str) -> Text | None:
    return source.forecasts[name].label if name in source.forecasts else None


def _table(table: Ranking, catalog: str) -> dict[str, Any]:
    return {
        "horizon": table.horizon,
        "whole": table.whole,
        "months": table.months,
        "common": table.common,
        "rows": [_row(one, catalog) for one in table.methods if one.months],
        "silent": _listed([one.label for one in table.methods if not one.months]),
    }


def _row(one: MethodFigures, catalog: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": both(one.label),
        "rank": one.rank,
        "published": one.name == catalog,
        "among_best": one.among_best,
        "months": one.months,
        "rmse": published(one.rmse),
        "relative": published(one.relative),
        "mae": published(one.mae),
        "bias": published(one.bias),
        "crps": published(one.crps),
        "log_score": published(one.log_score) if np.isfinite(one.log_score) else None,
        "sign": _share(one.sign),
        "directions": one.directions,
        "coverage": {f"{share:.0%}": _share(value) for share, value in zip(COVERAGES, one.coverage, strict=True)},
        "p_best": _chance(one.p_best),
        "p_reference": _chance(one.p_reference),
        "p_crps": _chance(one.p_crps),
        "p_conditional": _chance(one.p_conditional),
        "p_nested": _chance(one.p_nested),
    }


def _chance(p: float) -> str | None:
    if isnan(p):
        return None
    return "<0.001" if p < 0.0005 else f"{p:.3f}"


def _month(source: BacktestInput, place: int) -> dict[str, Any]:
    return {
        "month": source.month_labels[place],
        "first": str(source.months[place]),
        "origin": str(source.origins[place]),
        "outcome": published(float(source.outcome[place])),
        "crisis": bool(source.crisis[place]),
        "real_time": bool(source.real_time[place]),
        "forecasts": {name: _said(source, name, place) for name in _shown(source)},
    }


def _said(source: BacktestInput, name: str, place: int) -> dict[str, Any]:
    one, came = source.forecasts[name], float(source.outcome[place])
    mean, low, high = (float(part) for part in (one.mean[place], one.low[1, place], one.high[1, place]))
    return {
        "mean": published(mean),
        "low": published(low),
        "high": published(high),
        "error": published(came - mean),
        "inside": None if isnan(came) or isnan(low) else low <= came <= high,
    }


def _calibration(source: BacktestInput, name: str) -> dict[str, Any]:
    pit = source.forecasts[name].pit
    pit = pit[~np.isnan(pit)]
    row = next((one for one in source.rankings[0].methods if one.name == name), None)
    return {
        "name": name,
        "label": both(source.forecasts[name].label),
        "number": len(pit),
        "pit": np.histogram(pit, BINS, (0, 1))[0].tolist(),
        "coverage": [_share(value) for value in row.coverage] if row else [None] * len(COVERAGES),
        "stated": [_share(share) for share in COVERAGES],
    }


def _numbers(one: Forecasts) -> dict[str, Any]:
    bands = {f"{share:.0%}": [_plain(one.low[row]), _plain(one.high[row])] for row, share in enumerate(BANDS)}
    return {"label": both(one.label), "mean": _plain(one.mean), "intervals": bands, "pit": _plain(one.pit)}


def _plain(values: np.ndarray) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), DIGITS) for value in values]
