"""What is said of a sign-in that is refused, and of passwords that are no good."""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.core.problems import Problem


def refused() -> Problem:
    """Return what is said where somebody may not sign in: the same words for every reason, so that nobody learns which users there are."""
    return Problem(
        "access.refused",
        Text(
            "用户名或口令不正确，或该用户目前不能登录",
            "the user or the password is wrong, or this user may not sign in now",
        ),
        Text(
            "核对后重试；多次输错会暂时锁定，可请安全管理员解锁",
            "check both and try again; after several wrong passwords a user is locked for a while, which the security officer can end",
        ),
    )


def bad_password(found: Text, fix: Text) -> Problem:
    """Return what is said of a password that must not be chosen."""
    return Problem("access.bad-password", found, fix)
