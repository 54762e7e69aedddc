"""Who sits at the keyboard."""

from __future__ import annotations

import getpass
from datetime import date

from openmbi.core.language import Text
from openmbi.core.problems import Problem


def deciding(by: str | None) -> str:
    """Return who decides: the name given, or the login.

    Raises
    ------
    Problem
        `link.nobody-named` where the system knows no login.
    """
    name = by.strip() if by and by.strip() else login()
    if name:
        return name
    raise Problem(
        "link.nobody-named",
        Text("系统没有登录名", "the system knows no login"),
        Text("用 --by 写明决定人", "say who decides by --by"),
    )


def login() -> str:
    """Return the name by which the system knows who gives the command; nothing where it knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def day_of(text: str) -> date:
    """Read a day.

    Raises
    ------
    Problem
        `link.unreadable-day`.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Problem(
            "link.unreadable-day",
            Text("无法识别的日期「{text}」", "“{text}” is not a day").fill(text=text),
            Text("请写成 2024-03-01", "write it like 2024-03-01"),
        ) from error
