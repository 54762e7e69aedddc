"""What an audit varies where nothing else is asked for, and which of it a composite's data allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from openmbi.core.audit import AuditStep, LeftAside
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.index.audit.draws import Subject, crossed
from openmbi.index.audit.preparations import Preparations
from openmbi.index.audit.varied_step import VariedStep
from openmbi.index.treatment.choice import Choice
from openmbi.index.treatment.discovery import Step

NOISE_SHARE, NOISE_SETS = 0.25, 64
"""As the JRC's audits: each weight a quarter up or down."""

USUAL = MappingProxyType(
    {
        Step.IMPUTATION: (Choice("mean"), Choice("median"), Choice("group_mean"), Choice("expectation_maximisation")),
        Step.TREATMENT: (Choice("none"), Choice("winsorise"), Choice("log"), Choice("box_cox")),
        Step.NORMALISATION: (
            Choice("distance_to_reference"),
            Choice.of("z_score", spread=1.0),
            Choice.of("min_max", low=99.0, high=101.0),
            Choice("rank"),
        ),
        Step.WEIGHTING: (
            Choice("expert_weights"),
            Choice("equal_weights"),
            Choice.of("pca", power=2.0),
            Choice("entropy"),
            Choice("critic"),
        ),
        Step.AGGREGATION: (Choice("arithmetic"), Choice("geometric"), Choice("harmonic")),
    }
)
"""The options by step. z-scores and min–max lie closely around 100: units do not matter to the audit, and far values stay positive for the geometric mean."""


@dataclass(frozen=True)
class Possible:
    """The steps that can be varied, with the options that can be, and what was left aside with the reason."""

    steps: tuple[VariedStep, ...]
    left_aside: tuple[LeftAside, ...]


def usual_choices(step: Step, nominal: Choice) -> tuple[Choice, ...]:
    """Return the usual options of a step, the nominal one first."""
    return (nominal, *(one for one in USUAL[step] if one != nominal))


def usual_choice(step: Step, name: str) -> Choice:
    """Return the usual option of a method by name; one that is not usual, with its own defaults."""
    return next((one for one in USUAL[step] if one.method == name), Choice(name))


def possible(subject: Subject, steps: Sequence[VariedStep]) -> Possible:
    """Return what of the steps works together: each option is tried with all options kept before it, and left aside where any combination is refused.

    The nominal options are kept: where they are refused, so is the audit. Steps that come first have the precedence.

    Raises
    ------
    Problem
        `index.audit-refused` where the nominal composite cannot be made.
    """
    made = Preparations(subject.value, subject.setting)
    crossed(subject, (), made=made)
    kept: list[VariedStep] = []
    aside: list[LeftAside] = []
    for step in steps:
        if step.step is AuditStep.IMPUTATION and not np.isnan(subject.value).any():
            aside.append(LeftAside(step.step, None, Text("没有缺失值", "nothing is missing")))
        elif step.step is AuditStep.NOISE:
            kept.append(step)
        else:
            some, refused = _working(subject, kept, step, made)
            kept += some
            aside += refused
    return Possible(tuple(kept), tuple(aside))


def _working(
    subject: Subject, kept: Sequence[VariedStep], step: VariedStep, made: Preparations
) -> tuple[list[VariedStep], list[LeftAside]]:
    """Return the step with the options that work with all those kept, none where only the nominal one does; and what was refused."""
    refused = {
        place: why
        for place in range(1, len(step.options))
        if (why := _refusal(subject, kept, step, place, made)) is not None
    }
    aside = [LeftAside(step.step, step.labels[place], why) for place, why in refused.items()]
    works = [place for place in range(len(step.options)) if place not in refused]
    if len(works) > 1:
        return [_only(step, works)], aside
    return [], [*aside, LeftAside(step.step, None, Text("不足两个可行方案", "there are not two options that work"))]


def _only(step: VariedStep, places: Sequence[int]) -> VariedStep:
    options, labels = ([each[place] for place in places] for each in (step.options, step.labels))
    return replace(step, options=tuple(options), labels=tuple(labels))


def _refusal(
    subject: Subject, kept: Sequence[VariedStep], step: VariedStep, place: int, made: Preparations
) -> Text | None:
    """Return why an option is refused with any combination of those kept; None where it works with all. Noise on weights refuses nothing."""
    certain = [one for one in kept if one.step is not AuditStep.NOISE]
    places = [*(range(len(one.options)) for one in certain), [place]]
    try:
        crossed(subject, [*certain, step], places, made=made)
    except Problem as problem:
        return problem.found
    return None
