"""Identifiers of users: what is typed to sign in, and what the audit chain calls them."""

from __future__ import annotations

import re

from openmbi.core.language import Text
from openmbi.core.problems import Problem

_FORM = re.compile(r"[a-z][a-z0-9._-]{1,31}")


def typed(identifier: str) -> str:
    """Return what a typed identifier stands for: capitals and spaces around it do not count."""
    return identifier.strip().lower()


def check_identifier(identifier: str) -> None:
    """Refuse what cannot be an identifier.

    Raises
    ------
    Problem
        `user.bad-identifier`.
    """
    if not _FORM.fullmatch(identifier):
        raise Problem(
            "user.bad-identifier",
            Text("「{who}」不能作为用户标识", "“{who}” cannot be the identifier of a user").fill(who=identifier[:64]),
            Text("换一个标识，例如 wang.fang", "choose another, such as wang.fang"),
            expected=Text(
                "2 至 32 个字符：小写字母开头，之后为小写字母、数字、点、连字符或下划线",
                "2 to 32 characters: a small letter, then small letters, digits, dots, hyphens or underscores",
            ),
        )
