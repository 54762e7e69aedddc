"""Users, sessions and tokens as tables and lines of the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.markup import escape
from rich.table import Table

from openmbi.core.access import UserRole
from openmbi.core.access_words import ROLE_WORDS
from openmbi.core.case_documents import moment_of
from openmbi.core.language import Text
from openmbi.core.users import UNTIL_UNLOCKED
from openmbi.doors.cli.console import table

Document = Mapping[str, Any]


def users_table(users: Iterable[Document], zone: ZoneInfo) -> Table:
    """Return a table of users, as `openmbi.flow.access.documents.every_user` gives them."""
    headers = (
        Text("标识", "user"),
        Text("姓名", "name"),
        Text("角色", "role"),
        Text("可见范围", "scope"),
        Text("登录方式", "signs in by"),
        Text("状态", "state"),
        Text("会话", "sessions"),
        Text("令牌", "tokens"),
    )
    return table(headers, [_row(user, zone) for user in users], numbers=(6, 7))


def _row(user: Document, zone: ZoneInfo) -> Sequence[object]:
    told = (user["identifier"], escape(user["name"]), role_words(user), _scope(user), _way(user), state(user, zone))
    return (*told, user["sessions"], user["tokens"])


def line_of(user: Document, zone: ZoneInfo) -> Text:
    """Return what a user is, in a line."""
    told = Text("用户 {who}（{name}）：{role}；{state}", "user {who} ({name}): {role}; {state}")
    return told.fill(who=user["identifier"], name=escape(user["name"]), role=role_words(user), state=state(user, zone))


def role_words(user: Document) -> Text:
    """Return what the role of a user is called."""
    return ROLE_WORDS[UserRole(user["role"])] if user["role"] else Text("无", "none")


def state(user: Document, zone: ZoneInfo) -> Text:
    """Return whether a user may sign in, and why not."""
    if user["disabled"]:
        return Text("已停用", "disabled")
    if user["locked_until"]:
        return _locked(moment_of(user["locked_until"]), zone)
    if not user["role"]:
        return Text("待授予角色", "waits for a role")
    if user["must_change_password"]:
        return _due(user, zone)
    return Text("正常", "in order")


def _due(user: Document, zone: ZoneInfo) -> Text:
    if user["password_over"]:
        return Text("初始口令已过期，须重设", "the temporary password is over; another has to be set")
    if user["password_until"] is None:
        return Text("首次登录须改口令", "must change the password")
    until = _at(moment_of(user["password_until"]), zone)
    return Text("首次登录须改口令，限 {at} 前", "must change the password by {at}").fill(at=until)


def _locked(until: datetime, zone: ZoneInfo) -> Text:
    if until == UNTIL_UNLOCKED:
        return Text("已锁定，待解锁", "locked until unlocked")
    return Text("锁定至 {at}", "locked until {at}").fill(at=_at(until, zone))


def sessions_table(sessions: Iterable[Document], zone: ZoneInfo) -> Table:
    """Return a table of sessions."""
    headers = (
        Text("会话", "session"),
        Text("用户", "user"),
        Text("来源", "from"),
        Text("开始", "began"),
        Text("最近使用", "last used"),
        Text("最迟结束", "ends at the latest"),
    )
    rows = [
        (
            one["identifier"],
            one["user"],
            escape(one["source"]),
            *_moments(one, ("started_at", "seen_at", "ends_at"), zone),
        )
        for one in sessions
    ]
    return table(headers, rows)


def tokens_table(tokens: Iterable[Document], zone: ZoneInfo, now: datetime) -> Table:
    """Return a table of tokens."""
    headers = (
        Text("令牌", "token"),
        Text("用户", "user"),
        Text("用途", "for"),
        Text("创建", "made"),
        Text("到期", "expires"),
        Text("最近使用", "last used"),
        Text("状态", "state"),
    )
    rows = [
        (
            one["identifier"],
            one["user"],
            escape(one["label"]),
            *_moments(one, ("created_at", "expires_at", "used_at"), zone),
            _token_state(one, now),
        )
        for one in tokens
    ]
    return table(headers, rows)


def _token_state(token: Document, now: datetime) -> Text:
    if token["revoked_at"]:
        return Text("已撤销", "revoked")
    return Text("已过期", "expired") if now >= moment_of(token["expires_at"]) else Text("有效", "valid")


def _scope(user: Document) -> str:
    return ", ".join((*user["places"], *user["enterprises"])) or "–"


def _way(user: Document) -> Text:
    return Text("身份提供方", "identity provider") if user["oidc"] else Text("口令", "password")


def _moments(one: Document, names: Iterable[str], zone: ZoneInfo) -> list[str]:
    return [_at(moment_of(one[name]), zone) if one[name] else "–" for name in names]


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
