"""The MBI of the zone, estimated as its target declares: from the composite by the bridge regression, or from its domains by a supervised method."""

from __future__ import annotations

from datetime import date

import numpy as np

from openmbi.catalog.composites import ExpertWeightsSpec
from openmbi.catalog.targets import BRIDGE, Target
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.flow.domains import dated_values
from openmbi.flow.observed import Observed
from openmbi.index.bridge import Bridge, TargetFigures, bridge
from openmbi.index.composite_by_group import GroupComposite
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.index.supervised.base import Options
from openmbi.index.supervised.composite import estimator_by
from openmbi.index.supervised.methods import supervised_method


def mbi(observed: Observed, target: Target, zone: GroupComposite, spec: ExpertWeightsSpec) -> Bridge | None:
    """Return the MBI of the zone's months; None where the target has no figures. `zone`: the composite by `spec`, the zone its first group."""
    figures: dict[date, float] = dated_values(observed, target.indicator, target.place)
    if not figures:
        return None
    known = TargetFigures(np.array(list(figures), "datetime64[D]"), np.array(list(figures.values())))
    return estimated(known, target, zone, spec)


def estimated(known: TargetFigures, target: Target, zone: GroupComposite, spec: ExpertWeightsSpec) -> Bridge:
    """Return the same from figures of the target. The weights of the domains are the experts' that a method may be drawn to."""
    if target.estimate == BRIDGE:
        return bridge(_panel(zone, [zone.index], zone.value[:1], np.zeros((1, len(zone.months)), bool)), known, target)
    options = Options(expert=np.array([domain.weight for domain in spec.domains]))
    panel = _panel(zone, zone.domains.tolist(), zone.sub[:, 0], zone.held[:, 0])
    return bridge(panel, known, target, estimator_by(supervised_method(target.estimate), options))


def _panel(zone: GroupComposite, names: list[str], value: np.ndarray, held: np.ndarray) -> IndicatorPanel:
    return IndicatorPanel(np.array(names), Frequency.MONTHLY, zone.months, value, held)


def said_of(made: Bridge, place: int, target: Target, spec: ExpertWeightsSpec) -> tuple[Text, ...]:
    """Return what a reader is told of an estimate by a supervised method: its name, and what the growth is made of or why it is not taken apart."""
    if target.estimate == BRIDGE:
        return ()
    method = supervised_method(target.estimate)
    by = _BY.fill(method=method.label, n=int(made.observations[place]))
    if made.parts is None:
        return (by, method.why_not_additive) if method.why_not_additive else (by,)
    names = [domain.name.text() for domain in spec.domains]
    parts = [_PART.fill(name=name, part=part) for name, part in zip(names, made.parts[place, 1:].tolist(), strict=True)]
    return (by, _MADE_OF.fill(constant=float(made.parts[place, 0]), parts=_listed(parts)))


def _listed(parts: list[Text]) -> Text:
    return Text("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))


_BY = Text(
    "估计方法：{method}，自变量为综合指数各领域的同比增速，用此前 {n} 期已发布的目标指标估计",
    "Estimated by {method} on the growth of the composite's domains, from the {n} figures released before",
)
_MADE_OF = Text(
    "估计增速的构成（百分点）：所用各期目标指标的均值 {constant:.1f}；各领域偏离自身均值的贡献：{parts}",
    "What the growth is made of, in percentage points: mean of the target over those figures {constant:.1f}; each domain's distance from its own mean: {parts}",
)
_PART = Text("{name} {part:+.1f}", "{name} {part:+.1f}")
