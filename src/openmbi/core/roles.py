"""The roles of users, and what each is permitted.

The three offices that run the system (administrator, security, audit) are separate, as GB/T 22239-2019 (8.1.5) asks, and see no figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class UserRole(StrEnum):
    """What a user is."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    ENTERPRISE = "enterprise"
    RESEARCHER = "researcher"
    ADMINISTRATOR = "administrator"
    SECURITY = "security"
    AUDIT = "audit"


class Permission(StrEnum):
    """What a user may do; on what, the scope says."""

    READ_RELEASES = "read_releases"
    READ_INTERNAL = "read_internal"
    READ_OWN = "read_own"
    WORK_CASES = "work_cases"
    ANSWER_CASES = "answer_cases"
    EXPORT = "export"
    REVIEW_RELEASES = "review_releases"
    SIGN_RELEASES = "sign_releases"
    MANAGE_USERS = "manage_users"
    MANAGE_SECURITY = "manage_security"
    READ_AUDIT = "read_audit"


_OFFICE = frozenset({Permission.READ_RELEASES, Permission.READ_INTERNAL, Permission.WORK_CASES, Permission.EXPORT})
PERMISSIONS: Mapping[UserRole, frozenset[Permission]] = MappingProxyType(
    {
        UserRole.PROVINCE: _OFFICE | {Permission.REVIEW_RELEASES, Permission.SIGN_RELEASES},
        UserRole.CITY: _OFFICE,
        UserRole.COUNTY: _OFFICE,
        UserRole.ENTERPRISE: frozenset({Permission.READ_RELEASES, Permission.READ_OWN, Permission.ANSWER_CASES}),
        UserRole.RESEARCHER: frozenset({Permission.READ_RELEASES, Permission.EXPORT}),
        UserRole.ADMINISTRATOR: frozenset({Permission.MANAGE_USERS}),
        UserRole.SECURITY: frozenset({Permission.MANAGE_SECURITY}),
        UserRole.AUDIT: frozenset({Permission.READ_AUDIT}),
    }
)
"""What each role is permitted. A release is signed by another user than the one who reviewed it."""
READING = frozenset(
    {
        Permission.READ_RELEASES,
        Permission.READ_INTERNAL,
        Permission.READ_OWN,
        Permission.EXPORT,
        Permission.READ_AUDIT,
    }
)
"""What changes nothing."""
