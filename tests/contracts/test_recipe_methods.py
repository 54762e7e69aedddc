"""Every method of every step of a recipe, found by discovery: both languages, nothing invented, nothing changed, parts that sum."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.core.tables import Flags, Floats
from openmbi.index.treatment.choice import Choice
from openmbi.index.treatment.discovery import Step, methods
from openmbi.index.treatment.method import StepMethod
from openmbi.index.treatment.recipe import Constructed, Recipe, construct

EVERY = [(step, name) for step in Step for name in methods(step)]
STARTS = {"imputation": "linear", "normalisation": "rank"}
COLUMNS = 40


def values() -> Floats:
    """Four indicators of different sizes with a few values far out, and two gaps."""
    found = np.exp(np.random.default_rng(3).normal(0, 0.2, (4, COLUMNS))) * np.array([[1.0], [1e3], [1e-3], [50]])
    found[0, 7] *= 9
    found[1, 3], found[3, 20:22] = np.nan, np.nan
    return found


def made(recipe: Recipe, value: Floats, inverted: Flags | None = None) -> Constructed:
    least, greatest = np.nanmin(value, axis=1), np.nanmax(value, axis=1)
    down = np.zeros(len(value), bool) if inverted is None else inverted
    return construct(
        value,
        recipe,
        names=list("abcd"),
        inverted=down,
        expert_weights=np.array([0.4, 0.3, 0.2, 0.1]),
        groups=np.arange(COLUMNS) % 6,
        target=np.where(down, least / 2, greatest * 2),
        goalposts=np.array([least / 2, greatest * 2]),
    )


@pytest.mark.parametrize(("step", "name"), EVERY)
def test_a_method_is_named_as_its_file_and_said_in_both_languages(step: Step, name: str):
    method = methods(step)[name]
    assert method.name == name
    for text in (method.label, method.citation):
        assert any("一" <= character <= "鿿" for character in text.zh)
        assert text.en
        assert not any("一" <= character <= "鿿" for character in text.en)


def test_every_step_has_more_than_one_method():
    assert all(len(methods(step)) > 1 for step in Step)


@pytest.mark.parametrize(("step", "name"), EVERY)
def test_a_method_changes_nothing_it_is_given_and_gives_the_same_bits_twice(step: Step, name: str):
    given = values()
    given.flags.writeable = False
    recipe = Recipe(**{key: Choice(one) for key, one in (STARTS | {step.value: name}).items()})
    one, two = made(recipe, given), made(recipe, given)
    assert one.score.tobytes() == two.score.tobytes()
    assert one.weight.sum() == pytest.approx(1)
    np.testing.assert_array_equal(given, values())


@pytest.mark.parametrize("step", [Step.TREATMENT, Step.NORMALISATION])
def test_only_imputation_fills(step: Step):
    for name in methods(step):
        found = made(Recipe(**{step.value: Choice(name)}), values())
        np.testing.assert_array_equal(np.isnan(found.prepared.normalised), np.isnan(values()))


@pytest.mark.parametrize("name", methods(Step.NORMALISATION))
def test_more_is_more_and_less_where_inverted(name: str):
    down = np.array([True, False, True, False])
    found = made(Recipe(imputation=Choice("linear"), normalisation=Choice(name)), values(), down).prepared.normalised
    order = np.argsort(values(), axis=1)
    for row, inverted, place in zip(found, down, order, strict=True):
        steps = np.diff(row[place[~np.isnan(values()[0, place])]])
        assert (steps <= 1e-9).all() if inverted else (steps >= -1e-9).sum() >= len(steps) - 4


@pytest.mark.parametrize("name", methods(Step.TREATMENT))
def test_a_treatment_keeps_the_order(name: str):
    method = methods(Step.TREATMENT)[name]
    assert isinstance(method, StepMethod)
    found = made(Recipe(imputation=Choice("linear"), treatment=Choice(name), normalisation=Choice("z_score")), values())
    plain = made(Recipe(imputation=Choice("linear"), normalisation=Choice("z_score")), values())
    for row, before in zip(found.prepared.normalised, plain.prepared.normalised, strict=True):
        assert (np.diff(row[np.argsort(before)]) >= -1e-9).all()


def refusal(recipe: Recipe) -> str | Constructed:
    """Return what a recipe makes, or the code of its refusal."""
    try:
        return made(recipe, values())
    except Problem as problem:
        return problem.code


def test_every_recipe_gives_parts_that_sum_or_says_why_not():
    """All choices of all steps with one another; a refusal is a Problem of the room, never a number that is not one."""
    refused = set()
    for chosen in product(*(methods(step) for step in list(Step)[1:])):
        recipe = Recipe(Choice("linear"), *(Choice(name) for name in chosen))
        found = refusal(recipe)
        if isinstance(found, str):
            refused.add(found)
            continue
        assert np.isfinite(found.score).all(), recipe
        if found.parts is None:
            assert found.why_no_parts is not None
        else:
            np.testing.assert_allclose(found.parts.sum(axis=0), found.score, rtol=1e-12, atol=1e-10)
    assert refused == {"index.not-positive", "index.no-span"}
