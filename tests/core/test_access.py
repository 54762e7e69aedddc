"""Roles, permissions and how far a view reaches."""

import pytest

from openmbi.core.access import LOCAL, PERMISSIONS, Permission, Scope, UserRole, Viewer, not_permitted
from openmbi.core.access_words import PERMISSION_WORDS, ROLE_WORDS
from openmbi.core.problems import Problem

OFFICERS = (UserRole.ADMINISTRATOR, UserRole.SECURITY, UserRole.AUDIT)


def test_every_role_has_its_permissions() -> None:
    assert set(PERMISSIONS) == set(UserRole)
    assert all(PERMISSIONS.values())


def test_the_three_offices_are_separate_and_see_no_figures() -> None:
    for one in OFFICERS:
        for other in OFFICERS:
            assert one is other or PERMISSIONS[one].isdisjoint(PERMISSIONS[other])
        figures = {Permission.READ_RELEASES, Permission.READ_INTERNAL, Permission.READ_OWN, Permission.EXPORT}
        assert PERMISSIONS[one].isdisjoint(figures)


@pytest.mark.parametrize(
    ("places", "place", "within"),
    [
        (("000000",), "440606", True),
        (("440000",), "440606", True),
        (("440600",), "440606", True),
        (("440606",), "440606", True),
        (("440606",), "440600", False),
        (("440600",), "440000", False),
        (("440100",), "440606", False),
        ((), "440606", False),
    ],
)
def test_a_scope_covers_what_lies_in_its_places(places: tuple[str, ...], place: str, within: bool) -> None:
    assert Scope(places).covers_place(place) is within


def test_a_scope_covers_enterprises_by_code_or_place() -> None:
    assert Scope((), ("A",)).covers_enterprise("A", ())
    assert not Scope((), ("A",)).covers_enterprise("B", ("440606",))
    assert Scope(("440600",)).covers_enterprise("B", ("440606",))
    assert not Scope(("440600",)).covers_enterprise("B", ())


def test_what_a_role_is_not_permitted_is_refused_by_name() -> None:
    viewer = Viewer("li", "Li", UserRole.AUDIT, Scope())
    viewer.check(Permission.READ_AUDIT)
    with pytest.raises(Problem) as refused:
        viewer.check(Permission.READ_INTERNAL)
    assert refused.value.code == "access.not-permitted"


def test_who_sits_at_this_machine_sees_everything_but_runs_no_users() -> None:
    assert LOCAL.scope.is_everywhere
    assert LOCAL.may(Permission.READ_INTERNAL)
    assert not LOCAL.may(Permission.MANAGE_USERS)


def test_every_role_and_permission_is_called_by_words() -> None:
    assert set(ROLE_WORDS) == set(UserRole)
    assert set(PERMISSION_WORDS) == set(Permission)
    for viewer in (Viewer("a", "A", role, Scope()) for role in UserRole):
        for permission in Permission:
            told = not_permitted(viewer, permission)
            assert told.expected
            assert "_" not in told.found.zh + told.found.en + told.expected.zh + told.expected.en
