"""Whether users are in order: offices filled, who is locked, limits, tokens that are past; and whether anybody changed users past the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from openmbi.core.access_words import ROLE_WORDS
from openmbi.core.language import Text
from openmbi.core.users import OFFICERS, User
from openmbi.flow.access.desk import AccessDesk

USERS = Text("用户", "users")
_COUNTED = Text(
    "{n} 名；已锁定：{locked}；待授予角色：{waiting}；已停用 {disabled} 名；已过期而未撤销的令牌 {expired} 个；{limits}",
    "{n}; locked: {locked}; waiting for a role: {waiting}; {disabled} disabled; {expired} tokens that expired and were not revoked; {limits}",
)


def examine_users(desk: AccessDesk, now: datetime) -> Iterator[tuple[Text, bool, Text]]:
    """Yield what was checked, whether it is in order, and what was found. A database that is not there yet is not made.

    Raises
    ------
    Problem
        As `openmbi.store.operations.Operations.reading`.
    """
    if not desk.has_users:
        yield (
            USERS,
            True,
            Text(
                "尚无用户：只在本机提供页面，无人登录",
                "none: pages are served on this machine only, and nobody signs in",
            ),
        )
        return
    with desk.operations.reading():
        users = desk.users.find()
        yield USERS, True, _COUNTED.fill(**_counts(desk, users, now))
        yield from ((USERS, False, fault) for fault in _unfilled(users))
        yield from ((USERS, False, fault) for fault in desk.users.faults())


def _counts(desk: AccessDesk, users: tuple[User, ...], now: datetime) -> dict[str, object]:
    past = [token for token in desk.tokens.of() if token.revoked_at is None and now >= token.expires_at]
    changed = sorted(desk.settings.model_fields_set - {"oidc"})
    limits = Text("限值已另设：{named}", "limits of its own: {named}").fill(named=", ".join(changed))
    return {
        "n": len(users),
        "locked": _listed(user for user in users if user.is_locked(now)),
        "waiting": _listed(user for user in users if user.role is None),
        "disabled": sum(user.disabled for user in users),
        "expired": len(past),
        "limits": limits if changed else Text("限值为缺省值", "the limits are the default ones"),
    }


def _listed(users: Iterable[User]) -> str:
    return ", ".join(user.identifier for user in users) or "–"


def _unfilled(users: tuple[User, ...]) -> Iterator[Text]:
    """Yield the offices that no user holds who may sign in."""
    held = {user.role for user in users if not user.disabled}
    for role in OFFICERS:
        if role not in held:
            yield Text(
                "无人担任{role}：用 mbi user add 或 mbi user enable 补齐",
                "nobody is {role}: fill the office by mbi user add or mbi user enable",
            ).fill(role=ROLE_WORDS[role])
