"""What there is to tell of a case as it stands, and to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from openmbi.alerts.notices.occasions import OccasionKind, occasions_of
from openmbi.alerts.notices.recipients import office_of, recipients
from openmbi.core.alerts import Alert
from openmbi.core.cases import Case, CaseState, Closing, Dispute, Filed
from openmbi.core.owners import Owners, Role
from openmbi.core.tables import Level

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
FILED = Filed("li", NOW, "we were closed for repairs")
DISPUTE = Dispute(FILED, NOW + timedelta(days=3), CaseState.OPEN, timedelta(days=1))


def kinds(case: Case) -> set[str]:
    return {occasion.kind.value for occasion in occasions_of(case, NOW)}


def told_to(case: Case, owners: Owners) -> dict[str, frozenset[OccasionKind]]:
    return {owner.identifier: kinds for owner, kinds in recipients(case, owners)}


def test_a_new_case_is_new_and_nothing_else(case: Case):
    assert kinds(case) == {"new"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"due_at": NOW - timedelta(seconds=1)}, {"new", "overdue"}),
        ({"due_at": NOW}, {"new"}),
        ({"due_at": None}, {"new"}),
        ({"escalated_to": Role.CITY}, {"new", "escalated"}),
        ({"failed_verifications": 2}, {"new", "unverified"}),
        ({"disputes": (DISPUTE,)}, {"new", "disputed"}),
        ({"disputes": (replace(DISPUTE, decision=FILED, upheld=False),)}, {"new", "decided"}),
        ({"disputes": (replace(DISPUTE, decision=FILED, upheld=True),), "reopened": 1}, {"reopened"}),
        ({"self_check": FILED}, {"new", "self_checked"}),
        ({"self_check": FILED, "feedback": (FILED,)}, {"new", "self_checked", "feedback"}),
        ({"reopened": 1}, {"reopened"}),
        ({"covered_by": (Level.CELL, "440100-C39"), "due_at": NOW - timedelta(days=9)}, set()),
        ({"state": CaseState.CLOSED, "closing": Closing.RECOVERED, "failed_verifications": 1}, {"closed"}),
    ],
)
def test_what_there_is_to_tell(case: Case, changes: dict[str, object], expected: set[str]):
    assert kinds(replace(case, **changes)) == expected


def test_a_case_turns_from_yellow_to_red_but_not_from_red_to_red(case: Case, red: Alert):
    assert kinds(replace(case, newest=red)) == {"new", "worse"}
    assert kinds(replace(case, alert=red, newest=red)) == {"new"}


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 9, "changed_at": NOW + timedelta(days=1)},  # evidence was renewed
        {"state": CaseState.ACKNOWLEDGED},
    ],
)
def test_names_of_occasions_stay_while_nothing_new_happens(case: Case, changes: dict[str, object]):
    told = replace(case, failed_verifications=1, escalated_to=Role.CITY)
    keys = [occasion.key for occasion in occasions_of(told, NOW)]
    assert [occasion.key for occasion in occasions_of(replace(told, **changes), NOW)] == keys
    assert len(set(keys)) == 3


def test_an_old_decision_is_not_told_again_when_a_case_is_reopened(case: Case):
    decided = replace(case, disputes=(replace(DISPUTE, decision=FILED, upheld=False),))
    keys = {occasion.key for occasion in occasions_of(decided, NOW)}
    again = {occasion.key for occasion in occasions_of(replace(decided, reopened=1), NOW)}
    assert {key.split(".")[0] for key in again - keys} == {"reopened"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"due_at": NOW - timedelta(days=2)}, {"due_at": NOW - timedelta(days=1)}),
        ({"failed_verifications": 1}, {"failed_verifications": 2}),
        ({"disputes": (DISPUTE,)}, {"disputes": (DISPUTE, DISPUTE)}),
        ({"escalated_to": Role.CITY}, {"escalated_to": Role.PROVINCE}),
        ({"reopened": 1}, {"reopened": 2}),
        ({"number": 12}, {"number": 13}),
        ({"feedback": (FILED,)}, {"feedback": (FILED, FILED)}),
        ({"self_check": FILED}, {"self_check": replace(FILED, at=NOW + timedelta(days=1))}),
    ],
)
def test_what_happens_again_has_another_name(case: Case, before: dict[str, object], after: dict[str, object]):
    first, second = ({o.key for o in occasions_of(replace(case, **each), NOW)} for each in (before, after))
    assert second - first


def test_the_county_and_the_enterprise_are_told_of_a_case(case: Case, owners: Owners):
    told = told_to(case, owners)
    assert told.keys() == {"county", "plant"}
    assert told["county"] == set(OccasionKind)
    assert OccasionKind.NEW in told["plant"]
    assert not told["plant"] & {OccasionKind.ESCALATED, OccasionKind.SELF_CHECKED, OccasionKind.FEEDBACK}


@pytest.mark.parametrize(("role", "above"), [(Role.CITY, "city"), (Role.PROVINCE, "province")])
def test_an_escalated_case_is_told_above(case: Case, owners: Owners, role: Role, above: str):
    told = told_to(replace(case, escalated_to=role), owners)
    assert told.keys() == {"county", above, "plant"}
    assert OccasionKind.ESCALATED in told[above]
    assert OccasionKind.OVERDUE not in told[above]  # that is what the escalation says


def test_where_nobody_has_the_role_the_highest_office_is_told(case: Case, owners: Owners):
    without = Owners(tuple(owner for owner in owners.owners if owner.role is not Role.PROVINCE))
    assert "city" in told_to(replace(case, escalated_to=Role.PROVINCE), without)


@pytest.mark.parametrize(
    ("given", "office"),
    [("li", "city"), ("city", "city"), ("plant", "county"), ("nobody", "county"), (None, "county")],
)
def test_the_office_of_a_case(case: Case, owners: Owners, given: str | None, office: str):
    found = office_of(replace(case, owner=given), owners)
    assert found
    assert found.identifier == office


def test_a_case_of_a_group_is_told_to_its_office_alone(case: Case, owners: Owners):
    cell = replace(case, level=Level.CELL, subject="440100-C39", place="440100", owner=None)
    assert told_to(cell, owners).keys() == {"city"}
    assert told_to(replace(cell, place=None), owners) == {}
