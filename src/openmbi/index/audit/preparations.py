"""Indicators filled, treated and normalised, each step made once for all draws that share it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from openmbi.core.tables import Flags, Floats
from openmbi.index.treatment.choice import Choice
from openmbi.index.treatment.discovery import Step, method_named, with_defaults
from openmbi.index.treatment.method import StepMethod
from openmbi.index.treatment.recipe import Prepared, Recipe, prepare
from openmbi.index.treatment.setting import Setting

_NONE = Choice("none")
_Key = tuple[bytes | Choice, ...]


@dataclass
class Preparations:
    """What recipes make of indicators `value` (n, T) before they are weighted; what is made is kept."""

    value: Floats
    setting: Setting
    _after: dict[_Key, Floats] = field(default_factory=dict)
    _prepared: dict[_Key, Prepared] = field(default_factory=dict)

    def of(self, recipe: Recipe, base: Flags) -> tuple[Prepared, Setting]:
        """Return the indicators ready to be weighted, with parameters estimated on a base (T,), and the setting with that base.

        Raises
        ------
        Problem
            As `prepare`.
        """
        setting = replace(self.setting, base=base)
        key = (base.tobytes(), recipe.imputation, recipe.treatment, recipe.normalisation)
        if key not in self._prepared:
            filled = self._step(Step.IMPUTATION, self.value, recipe, setting, key[:2])
            treated = self._step(Step.TREATMENT, filled, recipe, setting, key[:3])
            self._prepared[key] = prepare(treated, replace(recipe, imputation=_NONE, treatment=_NONE), setting)
        return self._prepared[key], setting

    def _step(self, step: Step, value: Floats, recipe: Recipe, setting: Setting, key: _Key) -> Floats:
        """Return values (n, T) after one step; a method that refuses is asked again each time."""
        if key not in self._after:
            choice = recipe.choice(step)
            method = method_named(step, choice.method)
            assert isinstance(method, StepMethod)
            options = with_defaults(step, choice.method, method.defaults, dict(choice.options))
            self._after[key] = np.asarray(method.apply(value, setting, options).value)
        return self._after[key]
