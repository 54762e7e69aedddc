"""A threshold for a light rule, fixed on the past by the signals approach, as an entry for the catalog with its measured errors."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

import yaml

from openmbi.catalog.lights import Thresholds
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.index.signals.auroc import AurocInterval, Bootstrap, auroc_interval
from openmbi.index.signals.lead_time import LeadTimes, lead_times
from openmbi.index.signals.out_of_sample import OutOfSample, out_of_sample
from openmbi.index.signals.signal_counts import signals
from openmbi.index.signals.threshold import Choice, FixedThreshold, SignalHistory, threshold_as_of

DECIMALS = 4
REFIXED = 28  # periods after which the replay fixes the threshold again
LEARNT = 1 / 3  # of the history, before the replay begins


@dataclass(frozen=True)
class ProposedBound:
    """One colour's threshold: `fixed` on the past; `lead` of the events in that past; `replayed`: how it would have done, fixed again and again before
    each signal.
    """

    colour: str
    fixed: FixedThreshold
    lead: LeadTimes
    replayed: OutOfSample

    @property
    def opens(self) -> float:
        """The threshold as it is written: rounded so that the value that it rests on still signals."""
        return math.ceil(self.fixed.threshold * 10**DECIMALS) / 10**DECIMALS


@dataclass(frozen=True)
class Proposal:
    """Thresholds from mild to severe, the area under the curve of the measure, and the entry for the catalog; None, and `why_none`, where it would do no
    good.
    """

    bounds: tuple[ProposedBound, ...]
    area: AurocInterval
    entry: str | None
    why_none: Text | None


def propose(
    history: SignalHistory,
    choice: Choice,
    preferences: Mapping[str, float],
    *,
    fixed_on: date,
    judged: date,
    events: Sequence[Text],
) -> Proposal:
    """Return thresholds of a measure at or below which each colour opens, by preferences from mild to severe, on what was known on `fixed_on`.

    Raises
    ------
    Problem
        `index.threshold-not-before`, `index.threshold-nothing-to-learn`.
    """
    known = history.known_on(fixed_on)
    bounds = tuple(
        _bound(colour, history, replace(choice, preference=preference), fixed_on=fixed_on, judged=judged)
        for colour, preference in preferences.items()
    )
    ahead, usable = known.judged(choice.horizon)
    drawn = Bootstrap(seed=0, block=max(REFIXED, 2 * choice.horizon), draws=500)
    area = auroc_interval(known.measure[usable], ahead.ahead[usable], drawn, choice.side)
    why = _why_none(bounds)
    return Proposal(bounds, area, None if why else _entry(bounds, judged, events), why)


def _bound(colour: str, history: SignalHistory, choice: Choice, *, fixed_on: date, judged: date) -> ProposedBound:
    fixed = threshold_as_of(history, choice, fixed_on=fixed_on, judged=judged)
    known = history.known_on(fixed_on)
    given = signals(known.measure, fixed.threshold, choice.side)
    first = known.known_at.tolist()[int(len(known.periods) * LEARNT)]
    replayed = out_of_sample(known, choice, first=first, every=REFIXED)
    return ProposedBound(colour, fixed, lead_times(given, known.event, choice.horizon), replayed)


def _why_none(bounds: Sequence[ProposedBound]) -> Text | None:
    useless = [bound.colour for bound in bounds if not bound.fixed.useful]
    if useless:
        return Text(
            "{colours}：任何阈值都不比不看信号更好", "{colours}: no threshold is better than ignoring the signal"
        ).fill(colours=", ".join(useless))
    if any(bound.opens >= 0 for bound in bounds):
        return Text(
            "阈值不是下降：不适合按跌幅开灯的规则", "the threshold is no fall: it does not suit a rule for falls"
        )
    opens = [bound.opens for bound in bounds]
    if any(worse >= milder for milder, worse in pairwise(opens)):
        return Text(
            "各颜色的阈值没有由轻到重：请让偏好拉开差距",
            "the thresholds of the colours do not run from mild to severe: choose preferences further apart",
        )
    return None


def _entry(bounds: Sequence[ProposedBound], judged: date, events: Sequence[Text]) -> str:
    """Return the entry as YAML; it closes half-way back, as the shipped rules do."""
    said = _citation(bounds, events)
    content: dict[str, Any] = {
        "valid_from": judged,
        "citation": {"zh": said.zh, "en": said.en},
        "bounds": [{"colour": one.colour, "open": one.opens, "close": round(one.opens / 2, 5)} for one in bounds],
    }
    Thresholds.model_validate(content)
    return yaml.safe_dump([content], allow_unicode=True, sort_keys=False, width=140)


def _citation(bounds: Sequence[ProposedBound], events: Sequence[Text]) -> Text:
    of = bounds[0].fixed
    names = Text("、".join(event.zh for event in events), ", ".join(event.en for event in events))
    said = Text(
        "信号法，按 {fixed} 所知确定：评价区间 {first} 至 {last} 共 {periods} 期，事件 {events} 个（{which}）；Sarlin (2013) 有用性最大，",
        "Signals approach on what was known on {fixed}: {periods} periods from {first} to {last}, {events} events ({which}); greatest usefulness of "
        "Sarlin (2013), ",
    ).fill(fixed=of.fixed_on, first=of.first, last=of.last, periods=of.periods, events=of.events, which=names)
    for bound in bounds:
        said += _measured(bound)
    return said + Text("区间内数字偏于乐观。", "figures inside the span flatter.")


def _measured(bound: ProposedBound) -> Text:
    counts = bound.fixed.counts
    return Text(
        "{colour} 偏好 {preference}、噪声信号比 {noise:.2f}、虚警率 {alarms:.3f}；",
        "{colour} preference {preference}, noise-to-signal {noise:.2f}, false-alarm rate {alarms:.3f}; ",
    ).fill(
        colour=bound.colour,
        preference=bound.fixed.choice.preference,
        noise=float(counts.noise_to_signal[0]),
        alarms=float(counts.false_alarm_rate[0]),
    )


def preferences_of(texts: Sequence[str]) -> dict[str, float]:
    """Read preferences written as `yellow=0.8`, from mild to severe.

    Raises
    ------
    Problem
        `thresholds.preference`.
    """
    found = {}
    for text in texts:
        colour, _, number = text.partition("=")
        try:
            found[colour.strip()] = float(number)
        except ValueError as error:
            raise _preference(text) from error
        if colour.strip() not in ("blue", "yellow", "orange", "red") or not 0 < found[colour.strip()] < 1:
            raise _preference(text)
    return found


def _preference(text: str) -> Problem:
    return Problem(
        "thresholds.preference",
        Text("无法识别的偏好「{text}」", "“{text}” is not a preference").fill(text=text),
        Text(
            "请写成 yellow=0.8：颜色（blue、yellow、orange、red）与 0 到 1 之间的数",
            "write it like yellow=0.8: a colour (blue, yellow, orange, red) and a number between 0 and 1",
        ),
    )
