"""`mbi doctor` looks at users: nobody, unfilled offices, locked ones, past tokens, limits, and users that were changed by hand."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update
from tests.rooms.flow.access.conftest import NOW, added, desk_in

from openmbi.core.access import UserRole
from openmbi.core.users import OFFICERS
from openmbi.flow.access.changes import disable_user, set_password
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.tokens import create_token
from openmbi.flow.doctor import examine
from openmbi.flow.users_check import examine_users
from openmbi.store.audit_chain import canonical
from openmbi.store.operations_schema import USERS

DAY = timedelta(days=1)


def found(desk: AccessDesk, now=NOW) -> list[tuple[bool, str]]:
    return [(ok, detail.en) for _, ok, detail in examine_users(desk, now)]


def test_without_users_nothing_is_made(access: AccessDesk):
    ((ok, detail),) = found(access)
    assert ok
    assert "nobody signs in" in detail
    assert not (access.bureau.folder / "state").exists()


def test_what_is_there_is_told(access: AccessDesk, tmp_path: Path):
    for role in OFFICERS:
        added(access, f"the-{role}", role)
    added(access, "wang", None)
    set_password(access, "the-audit", "another long one", by="machine:li", now=NOW, lock=True)
    create_token(access, "the-security", "a script", by="machine:li", now=NOW, days=1)
    ((ok, before),) = found(access)
    ((_, after),) = found(access, NOW + DAY)
    assert ok
    assert before.startswith("4; locked: the-audit; waiting for a role: wang; 0 disabled; 0 tokens that expired")
    assert "; 1 tokens that expired" in after
    assert before.endswith("the limits are the default ones")
    own = desk_in(tmp_path / "desk", "\n[access]\nidle_minutes = 10\n")
    assert found(own)[0][1].endswith("limits of its own: idle_minutes")


def test_an_office_that_nobody_can_act_for_is_a_fault(access: AccessDesk):
    for role in OFFICERS:
        added(access, f"the-{role}", role)
    disable_user(access, "the-security", by="machine:li", now=NOW)
    told = found(access)
    assert [ok for ok, _ in told] == [True, False]
    assert told[1][1].startswith("nobody is security officer")
    checks = [(one.check.en, one.ok) for one in examine(access.bureau.folder, now=NOW)]
    assert checks.count(("users", False)) == 1


def test_a_user_who_was_changed_by_hand_is_a_fault(access: AccessDesk):
    for role in OFFICERS:
        added(access, f"the-{role}", role)
    wanted = USERS.c.identifier == "the-audit"
    with access.operations.changing() as connection:
        document = json.loads(connection.scalar(select(USERS.c.document).where(wanted)) or "")
        raised = canonical(document | {"role": UserRole.PROVINCE.value})
        connection.execute(update(USERS).where(wanted).values(document=raised))
    assert (False, "user “the-audit” is not as the audit chain says") in found(access)
    with access.operations.changing() as connection:
        connection.execute(USERS.delete().where(wanted))
    assert (False, "user:the-audit of the audit chain is gone") in found(access)
