"""Tokens: what a program shows instead of a user, to read by the API; made for a time, revoked when no longer needed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from openmbi.core.access import Viewer
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.sessions import TOKEN_PREFIX, Token
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.access.secrets import digest_of, new_secret
from openmbi.store.sessions import identifier_of
from openmbi.store.tokens import TokenLedger

LONGEST_LABEL = 80
NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class NewToken:
    """A token that was just made. `secret` is what a program shows: it is told here, once, and nowhere kept."""

    secret: str
    token: Token


def create_token(
    desk: AccessDesk, user: str, label: str, *, by: str, now: datetime, days: int | None = None
) -> NewToken:
    """Make a token of a user, for whoever asked. `days`: for how long; as long as is allowed, where None. `label`: what it is for.

    Raises
    ------
    Problem
        `user.none`; `token.no-label`; `token.too-long`; `token.no-use` where the user may not sign in or has no role.
    """
    most = desk.settings.token_days
    lasting = most if days is None else days
    _check(label.strip(), lasting, most)
    if desk.users.get(user).viewer() is None:
        raise _no_use(user)
    secret = new_secret(TOKEN_PREFIX)
    digest = digest_of(secret) or ""
    expires_at = now + timedelta(days=lasting)
    made = desk.tokens.add(Token(identifier_of(digest), user, label.strip(), now, expires_at), digest, by=by)
    return NewToken(secret, made)


def viewer_of_token(desk: AccessDesk, token: str, *, now: datetime) -> Viewer | None:
    """Return whose token it is, as a viewer who may change nothing; None where it is none, expired or revoked, or its user is disabled or without a role."""
    digest = digest_of(token) if token.startswith(TOKEN_PREFIX) else None
    found = TokenLedger(desk.hurried).held(digest) if digest else None
    if found is None:
        return None
    known, kept = found
    longest = known.created_at + timedelta(days=desk.settings.token_days)
    if known.is_over(now) or now >= longest:
        return None
    viewer = kept.user.viewer(reads_only=True)
    if viewer is not None and (known.used_at is None or now - known.used_at >= NOTED_EVERY):
        with suppress(Problem):
            TokenLedger(desk.hurried).used(known.identifier, now)
    return viewer


def _check(label: str, days: int, most: int) -> None:
    if not 0 < len(label) <= LONGEST_LABEL:
        raise Problem(
            "token.no-label",
            Text(
                "没有写明令牌的用途，或超过 {n} 字",
                "nothing says what the token is for, or in more than {n} characters",
            ).fill(n=LONGEST_LABEL),
            Text("写明用途，例如「统计年鉴脚本」", "say what it is for, such as “yearbook script”"),
        )
    if not 0 < days <= most:
        raise Problem(
            "token.too-long",
            Text("有效期 {days} 天不在范围内", "{days} days are not allowed").fill(days=days),
            Text("给出更短的有效期，到期后可再建", "give less; another can be made then"),
            expected=Text("1 至 {most} 天", "1 to {most} days").fill(most=most),
        )


def _no_use(user: str) -> Problem:
    return Problem(
        "token.no-use",
        Text("用户「{who}」已停用或尚无角色", "user “{who}” is disabled or has no role yet").fill(who=user),
        Text("先启用用户、授予角色", "enable the user and grant a role first"),
    )
