"""A password as it is typed: twice and unseen at a terminal, or as the first line of standard input.

Never as an argument, which others on this machine can read.
"""

from __future__ import annotations

import sys
from getpass import getpass

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.doors.cli.language import here


def typed_password() -> str:
    """Return the password that is typed.

    Raises
    ------
    Problem
        `user.no-password` where there is none; `user.passwords-differ`.
    """
    if not sys.stdin.isatty():
        return _some(sys.stdin.readline().rstrip("\r\n"))
    password = _some(getpass(f"{here(Text('口令', 'password'))}: "))
    if getpass(f"{here(Text('再输一次', 'once more'))}: ") != password:
        raise Problem(
            "user.passwords-differ",
            Text("两次输入的口令不同", "the two passwords differ"),
            Text("重新执行同一命令", "give the same command again"),
        )
    return password


def _some(password: str) -> str:
    if password:
        return password
    raise Problem(
        "user.no-password",
        Text("没有读到口令", "no password was read"),
        Text(
            "在终端中输入，或从标准输入给出第一行，例如 mbi user password wang < 口令文件",
            "type it at a terminal, or give it as the first line of standard input, as in: mbi user password wang < FILE",
        ),
    )
