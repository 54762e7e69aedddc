"""Whether whoever gives a command in another's name may do what is asked: where a bureau has users, only as one of them, and as far as its role goes."""

from __future__ import annotations

from openmbi.core.access import PERMISSIONS, Permission
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.bureau import Bureau


def check_acting(bureau: Bureau, identifier: str, permission: Permission) -> None:
    """Refuse a user who may not do something; in a bureau without users everybody at its machine may.

    Raises
    ------
    Problem
        `user.none` where there are users and this is none; `access.not-permitted` where it is disabled, or has no role that is permitted it.
    """
    desk = AccessDesk(bureau)
    if not desk.has_users:
        return
    user = desk.users.get(identifier)
    if user.disabled or user.role is None or permission not in PERMISSIONS[user.role]:
        raise Problem(
            "access.not-permitted",
            Text("用户「{who}」无此权限", "the user “{who}” is not permitted to do this").fill(who=identifier),
            Text(
                "请由有权限的用户操作，或请安全管理员调整角色",
                "let a user who is permitted do it, or ask the security officer for another role",
            ),
            expected=Text(permission, permission),
        )
