"""The audit of a composite as a document."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf, isnan
from typing import Any

import numpy as np

from openmbi.core.audit import (
    AuditStep,
    Correlations,
    Flagged,
    LeftAside,
    RankSensitivity,
    ScoreSensitivity,
    SobolIndices,
    StepAlone,
)
from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.reports.audit.inputs import AuditInput, CityRanks
from openmbi.reports.audit.sentences import in_short
from openmbi.reports.overview.figures import both, month_text

PATH = "audit/composite"
LEVELS = ("5", "25", "50", "75", "95")
STEPS = {
    AuditStep.IMPUTATION: Text("插补", "imputation"),
    AuditStep.TREATMENT: Text("异常值处理", "treatment of outliers"),
    AuditStep.BASE: Text("基期", "base period"),
    AuditStep.NORMALISATION: Text("标准化", "normalisation"),
    AuditStep.WEIGHTING: Text("赋权方法", "weighting"),
    AuditStep.NOISE: Text("权重扰动", "noise on the weights"),
    AuditStep.AGGREGATION: Text("合成方法", "aggregation"),
}
_TITLE = Text("综合指数统计审计", "Audit of the composite")
_FLAGS = {
    Flagged.REDUNDANT: Text("冗余：几乎说同一件事", "redundant: nearly the same thing twice"),
    Flagged.OPPOSED: Text("反向：在综合指数中相互抵消", "opposed: they offset each other in the composite"),
}


def audit(source: AuditInput) -> dict[str, Any]:
    """Return the document: the fan of the score, indices by step, ranks, leave one out, weights, correlations. Figures are text; None where not known."""
    score = source.score
    document = {
        "report": "audit",
        **source.frame,
        "path": PATH,
        "title": both(_TITLE),
        "index": {"name": both(source.name), "citation": both(source.citation)},
        "months": {"first": str(source.months[0]), "last": str(source.months[-1]), "count": len(source.months)},
        "latest": {
            "month": both(month_text(source.months[-1].item())),
            "before": both(month_text(source.months[-2].item())),
        },
        "base": both(source.base),
        "sample": {"draws": source.draws, "composites": source.draws * (len(score.steps) + 2), "seed": source.seed},
        "score": _score(source, score),
        "steps": _steps(score, source.cities.found if source.cities else None),
        "left_aside": [_aside(one) for one in source.left_aside],
        "ranks": _ranks(source.cities) if source.cities else None,
        "unranked": [both(name) for name in source.unranked],
        "left_out": _left_out(source),
        "weights": _weights(source),
        "correlations": {
            "levels": _correlations(source.levels, source.domains),
            "changes": _correlations(source.changes, source.domains),
        },
        "reliability": {
            "periods": source.reliability.periods,
            "alpha": _figure(source.reliability.alpha, 2),
            "standardised": _figure(source.reliability.standardised, 2),
        },
    }
    return {**document, "in_short": [both(one) for one in in_short(source, STEPS)]}


def _score(source: AuditInput, score: ScoreSensitivity) -> dict[str, Any]:
    return {
        "months": [str(month)[:7] for month in source.months],
        "nominal": _figures(score.nominal, 2),
        "quantiles": {level: _figures(row, 2) for level, row in zip(LEVELS, score.quantiles, strict=True)},
        "latest": _spread(score.nominal[-1], score.quantiles[:, -1]),
        "change": {
            **_spread(score.nominal[-1] - score.nominal[-2], score.change),
            "falling": _figure(100 * score.falling, 0),
        },
        "distance": _figure(float(score.distance.mean()), 2),
        "alone": [
            {"code": one.step.value, "name": both(STEPS[one.step]), "options": _options(one)} for one in score.alone
        ],
    }


def _steps(score: ScoreSensitivity, ranks: RankSensitivity | None) -> list[dict[str, Any]]:
    """Return the indices of every step that was varied of the score or of the ranks; None where it was not."""
    outputs = {"latest": score.of_latest, "change": score.of_change, "distance": score.of_distance}
    taken: dict[str, tuple[SobolIndices, tuple[AuditStep, ...]]] = {
        name: (one, score.steps) for name, one in outputs.items()
    }
    if ranks:
        taken["shift"] = ranks.of_shift, ranks.steps
    varied = [step for step in STEPS if any(step in steps for _, steps in taken.values())]
    return [
        {
            "code": step.value,
            "name": both(STEPS[step]),
            **{
                name: _indices(one, steps.index(step)) if step in steps else None
                for name, (one, steps) in taken.items()
            },
        }
        for step in varied
    ]


def _spread(nominal: float, quantiles: Floats) -> dict[str, Any]:
    return {
        "nominal": _figure(nominal, 2),
        **{level: _figure(value, 2) for level, value in zip(LEVELS, quantiles, strict=True)},
    }


def _indices(found: SobolIndices, place: int) -> dict[str, Any]:
    """Return the indices of a step, in per cent of the variance; None where the output never moves."""
    return {
        "first": _figure(100 * found.first[place], 1),
        "first_plus_minus": _figure(100 * found.first_half_width[place], 1),
        "total": _figure(100 * found.total[place], 1),
        "total_plus_minus": _figure(100 * found.total_half_width[place], 1),
    }


def _options(alone: StepAlone) -> list[dict[str, Any]]:
    """Return what each option gives alone; of noise, whose sets have no names, the nominal one and the farthest."""
    places = range(len(alone.labels))
    if alone.step is AuditStep.NOISE:
        places = [0, int(np.argmax(alone.distance))]
    return [
        {
            "name": both(alone.labels[place] if place or alone.step is not AuditStep.NOISE else Text("不扰动", "none")),
            "nominal": place == 0,
            "latest": _figure(alone.latest[place], 2),
            "change": _figure(alone.change[place], 2),
            "distance": _figure(alone.distance[place], 2),
        }
        for place in places
    ]


def _aside(one: LeftAside) -> dict[str, Any]:
    return {
        "step": both(STEPS[one.step]),
        "option": both(one.option) if one.option else None,
        "reason": both(one.reason),
    }


def _ranks(cities: CityRanks) -> dict[str, Any]:
    ranks = cities.found.ranks
    order: list[int] = np.argsort(ranks.nominal, kind="stable").tolist()
    return {
        "count": len(cities.names),
        "shift": _figure(ranks.mean_shift, 1),
        "listed": [
            {
                "name": both(cities.names[place]),
                "score": _figure(cities.score[place], 2),
                "rank": _rank(ranks.nominal[place]),
                "low": _rank(ranks.interval[0, place]),
                "median": _rank(ranks.interval[1, place]),
                "high": _rank(ranks.interval[2, place]),
                "kept": _figure(100 * ranks.kept[place], 0),
            }
            for place in order
        ],
        "left_aside": [_aside(one) for one in cities.left_aside],
    }


def _left_out(source: AuditInput) -> list[dict[str, Any]]:
    left, ranks = source.left, source.cities.left if source.cities else None
    return [
        {
            "name": both(name),
            "latest": _figure(left.latest[place], 2),
            "change": _figure(left.change[place], 2),
            "distance": _figure(left.distance[place], 2),
            "correlation": _figure(left.correlation[place], 3),
            "shift": _figure(ranks.shift[place], 1) if ranks else None,
            "largest": _figure(ranks.largest[place], 0) if ranks else None,
            "rank_correlation": _figure(ranks.correlation[place], 2) if ranks else None,
        }
        for place, name in enumerate(source.domains)
    ]


def _weights(source: AuditInput) -> dict[str, Any]:
    found = source.weights
    return {
        "discrepancy": _figure(100 * found.discrepancy, 0),
        "listed": [
            {
                "name": both(name),
                "nominal": _figure(100 * found.nominal[place], 1),
                "effective": _figure(100 * found.effective[place], 1),
                "main_effect": _figure(100 * found.main_effect[place], 0),
                "linear": _figure(100 * found.linear[place], 0),
                "alpha_without": _figure(source.reliability.without[place], 2),
            }
            for place, name in enumerate(source.domains)
        ],
    }


def _correlations(found: Correlations, names: Sequence[Text]) -> dict[str, Any]:
    """Return the matrices, the flagged pairs and the variance inflation; infinite inflation is "∞"."""
    return {
        "names": [both(name) for name in names],
        "pearson": [_figures(row, 2) for row in found.pearson],
        "spearman": [_figures(row, 2) for row in found.spearman],
        "inflation": ["∞" if isinf(one) else _figure(one, 1) for one in found.inflation.tolist()],
        "flagged": [
            {
                "first": both(names[one]),
                "second": both(names[other]),
                "value": _figure(found.pearson[one, other], 2),
                "flag": flag.value,
                "meaning": both(_FLAGS[flag]),
            }
            for one, other, flag in found.flagged()
        ],
        "collinear": [both(names[place]) for place in found.collinear()],
    }


def _rank(value: float) -> str | None:
    """Return a rank: whole, or with one digit where equal scores share it."""
    return _figure(value, 0 if float(value).is_integer() else 1)


def _figures(values: Floats, digits: int) -> list[str | None]:
    return [_figure(value, digits) for value in values.tolist()]


def _figure(value: float | np.floating, digits: int) -> str | None:
    """Return a figure, never a negative zero; None where not known."""
    return None if isnan(value) else f"{round(float(value), digits) + 0.0:.{digits}f}"
