"""Three indicators over two years, and how a composite is made of them."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.index.audit.draws import Subject
from openmbi.index.treatment.choice import Choice
from openmbi.index.treatment.recipe import Recipe
from openmbi.index.treatment.setting import Setting

MONTHS = 24


@pytest.fixture
def subject() -> Subject:
    draws = np.random.default_rng(3).normal(size=(3, MONTHS))
    value = 100 + np.array([[1.0], [3], [8]]) * (draws + np.linspace(-1, 2, MONTHS))
    return Subject(
        value=value,
        recipe=Recipe(normalisation=Choice("distance_to_reference"), weighting=Choice("expert_weights")),
        setting=Setting(
            names=np.array(["a", "b", "c"]),
            inverted=np.zeros(3, bool),
            base=np.arange(MONTHS) < 12,
            expert=np.array([0.5, 0.3, 0.2]),
        ),
        columns=np.arange(MONTHS),
    )
