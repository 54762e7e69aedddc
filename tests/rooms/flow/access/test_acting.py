"""Who gives a command in another's name: one of the users, permitted by its role."""

from __future__ import annotations

import pytest
from tests.rooms.flow.access.conftest import added

from openmbi.core.access import Permission, UserRole
from openmbi.core.problems import Problem
from openmbi.flow.access.acting import check_acting
from openmbi.flow.access.desk import AccessDesk


def test_without_users_everybody_at_the_machine_may(access: AccessDesk):
    check_acting(access.bureau, "whoever", Permission.SIGN_RELEASES)


@pytest.mark.parametrize(
    ("identifier", "code"), [("zhang", None), ("city", "access.not-permitted"), ("nobody", "user.none")]
)
def test_where_there_are_users_only_one_of_them_who_is_permitted(access: AccessDesk, identifier: str, code: str | None):
    added(access, "zhang", UserRole.PROVINCE)
    added(access, "city", UserRole.CITY)
    if code is None:
        check_acting(access.bureau, identifier, Permission.SIGN_RELEASES)
        return
    with pytest.raises(Problem) as problem:
        check_acting(access.bureau, identifier, Permission.SIGN_RELEASES)
    assert problem.value.code == code
