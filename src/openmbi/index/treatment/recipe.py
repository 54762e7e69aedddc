"""A recipe, one choice a step, and the score that it makes of indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Flags, Floats, Names, Numbers
from openmbi.index.treatment.choice import Choice
from openmbi.index.treatment.discovery import Step, method_named, with_defaults
from openmbi.index.treatment.method import Aggregation, Outcome, StepMethod, Weighting
from openmbi.index.treatment.setting import Setting


@dataclass(frozen=True)
class Recipe:
    """How a score is made: one `Choice` a step, in this order. Each default leaves values as they are, or treats all alike."""

    imputation: Choice = field(default=Choice("none"))
    treatment: Choice = field(default=Choice("none"))
    normalisation: Choice = field(default=Choice("z_score"))
    weighting: Choice = field(default=Choice("equal_weights"))
    aggregation: Choice = field(default=Choice("arithmetic"))

    def choice(self, step: Step) -> Choice:
        """Return the choice of a step."""
        return getattr(self, step.value)


@dataclass(frozen=True)
class Prepared:
    """Indicators ready to be weighted: `normalised` (n, T); `filled` and `treated` (n, T) mark what imputation filled and the treatment of outliers changed.

    `parameters`: those (n,) of each step, by step and name, such as the λ of Box–Cox.
    """

    normalised: Floats
    filled: Flags
    treated: Flags
    parameters: Mapping[Step, Mapping[str, Floats]]


@dataclass(frozen=True)
class Constructed:
    """A score (T,), NaN where an indicator is missing, with what it is made of.

    `weight` (n,) sums to 1. `parts` (n, T) sum to the score in every column to 1e-10, or are None, and `why_no_parts` says why.
    """

    score: Floats
    weight: Floats
    parts: Floats | None
    why_no_parts: Text | None
    prepared: Prepared

    @property
    def filled(self) -> Flags:
        """What imputation filled (n, T)."""
        return self.prepared.filled

    @property
    def treated(self) -> Flags:
        """What the treatment of outliers changed (n, T)."""
        return self.prepared.treated


def construct(
    values: Floats,
    recipe: Recipe,
    *,
    names: Sequence[str] | Names,
    inverted: Sequence[bool] | Flags,
    expert_weights: Floats | None = None,
    base: Flags | None = None,
    groups: Numbers | None = None,
    target: Floats | None = None,
    goalposts: Floats | None = None,
) -> Constructed:
    """Return the score that a recipe makes of indicators (n, T), NaN where missing; see `Setting` for the arguments. Without `base`, all columns are it.

    Raises
    ------
    Problem
        `index.no-method`, `index.no-option`; `index.nothing-known` where an indicator has no value (in the base); others as the methods chosen.
    """
    setting = Setting(
        names=np.asarray(names, np.str_),
        inverted=np.asarray(inverted, bool),
        base=np.ones(values.shape[1], bool) if base is None else base,
        groups=groups,
        expert=expert_weights,
        target=target,
        goalposts=goalposts,
    )
    return weighted(prepare(values, recipe, setting), recipe, setting)


def prepare(values: Floats, recipe: Recipe, setting: Setting) -> Prepared:
    """Return indicators (n, T) filled, treated and normalised: what every draw of weights has in common.

    Raises
    ------
    Problem
        As `construct`.
    """
    _refuse_empty(values, setting)
    filled = _applied(Step.IMPUTATION, values, recipe, setting)
    treated = _applied(Step.TREATMENT, filled.value, recipe, setting)
    normalised = _applied(Step.NORMALISATION, treated.value, recipe, _carried(setting, treated))
    return Prepared(
        normalised=normalised.value,
        filled=np.isnan(values) & ~np.isnan(filled.value),
        treated=~np.isnan(filled.value) & (treated.value != filled.value),
        parameters={
            Step.IMPUTATION: filled.parameters,
            Step.TREATMENT: treated.parameters,
            Step.NORMALISATION: normalised.parameters,
        },
    )


def weighted(prepared: Prepared, recipe: Recipe, setting: Setting) -> Constructed:
    """Return the score of indicators that are ready, by the weights and the aggregation of a recipe.

    Raises
    ------
    Problem
        As `construct`.
    """
    weight = weights_of(prepared, recipe, setting)
    method = _aggregation(recipe.aggregation)
    return Constructed(
        score=method.scores(prepared.normalised, weight[None])[0],
        weight=weight,
        parts=None if method.parts is None else method.parts(prepared.normalised, weight),
        why_no_parts=method.why_no_parts,
        prepared=prepared,
    )


def weights_of(prepared: Prepared, recipe: Recipe, setting: Setting) -> Floats:
    """Return the weights (n,) that a recipe gives, estimated on the base where they rest on data.

    Raises
    ------
    Problem
        As `construct`.
    """
    choice = recipe.weighting
    method = method_named(Step.WEIGHTING, choice.method)
    assert isinstance(method, Weighting)
    options = with_defaults(Step.WEIGHTING, choice.method, method.defaults, dict(choice.options))
    return method.weights(prepared.normalised, setting, options)


def score_many(normalised: Floats, weights: Floats, aggregation: Choice | None = None) -> Floats:
    """Return the scores (m, T) of normalised indicators (n, T) by m sets of weights (m, n), each summing to 1; arithmetic where no aggregation is chosen.

    Raises
    ------
    Problem
        As the aggregation.
    """
    return _aggregation(aggregation or Choice("arithmetic")).scores(normalised, weights)


def _aggregation(choice: Choice) -> Aggregation:
    method = method_named(Step.AGGREGATION, choice.method)
    assert isinstance(method, Aggregation)
    with_defaults(Step.AGGREGATION, choice.method, {}, dict(choice.options))
    return method


def _applied(step: Step, values: Floats, recipe: Recipe, setting: Setting) -> Outcome:
    choice = recipe.choice(step)
    method = method_named(step, choice.method)
    assert isinstance(method, StepMethod)
    return method.apply(values, setting, with_defaults(step, choice.method, method.defaults, dict(choice.options)))


def _carried(setting: Setting, treated: Outcome) -> Setting:
    """Return the setting with target and goalposts on the scale after the treatment."""
    carries = treated.carries
    if carries is None:
        return setting
    target = None if setting.target is None else carries(setting.target[:, None])[:, 0]
    goalposts = None if setting.goalposts is None else carries(setting.goalposts.T).T
    return replace(setting, target=target, goalposts=goalposts)


def _refuse_empty(values: Floats, setting: Setting) -> None:
    there = ~np.isnan(values)
    empty = setting.names[~(there & setting.base).any(axis=1)]
    if len(empty):
        raise Problem(
            "index.nothing-known",
            Text("基期内没有任何数值的指标：{names}", "without any value in the base: {names}").fill(
                names=", ".join(empty)
            ),
            Text("请补入数据，或不计这些指标", "ingest their data, or leave these indicators out"),
        )
