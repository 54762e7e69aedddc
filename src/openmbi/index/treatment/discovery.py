"""The methods of each step of a recipe, found by discovery: a file is named as its method and holds it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.registry import Declared, declared_files, load, package_folder
from openmbi.index.treatment.method import Aggregation, Options, StepMethod, Weighting

Method = StepMethod | Weighting | Aggregation


class Step(StrEnum):
    """The steps of a recipe, in their order."""

    IMPUTATION = "imputation"
    TREATMENT = "treatment"
    NORMALISATION = "normalisation"
    WEIGHTING = "weighting"
    AGGREGATION = "aggregation"


_PLACES = {
    Step.IMPUTATION: ("openmbi.index.treatment.imputation", "METHOD"),
    Step.TREATMENT: ("openmbi.index.treatment.outliers", "METHOD"),
    Step.NORMALISATION: ("openmbi.index.treatment.normalisation", "METHOD"),
    Step.WEIGHTING: ("openmbi.index.composite", "WEIGHTING"),
    Step.AGGREGATION: ("openmbi.index.aggregation", "METHOD"),
}


@cache
def methods(step: Step) -> Mapping[str, Method]:
    """Return the methods of a step by name; of composites, those that have weights of their own."""
    package, attribute = _PLACES[step]
    names = [one.name for one in declared_files(package_folder(package), "*.py") if not one.name.startswith("_")]
    found = {name: getattr(load(package, name), attribute, None) for name in names}
    return {name: method for name, method in found.items() if method is not None}


def recipe_methods() -> tuple[tuple[Step, Declared], ...]:
    """Return the methods of all steps with their files, in the order of the steps and by name."""
    files = ((step, one) for step in Step for one in declared_files(package_folder(_PLACES[step][0]), "*.py"))
    return tuple((step, one) for step, one in files if one.name in methods(step))


def method_named(step: Step, name: str) -> Method:
    """Return a method of a step.

    Raises
    ------
    Problem
        `index.no-method` where the step has none of this name.
    """
    known = methods(step)
    if name not in known:
        raise Problem(
            "index.no-method",
            Text("步骤「{step}」没有名为「{name}」的方法", "the step “{step}” has no method “{name}”").fill(
                step=step.value, name=name
            ),
            Text("改用所列方法之一", "choose one of these"),
            expected=Text("、".join(known), ", ".join(known)),
        )
    return known[name]


def with_defaults(step: Step, name: str, defaults: Options, given: Options) -> Options:
    """Return every option of a method: those given, and its defaults for the others.

    Raises
    ------
    Problem
        `index.no-option` where the method has no such option.
    """
    unknown = [option for option in given if option not in defaults]
    if unknown:
        raise Problem(
            "index.no-option",
            Text("方法「{name}」没有选项：{unknown}", "the method “{name}” has no option: {unknown}").fill(
                name=name, unknown=", ".join(unknown)
            ),
            Text("请改正步骤「{step}」的选项", "mend the options of the step “{step}”").fill(step=step.value),
            expected=Text("可用：{known}", "there are: {known}").fill(known=", ".join(defaults) or "–"),
        )
    return {**defaults, **given}
