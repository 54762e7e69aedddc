"""The address of an operational database on a server, as `bureau.toml` gives it."""

from __future__ import annotations

import os
import re

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from openmbi.core.language import Text
from openmbi.core.problems import Problem

FIELD = "operations.database"
DRIVER = "postgresql+pg8000"


def address_of(database: str) -> URL:
    """Return the address that a text stands for; `${NAME}` in user, password, host or name of the database is an environment variable.

    Raises
    ------
    Problem
        `operations.wrong-address` where it is no address of PostgreSQL; `operations.variable-unset`.
    """
    try:
        url = make_url(database)
    except (ArgumentError, ValueError) as error:
        raise _wrong() from error
    if url.drivername not in ("postgresql", DRIVER) or not url.database:
        raise _wrong()
    return url.set(
        drivername=DRIVER,
        username=_filled(url.username),
        password=_filled(url.password),
        host=_filled(url.host),
        database=_filled(url.database),
    )


def _filled(text: str | None) -> str | None:
    return None if text is None else re.sub(r"\$\{(\w+)\}", _value, text)


def _value(match: re.Match[str]) -> str:
    if match[1] in os.environ:
        return os.environ[match[1]]
    raise Problem(
        "operations.variable-unset",
        Text("环境变量 {name} 未设置", "the environment variable {name} is not set").fill(name=match[1]),
        Text("在运行 mbi 的环境中设置该变量", "set it where mbi runs"),
        field=FIELD,
    )


def _wrong() -> Problem:
    """Say what an address looks like; never the one that was given, which may hold a password."""
    return Problem(
        "operations.wrong-address",
        Text("不是可用的数据库地址", "this is no address of a database that can be used"),
        Text("请改正该字段；留空则使用内置数据库", "correct the field; leave it out for the embedded database"),
        expected=Text("postgresql://用户:${口令变量}@主机:5432/库名", "postgresql://user:${PASSWORD}@host:5432/name"),
        field=FIELD,
    )
