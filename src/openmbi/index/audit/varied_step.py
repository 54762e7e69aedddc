"""The steps of a composite that an audit varies, and the options of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openmbi.core.audit import AuditStep
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Flags, Floats
from openmbi.index.treatment.choice import Choice
from openmbi.index.treatment.discovery import Step, method_named


@dataclass(frozen=True)
class VariedStep:
    """A step with its options, the nominal one first, and what each is called.

    An option is a `Choice` of a step of the recipe; of the base, the columns (T,) that are it; of the noise, the factors (n,) of the weights.
    """

    step: AuditStep
    options: tuple[Choice | Flags | Floats, ...]
    labels: tuple[Text, ...]

    def __post_init__(self) -> None:
        if len(self.options) < 2:
            raise _one_option(self.step, self.labels)


def varied_choice(step: Step, options: Sequence[Choice], labels: Sequence[Text] = ()) -> VariedStep:
    """Return a step of the recipe with its options; without `labels`, as the methods are called.

    Raises
    ------
    Problem
        `index.audit-one-option` where there are not two different options; `index.no-method`.
    """
    named = tuple(labels) or tuple(method_named(step, one.method).label for one in options)
    different = dict(zip(options, named, strict=True))
    return VariedStep(AuditStep(step.value), tuple(different), tuple(different.values()))


def varied_base(bases: Sequence[Flags], labels: Sequence[Text]) -> VariedStep:
    """Return the base period with its options (T,) each; those of the same columns count once.

    Raises
    ------
    Problem
        `index.audit-one-option`.
    """
    different = {one.tobytes(): (one, label) for one, label in reversed(list(zip(bases, labels, strict=True)))}
    kept = list(reversed(different.values()))
    return VariedStep(AuditStep.BASE, tuple(base for base, _ in kept), tuple(label for _, label in kept))


def weight_noise(indicators: int, share: float, sets: int, seed: int) -> VariedStep:
    """Return sets of factors (n,), each uniform on 1 ± `share` and drawn from `seed`, but for the first, which leaves the weights as they are.

    Raises
    ------
    Problem
        `index.audit-noise` where the share is not between 0 and 1; `index.audit-one-option`.
    """
    if not 0 < share < 1:
        raise Problem(
            "index.audit-noise",
            Text("权重扰动幅度 {share} 不在 0 与 1 之间", "noise of {share}: not between 0 and 1").fill(share=share),
            Text("请改用如 0.25 的幅度", "choose a share such as 0.25"),
            field="noise",
        )
    factors = 1 + share * np.random.default_rng([seed, 1]).uniform(-1, 1, size=(sets, indicators))
    factors[:1] = 1.0
    label = Text("权重 ±{percent}%", "weights ± {percent} %").fill(percent=f"{100 * share:g}")
    return VariedStep(AuditStep.NOISE, tuple(factors), (label,) * sets)


def _one_option(step: AuditStep, labels: Sequence[Text]) -> Problem:
    there = [one.zh for one in labels], [one.en for one in labels]
    return Problem(
        "index.audit-one-option",
        Text(
            "步骤「{step}」不足两个方案，无法变动", "the step “{step}” cannot be varied: there are not two options"
        ).fill(step=step.value),
        Text("请给出另一个方案，或不变动该步骤", "name another option, or leave the step as it is"),
        expected=Text("现有方案：{there}", "there are: {there}").fill(
            there=Text("、".join(there[0]) or "无", ", ".join(there[1]) or "none")
        ),
        field=step.value,
    )
