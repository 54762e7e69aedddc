"""Which steps of a composite an audit varies: those asked for, or all that work together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openmbi.core.audit import AuditStep, LeftAside
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.audit_subjects import Bases
from openmbi.index.audit.draws import Subject
from openmbi.index.audit.usual_steps import (
    NOISE_SETS,
    NOISE_SHARE,
    Possible,
    possible,
    usual_choice,
    usual_choices,
)
from openmbi.index.audit.varied_step import VariedStep, varied_base, varied_choice, weight_noise
from openmbi.index.treatment.discovery import Step

_NOTHING_MISSING = Text("没有缺失值", "nothing is missing")


@dataclass(frozen=True)
class Asked:
    """How many `draws` (a power of 2, times two more than there are steps), from which `seed`, and what to vary: a step, or `step=option,option`.

    Without `vary`, all that works together.
    """

    draws: int = 1024
    seed: int = 1
    vary: tuple[str, ...] = ()


def wanted_steps(vary: Sequence[str]) -> Mapping[AuditStep, tuple[str, ...]]:
    """Return the options by step that were asked for, in the order in which steps are taken.

    Raises
    ------
    Problem
        `audit.no-step`; `audit.no-option` where the base period is given options, or noise that is no number.
    """
    named = {name: options for name, _, options in (one.partition("=") for one in vary)}
    known = [one.value for one in AuditStep]
    for name in named:
        if name not in known:
            raise Problem(
                "audit.no-step",
                Text("没有步骤「{name}」", "there is no step “{name}”").fill(name=name),
                Text("请改用所列步骤之一", "choose one of these"),
                expected=Text("、".join(known), ", ".join(known)),
                field="vary",
            )
    found = {AuditStep(name): tuple(filter(None, options.split(","))) for name, options in named.items()}
    _check(found)
    return {one: found[one] for one in AuditStep if one in found}


def plan(subject: Subject, bases: Bases, asked: Asked, *, missing: bool) -> Possible:
    """Return what is varied. What was asked for is varied or refused; without that, what does not work is left aside with its reason.

    Parameters
    ----------
    missing
        Whether anything is missing in this subject or in another that is audited with it: where it is, imputation is left aside where it is not.

    Raises
    ------
    Problem
        `index.audit-one-option`, `index.audit-noise`, `index.no-method`, `index.audit-refused`, `audit.no-step`, `audit.no-option`.
    """
    wanted = wanted_steps(asked.vary)
    if not wanted:
        every = [one for one in AuditStep if one is not AuditStep.BASE or _different(bases)]
        return possible(subject, [_varied(subject, one, (), bases, asked.seed) for one in every])
    whole = not np.isnan(subject.value).any()
    aside = [one for one in wanted if one is AuditStep.IMPUTATION and whole and missing and len(wanted) > 1]
    steps = [_varied(subject, one, options, bases, asked.seed) for one, options in wanted.items() if one not in aside]
    return Possible(tuple(steps), tuple(LeftAside(one, None, _NOTHING_MISSING) for one in aside))


def _varied(subject: Subject, step: AuditStep, options: Sequence[str], bases: Bases, seed: int) -> VariedStep:
    if step is AuditStep.BASE:
        return varied_base(bases.months, bases.labels)
    if step is AuditStep.NOISE:
        return weight_noise(len(subject.value), float(options[0]) if options else NOISE_SHARE, NOISE_SETS, seed)
    own = Step(step.value)
    nominal = subject.recipe.choice(own)
    named = [usual_choice(own, name) for name in options]
    others = tuple(one for one in named if one != nominal)
    return varied_choice(own, (nominal, *others) if named else usual_choices(own, nominal))


def _different(bases: Bases) -> bool:
    return len({one.tobytes() for one in bases.months}) > 1


def _check(found: Mapping[AuditStep, tuple[str, ...]]) -> None:
    base, noise = found.get(AuditStep.BASE, ()), found.get(AuditStep.NOISE, ())
    if base or len(noise) > 1 or (noise and not _number(noise[0])):
        step, given = (AuditStep.BASE, base) if base else (AuditStep.NOISE, noise)
        raise Problem(
            "audit.no-option",
            Text("步骤「{step}」不接受「{given}」", "the step “{step}” does not take “{given}”").fill(
                step=step.value, given=",".join(given)
            ),
            Text(
                "base 不带方案（固定为所声明的、全部与最近 12 个月）；noise 带一个幅度，如 noise=0.25",
                "`base` takes no options (the declared one, all months, the latest 12); `noise` takes one share, such as noise=0.25",
            ),
            field="vary",
        )


def _number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()
