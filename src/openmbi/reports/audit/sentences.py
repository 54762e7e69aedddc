"""What an audit comes to, in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from openmbi.core.audit import AuditStep, SobolIndices
from openmbi.core.language import Text
from openmbi.reports.audit.inputs import AuditInput
from openmbi.reports.overview.figures import month_text

Steps = Mapping[AuditStep, Text]
SURE = 0.95
"""Share of draws that must agree with the published direction for it to be called safe."""

_LATEST = Text(
    "{month}综合指数发布值为 {nominal}；在各种合理做法下，九成落在 {low} 至 {high} 之间。",
    "In {month} the composite is published as {nominal}; made in other reasonable ways, nine in ten lie between {low} and {high}.",
)
_SAFE = Text(
    "比上期{direction}这一判断不取决于做法：{share}% 的做法给出同一方向。",
    "That it {direction} on the period before does not depend on how it is made: {share} % of the ways agree.",
)
_UNSAFE = Text(
    "比上期{direction}这一判断取决于做法：只有 {share}% 的做法给出同一方向，发布时宜予说明。",
    "That it {direction} on the period before depends on how it is made: only {share} % of the ways agree. Say so when it is published.",
)
_MATTERS = Text(
    "对最新指数影响最大的步骤是{step}（总效应占方差的 {total}%）；对最新变动影响最大的是{other}（{other_total}%）。",
    "What matters most for the latest value is {step} (total effect: {total} % of the variance); for the latest change, {other} ({other_total} %).",
)
_RANKS = Text(
    "{count} 个城市的位次平均变动 {shift} 位；{firm} 个城市的九成区间不超过 3 位。",
    "The ranks of {count} cities move by {shift} places on average; for {firm} of them nine in ten ranks lie within 3 places.",
)
_WEIGHTS = Text(
    "有效权重与名义权重相差最大的是{name}：名义 {nominal}%，有效 {effective}%。",
    "Effective and nominal weight differ most for {name}: {nominal} % declared, {effective} % in effect.",
)


def in_short(source: AuditInput, steps: Steps) -> Sequence[Text]:
    """Return what a reader should take away, in the order of the page."""
    return [*_of_latest(source), *_of_steps(source, steps), *_of_ranks(source), *_of_weights(source)]


def _of_latest(source: AuditInput) -> Iterator[Text]:
    score = source.score
    month = month_text(source.months[-1].item())
    low, high = score.quantiles[[0, -1], -1]
    yield _LATEST.fill(month=month, nominal=f"{score.nominal[-1]:.2f}", low=f"{low:.2f}", high=f"{high:.2f}")
    change = score.nominal[-1] - score.nominal[-2]
    if change:
        share = score.falling if change < 0 else 1 - score.falling
        direction = Text("下降", "fell") if change < 0 else Text("上升", "rose")
        said = _SAFE if share >= SURE else _UNSAFE
        yield said.fill(direction=direction, share=f"{100 * share:.0f}")


def _of_steps(source: AuditInput, steps: Steps) -> Iterator[Text]:
    score = source.score
    largest, other = score.of_latest.largest, score.of_change.largest
    if largest is not None and other is not None:
        yield _MATTERS.fill(
            step=steps[score.steps[largest]],
            total=_total(score.of_latest, largest),
            other=steps[score.steps[other]],
            other_total=_total(score.of_change, other),
        )


def _of_ranks(source: AuditInput) -> Iterator[Text]:
    if source.cities:
        ranks = source.cities.found.ranks
        firm = int((ranks.interval[2] - ranks.interval[0] <= 2).sum())
        yield _RANKS.fill(count=len(ranks.groups), shift=f"{ranks.mean_shift:.1f}", firm=firm)


def _of_weights(source: AuditInput) -> Iterator[Text]:
    found = source.weights
    apart = np.abs(found.effective - found.nominal)
    if not np.isnan(apart).all():
        place = int(np.nanargmax(apart))
        yield _WEIGHTS.fill(
            name=source.domains[place],
            nominal=f"{100 * found.nominal[place]:.0f}",
            effective=f"{100 * found.effective[place]:.0f}",
        )


def _total(found: SobolIndices, place: int) -> str:
    return f"{min(100 * found.total[place], 100):.0f}"
