"""Draws of a composite: each is the composite that its options make, equal seeds give equal draws, and what cannot be varied is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.index.audit.draws import Subject, draw
from openmbi.index.audit.varied_step import varied_base, varied_choice, weight_noise
from openmbi.index.treatment.choice import Choice
from openmbi.index.treatment.discovery import Step
from openmbi.index.treatment.recipe import construct

INDEXED, Z, RANK = Choice("distance_to_reference"), Choice("z_score"), Choice("rank")
EXPERT, EQUAL = Choice("expert_weights"), Choice("equal_weights")
NORMALISATION = varied_choice(Step.NORMALISATION, [INDEXED, Z, RANK])
WEIGHTING = varied_choice(Step.WEIGHTING, [EXPERT, EQUAL])
YEARS = Text("第一年", "first year"), Text("第二年", "second year")


def made(subject: Subject, **changes: object) -> np.ndarray:
    setting = subject.setting
    base = changes.pop("base", setting.base)
    recipe = replace(subject.recipe, **changes)
    return construct(
        subject.value,
        recipe,
        names=setting.names,
        inverted=setting.inverted,
        expert_weights=changes.pop("expert", setting.expert),
        base=base,
    ).score


def test_each_draw_is_the_composite_that_its_options_make(subject: Subject):
    base = varied_base([subject.setting.base, ~subject.setting.base], YEARS)
    steps = (NORMALISATION, base, WEIGHTING)
    found = draw(subject, steps, 16, 5)
    assert found.score.shape == (16 * 5, 24)
    assert {tuple(row) for row in found.option.tolist()} == {
        (i, j, k) for i in range(3) for j in range(2) for k in range(2)
    }
    for option, score in zip(found.option, found.score, strict=True):
        expected = made(
            subject,
            normalisation=NORMALISATION.options[option[0]],
            base=base.options[option[1]],
            weighting=WEIGHTING.options[option[2]],
        )
        assert score == pytest.approx(expected, abs=1e-10)


def test_each_option_alone_leaves_the_others_nominal(subject: Subject):
    found = draw(subject, (NORMALISATION, WEIGHTING), 16, 5)
    assert [len(rows) for rows in found.alone] == [3, 2]
    assert found.alone[0][0] == pytest.approx(made(subject))
    assert found.alone[1][0] == pytest.approx(made(subject))
    assert found.alone[0][2] == pytest.approx(made(subject, normalisation=RANK))
    assert found.alone[1][1] == pytest.approx(made(subject, weighting=EQUAL))


def test_noise_multiplies_the_weights_and_its_first_set_leaves_them(subject: Subject):
    noise = weight_noise(3, 0.25, 8, seed=2)
    found = draw(subject, (noise,), 16, 2)
    factors = np.array(noise.options)
    assert (factors[0] == 1).all()
    assert ((factors >= 0.75) & (factors <= 1.25)).all()
    assert found.alone[0][0] == pytest.approx(made(subject))
    weights = factors[3] * subject.setting.expert
    relative = 100 * subject.value / subject.value[:, subject.setting.base].mean(axis=1, keepdims=True)
    assert found.alone[0][3] == pytest.approx(weights / weights.sum() @ relative)


def test_equal_seeds_give_equal_draws_and_others_do_not(subject: Subject):
    one, again, other = (
        draw(subject, (NORMALISATION, weight_noise(3, 0.25, 16, seed)), 16, seed) for seed in (4, 4, 5)
    )
    assert np.array_equal(one.score, again.score)
    assert not np.array_equal(one.score, other.score)


def test_only_the_columns_asked_for_are_scored_by_parameters_of_all(subject: Subject):
    found = draw(replace(subject, columns=np.array([3, 23])), (WEIGHTING,), 16, 0)
    assert found.alone[0][0] == pytest.approx(made(subject)[[3, 23]])


def test_progress_counts_every_draw(subject: Subject):
    told: list[tuple[int, int]] = []
    draw(subject, (NORMALISATION, WEIGHTING), 16, 0, progress=lambda done, all_: told.append((done, all_)))
    assert told[-1] == (64, 64)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_step_with_one_option_is_refused(subject: Subject):
    with pytest.raises(Problem) as one:
        varied_choice(Step.NORMALISATION, [Z, Z])
    assert one.value.code == "index.audit-one-option"
    with pytest.raises(Problem) as two:
        varied_base([subject.setting.base] * 2, YEARS)
    assert two.value.code == "index.audit-one-option"
    with pytest.raises(Problem) as three:
        weight_noise(3, 0.25, 1, 0)
    assert three.value.code == "index.audit-one-option"


def test_imputation_is_refused_where_nothing_is_missing(subject: Subject):
    step = varied_choice(Step.IMPUTATION, [Choice("mean"), Choice("linear")])
    with pytest.raises(Problem) as problem:
        draw(subject, (step,), 16, 0)
    assert problem.value.code == "index.audit-nothing-missing"


def test_an_option_that_its_method_refuses_is_named_with_the_reason(subject: Subject):
    step = varied_choice(Step.NORMALISATION, [INDEXED, Choice("goalposts")])
    with pytest.raises(Problem) as problem:
        draw(subject, (WEIGHTING, step), 16, 0)
    assert problem.value.code == "index.audit-refused"
    assert "goalposts" in problem.value.found.en


def test_options_that_do_not_go_together_are_refused(subject: Subject):
    normalisation = varied_choice(Step.NORMALISATION, [INDEXED, Choice.of("z_score", centre=0.0)])
    aggregation = varied_choice(Step.AGGREGATION, [Choice("arithmetic"), Choice("geometric")])
    with pytest.raises(Problem) as problem:
        draw(subject, (normalisation, aggregation), 16, 0)
    assert problem.value.code == "index.audit-refused"


def test_a_column_without_a_score_is_refused(subject: Subject):
    value = subject.value.copy()
    value[1, -1] = np.nan
    with pytest.raises(Problem) as problem:
        draw(replace(subject, value=value), (NORMALISATION,), 16, 0)
    assert problem.value.code == "index.audit-no-score"


def test_without_steps_there_is_nothing_to_vary(subject: Subject):
    with pytest.raises(Problem) as problem:
        draw(subject, (), 16, 0)
    assert problem.value.code == "index.audit-nothing-to-vary"


def test_an_unknown_method_is_refused_when_the_step_is_made():
    with pytest.raises(Problem) as problem:
        varied_choice(Step.WEIGHTING, [EXPERT, Choice("astrology")])
    assert problem.value.code == "index.no-method"


@pytest.mark.parametrize("share", [0.0, 1.0, -0.5])
def test_noise_is_a_share(share: float):
    with pytest.raises(Problem) as problem:
        weight_noise(3, share, 8, 0)
    assert problem.value.code == "index.audit-noise"
