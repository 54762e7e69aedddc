"""Rules with short, round numbers, and a case to work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.rooms.alerts.cases.worked import MONDAY, Desk, alerting, opened

from openmbi.catalog.case_rules import CaseParameters, load_case_rules


@pytest.fixture(scope="session")
def rules() -> CaseParameters:
    shipped = load_case_rules(None).in_force(MONDAY.date())
    return shipped.model_copy(update={"close_days": 5, "recover_days": 7, "reopen_days": 28, "escalate_after_days": 2})


@pytest.fixture
def desk(rules: CaseParameters) -> Desk:
    return Desk(rules, replace(opened(alerting(), rules), number=7))
