"""What is varied, as it was asked for."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.core.audit import AuditStep
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.audit_plan import Asked, plan, wanted_steps
from openmbi.flow.audit_subjects import NOMINAL, Bases
from openmbi.index.audit.draws import Subject
from openmbi.index.treatment.setting import Setting

BASE = np.arange(24) < 12
BASES = Bases((BASE, np.ones(24, bool)), (Text("一", "one"), Text("二", "two")))


@pytest.fixture
def subject() -> Subject:
    value = 100 + np.random.default_rng(0).normal(size=(3, 24))
    setting = Setting(np.array(list("abc")), np.zeros(3, bool), BASE, expert=np.array([0.5, 0.3, 0.2]))
    return Subject(value, NOMINAL, setting, np.arange(24))


def steps(found: object) -> list[str]:
    return [one.step.value for one in found.steps]  # type: ignore[attr-defined]


def test_what_is_asked_for_is_read_in_the_order_of_the_steps():
    found = wanted_steps(["weighting=pca,critic", "base", "noise=0.1"])
    assert found == {AuditStep.BASE: (), AuditStep.WEIGHTING: ("pca", "critic"), AuditStep.NOISE: ("0.1",)}
    assert list(found) == [AuditStep.BASE, AuditStep.WEIGHTING, AuditStep.NOISE]


@pytest.mark.parametrize(
    ("vary", "code"),
    [
        ("weights", "audit.no-step"),
        ("base=2024", "audit.no-option"),
        ("noise=0.1,0.2", "audit.no-option"),
        ("noise=-1", "audit.no-option"),
    ],
)
def test_what_makes_no_sense_is_refused(vary: str, code: str):
    with pytest.raises(Problem) as problem:
        wanted_steps([vary])
    assert problem.value.code == code


def test_without_wishes_all_is_varied_that_can_be(subject: Subject):
    found = plan(subject, BASES, Asked(), missing=False)
    assert steps(found) == ["treatment", "base", "normalisation", "weighting", "noise", "aggregation"]
    assert [one.step for one in found.left_aside] == [AuditStep.IMPUTATION]


def test_one_base_alone_is_not_varied_unless_it_is_asked_for(subject: Subject):
    alone = Bases((BASE, BASE), BASES.labels)
    assert "base" not in steps(plan(subject, alone, Asked(), missing=False))
    with pytest.raises(Problem) as problem:
        plan(subject, alone, Asked(vary=("base",)), missing=False)
    assert problem.value.code == "index.audit-one-option"


def test_the_published_option_is_always_the_first(subject: Subject):
    found = plan(subject, BASES, Asked(vary=("weighting=critic,expert_weights",)), missing=False)
    assert [one.method for one in found.steps[0].options] == ["expert_weights", "critic"]  # type: ignore[union-attr]


def test_imputation_is_left_aside_only_where_another_subject_needs_it(subject: Subject):
    both = Asked(vary=("imputation", "weighting"))
    found = plan(subject, BASES, both, missing=True)
    assert steps(found) == ["weighting"]
    assert [one.step for one in found.left_aside] == [AuditStep.IMPUTATION]
    assert steps(plan(subject, BASES, both, missing=False)) == [
        "imputation",
        "weighting",
    ]  # to be refused when it is drawn
