"""What is varied unless something else is asked for: all that works together, and the rest said with its reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from openmbi.core.audit import AuditStep
from openmbi.core.problems import Problem
from openmbi.index.audit.draws import Subject, crossed
from openmbi.index.audit.usual_steps import USUAL, possible, usual_choice, usual_choices
from openmbi.index.audit.varied_step import varied_choice, weight_noise
from openmbi.index.treatment.choice import Choice
from openmbi.index.treatment.discovery import Step, methods


def usual(subject: Subject, *steps: Step):
    return [varied_choice(step, usual_choices(step, subject.recipe.choice(step))) for step in steps]


def test_every_usual_option_is_a_method_that_there_is():
    for step, options in USUAL.items():
        assert {one.method for one in options} <= set(methods(step))
        assert len({one.method for one in options}) == len(options) > 1


def test_what_the_data_allow_is_kept_whole(subject: Subject):
    steps = [*usual(subject, Step.TREATMENT, Step.NORMALISATION, Step.WEIGHTING), weight_noise(3, 0.25, 4, 0)]
    steps += usual(subject, Step.AGGREGATION)
    found = possible(subject, steps)
    assert [one.step.value for one in found.steps] == [one.step.value for one in steps]
    assert [one.labels for one in found.steps] == [one.labels for one in steps]
    assert found.left_aside == ()
    assert len(crossed(subject, found.steps)) == np.prod([len(one.options) for one in found.steps])


def test_an_option_that_cannot_be_is_left_aside_with_its_reason(subject: Subject):
    below = replace(subject, value=subject.value - np.array([[0.0], [0], [105]]))
    nominal = replace(below, recipe=replace(below.recipe, normalisation=Choice.of("z_score", spread=1.0)))
    found = possible(nominal, usual(nominal, Step.TREATMENT))
    aside = {one.option.en for one in found.left_aside if one.option}
    assert methods(Step.TREATMENT)["log"].label.en in aside
    assert all("c" in one.reason.en for one in found.left_aside)
    assert methods(Step.TREATMENT)["winsorise"].label in found.steps[0].labels


def test_what_comes_first_has_the_precedence(subject: Subject):
    wide = varied_choice(Step.NORMALISATION, [Choice("distance_to_reference"), Choice.of("z_score", centre=0.0)])
    found = possible(subject, [wide, *usual(subject, Step.AGGREGATION)])
    assert [one.step for one in found.steps] == [AuditStep.NORMALISATION]
    whole = [one for one in found.left_aside if one.option is None]
    assert [one.step for one in whole] == [AuditStep.AGGREGATION]
    assert len(found.left_aside) == 3


def test_imputation_is_left_aside_where_nothing_is_missing(subject: Subject):
    step = varied_choice(Step.IMPUTATION, [Choice("mean"), Choice("median")])
    assert [one.step for one in possible(subject, [step]).left_aside] == [AuditStep.IMPUTATION]
    value = subject.value.copy()
    value[0, 4] = np.nan
    missing = replace(subject, value=value, recipe=replace(subject.recipe, imputation=Choice("mean")))
    assert [one.step for one in possible(missing, [step]).steps] == [AuditStep.IMPUTATION]


def test_a_nominal_composite_that_cannot_be_made_is_a_problem(subject: Subject):
    with pytest.raises(Problem) as problem:
        possible(replace(subject, recipe=replace(subject.recipe, normalisation=Choice("goalposts"))), [])
    assert problem.value.code == "index.audit-refused"


def test_a_method_by_name_is_the_usual_option_or_has_its_defaults():
    assert usual_choice(Step.NORMALISATION, "z_score") == Choice.of("z_score", spread=1.0)
    assert usual_choice(Step.NORMALISATION, "goalposts") == Choice("goalposts")
